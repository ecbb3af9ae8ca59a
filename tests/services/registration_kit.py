"""What the tests of registrations share: a form that is filled in, and looks into the tables."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from forumapp.db import db, unit_of_work
from forumapp.domain.access import NOBODY, Actor
from forumapp.domain.events import Mode
from forumapp.domain.questions import Who
from forumapp.domain.registration import Details, SeatStatus, Wish
from forumapp.models import Category, Delegation, Event, Mail, Part, Registration, Seat
from forumapp.services import questions, registration
from tests import factories as make

NAME = "SOK Chanthavy"


def details(**given: Any) -> Details:
    """What someone writes of themselves; another address each time unless one is given."""
    listed, locale = given.pop("listed", True), given.pop("locale", "en")
    raw = {
        "honorific": "Ms.",
        "printed_name": NAME,
        "family_name": "SOK",
        "title": "Deputy Director",
        "organisation": "Ministry of Rural Development",
        "country": "KH",
        "email": f"{uuid.uuid4().hex}@ministry.example",
        **given,
    }
    return registration.details(raw, locale=locale, listed=listed)


def register(
    event: Event,
    category: Category,
    parts: Mapping[Part, Mode] | Part,
    *,
    delegation: Delegation | None = None,
    key: str = "",
    actor: Actor = NOBODY,
    now: Any = make.NOW,
    answers: Mapping[str, tuple[str, ...]] | None = None,
    **given: Any,
) -> registration.Received:
    """Send the form, in a transaction of its own."""
    chosen = {parts: Mode.ROOM} if isinstance(parts, Part) else parts
    wish = Wish(
        category_id=category.id,
        delegation_id=delegation.id if delegation else None,
        parts={part.id: mode for part, mode in chosen.items()},
    )
    form = details(**given)
    if answers is not None:
        who = Who(category_id=category.id, parts=wish.parts)
        form = replace(
            form,
            answers=questions.answered(
                questions.in_force(event.id), who, answers, files={}, strict=True
            ),
        )
    with unit_of_work():
        return registration.register(
            actor, event.id, details=form, wish=wish, key=key or uuid.uuid4().hex, now=now
        )


def participant(received: registration.Received) -> Actor:
    return Actor(person_id=received.person_id, name="participant")


def own(received: registration.Received) -> registration.OwnRegistration:
    make.afresh()
    return registration.own(participant(received))


def chosen(*received: registration.Received) -> tuple[registration.Chosen, ...]:
    """The registrations as they are shown now."""
    return tuple(
        registration.Chosen(r.registration_id, own(r).registration.version) for r in received
    )


def seat_of(received: registration.Received) -> SeatStatus:
    """The status of the only seat."""
    (seat,) = own(received).registration.seats
    return seat.status


def mails(event: Event) -> list[tuple[str, str]]:
    """The kind and the recipient of every mail, in the order in which they were written."""
    make.afresh()
    rows = db.session.execute(
        sa.select(Mail.kind, Mail.recipient).filter_by(event_id=event.id).order_by(Mail.id)
    )
    return [(str(kind), recipient) for kind, recipient in rows]


def kinds(event: Event) -> list[str]:
    return [kind for kind, _ in mails(event)]


def count(event: Event) -> int:
    make.afresh()
    statement = sa.select(sa.func.count(Registration.id)).filter_by(event_id=event.id)
    return db.session.scalar(statement) or 0


def seats(part: Part, status: SeatStatus, mode: Mode = Mode.ROOM) -> int:
    make.afresh()
    statement = sa.select(sa.func.count(Seat.id)).filter_by(
        part_id=part.id, mode=mode, status=status
    )
    return db.session.scalar(statement) or 0
