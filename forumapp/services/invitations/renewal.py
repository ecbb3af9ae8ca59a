"""What becomes of a person's invitations when they leave the event, and when they come back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.invitations import Pair, Step, Told, all_told, steps
from forumapp.domain.programme import Programme
from forumapp.domain.telling import Item, Reason, speaking
from forumapp.models import Invitation, Invitee, Person, Session
from forumapp.services.invitations.circle import standings
from forumapp.services.invitations.entries import carry_out
from forumapp.services.invitations.sending import plain_item

Items = list[dict[str, Any]]


def end(person: Person, *, now: datetime) -> Items:
    """Take back every invitation of somebody who left; what the mail that says so tells of each."""
    made = steps({}, _known(person), now=now)
    return _carried_out(person, made, reasons={}, now=now)


def renew(person: Person, released: Programme, *, now: datetime) -> Items:
    """Ask somebody who is back to the sessions from which their leaving had taken them.

    What nobody ever asked them to waits for the next release.
    """
    known = _known(person)
    wanted, reasons = _wanted(person, released)
    again = {pair: told for pair, told in wanted.items() if pair in known}
    return _carried_out(person, steps(again, known, now=now), reasons=reasons, now=now)


def was_asked(person: Person) -> bool:
    """Whether there is any invitation to be thought of."""
    found = sa.select(Invitation.id).filter_by(person_id=person.id).limit(1)
    return db.session.scalar(found) is not None


def asked_among(people: Collection[int]) -> frozenset[int]:
    """Those of these people of whose invitations there is any to be thought of, in one query."""
    found = sa.select(Invitation.person_id).where(Invitation.person_id.in_(people)).distinct()
    return frozenset(db.session.scalars(found))


def _known(person: Person) -> Mapping[Pair, Any]:
    return standings(person.event_id, Invitation.person_id == person.id)


def _wanted(person: Person, released: Programme) -> tuple[dict[Pair, Told], dict[str, Reason]]:
    """The released sessions that the person speaks in or is invited to."""
    told = all_told(released)
    invited = db.session.scalars(
        sa.select(Session.key)
        .join(Invitee, Invitee.session_id == Session.id)
        .where(Invitee.person_id == person.id)
    )
    reasons = {key: Reason.INVITED for key in invited if key in told}
    reasons |= {s.key: Reason.SPEAKS for s in released.sessions if person.id in speaking(s)}
    return {(person.id, key): told[key] for key in reasons}, reasons


def _carried_out(
    person: Person, made: tuple[Step, ...], *, reasons: Mapping[str, Reason], now: datetime
) -> Items:
    rows = carry_out(person.event_id, made, now=now)
    return [
        plain_item(
            Item(key=step.key, reason=reasons.get(step.key, Reason.INVITED), step=step),
            rows[person.id, step.key],
        )
        for step in sorted(made, key=lambda step: (step.now.starts, step.key))
    ]
