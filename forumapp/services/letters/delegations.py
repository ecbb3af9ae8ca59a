"""The facts of a mail to the focal point of a delegation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import SYSTEM
from forumapp.domain.delegations import CAPACITY_RANK
from forumapp.domain.events import Mode
from forumapp.domain.letters import DelegationLetter, NomineeLine
from forumapp.domain.mail import MailKind
from forumapp.domain.registration import TAKEN, RegistrationStatus
from forumapp.domain.volumes import Volume
from forumapp.i18n.countries import country_name
from forumapp.models import Delegation, Event, Mail, Person, Registration, Seat
from forumapp.services import events, tokens
from forumapp.services.delegations.notes import note_volume
from forumapp.services.delegations.rows import part_limits
from forumapp.services.publications.draft import person_facts
from forumapp.services.tokens import Purpose

ACTIVE = (RegistrationStatus.PENDING, RegistrationStatus.APPROVED)


def to_focal_point(mail: Mail, *, now: datetime) -> DelegationLetter:
    """What the mail says, with the link that is good now."""
    row = db.session.get_one(Delegation, mail.delegation_id, populate_existing=True)
    event = db.session.get_one(Event, row.event_id, populate_existing=True)
    limits = ((Mode.ROOM, row.quota_room), (Mode.ONLINE, row.quota_online))
    token = tokens.sign_for_delegation(row)
    return DelegationLetter(
        kind=mail.kind,
        locale=mail.locale,
        written_at=mail.written_at,
        recipient=mail.recipient,
        name=row.focal_name,
        delegation=_called(row, mail.locale),
        event=events.facts(row.event_id),
        category=row.category,
        path=f"/events/{event.slug}/delegation/open/{token}",
        until=row.nominations_close_at or event.nominations_close_at,
        quotas=tuple((mode, limit) for mode, limit in limits if limit is not None),
        part_quotas=part_limits(row.id),
        nominated=_nominated(row.id),
        granted=bool(mail.facts.get("granted")),
        reason=str(mail.facts.get("reason") or ""),
        nominees=tuple(_nominees(mail.facts.get("registrations", ()))),
        note=_note(mail, now=now) if mail.kind is MailKind.DELEGATION_INVITED else None,
    )


def _note(mail: Mail, *, now: datetime) -> Volume:
    assert mail.event_id is not None
    assert mail.delegation_id is not None
    return note_volume(SYSTEM, mail.event_id, mail.delegation_id, locale=mail.locale, now=now)


def _nominees(registrations: Sequence[int]) -> Iterator[NomineeLine]:
    """Those of these numbers that there are, head first; who waits for every seat is said to."""
    if not registrations:
        return
    found = db.session.execute(
        sa.select(Registration, Person)
        .join(Person, Person.id == Registration.person_id)
        .where(Registration.id.in_(registrations), Person.erased_at.is_(None))
    ).all()
    held = set(
        db.session.scalars(
            sa.select(Seat.registration_id).where(
                Seat.registration_id.in_(registrations), Seat.status.in_(TAKEN)
            )
        )
    )
    ordered = sorted(
        found, key=lambda pair: (CAPACITY_RANK[pair[0].capacity], pair[0].position, pair[0].id)
    )
    for row, person in ordered:
        path = "" if person.email else f"/me/open/{tokens.sign(person, Purpose.PARTICIPATION)}"
        yield NomineeLine(
            name=person_facts(person).name,
            capacity=row.capacity,
            status=row.status,
            waits=row.status.active and row.id not in held,
            path=path,
        )


def _called(row: Delegation, locale: str) -> str:
    return country_name(row.country, locale) if row.country else row.name.pick(locale)


def _nominated(delegation_id: int) -> int:
    statement = sa.select(sa.func.count(Registration.id)).where(
        Registration.delegation_id == delegation_id, Registration.status.in_(ACTIVE)
    )
    return db.session.scalar(statement) or 0
