"""What people are asked, as the page of their link and their own page show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.errors import NotFound
from forumapp.domain.invitations import Answer, Method, Told
from forumapp.domain.people import PersonFacts
from forumapp.domain.speakers import SpeakerStatus, SpeakingPart
from forumapp.i18n.countries import home_zone
from forumapp.models import Invitation, Person, Session, Speaker
from forumapp.services import tokens
from forumapp.services.rows import read
from forumapp.services.tokens import Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a person is asked: to come to a session, and as what, if they are to speak.

    `zone` is where they live, empty if unknown. It was `taken_back` when nobody asks any more, and
    is `over` once the session has ended.
    """

    session_key: str
    event_id: int
    person: PersonFacts
    locale: str
    zone: str
    parts: tuple[SpeakingPart, ...] = ()
    told: Told
    answer: Answer
    answered_at: datetime | None
    taken_back: bool
    over: bool

    @property
    def stands(self) -> bool:
        """Whether it can be answered."""
        return not self.taken_back and not self.over


_REQUESTS = sa.select(Invitation).where(
    Invitation.person_id == sa.bindparam("person_id"), Invitation.method == Method.REQUEST
)


def asked(token: str, *, now: datetime) -> Asked:
    """The invitation that a link names; NotFound, or Revoked when the link is over."""
    person, row = of_token(token)
    return _asked(person, row, _parts(person.id, row.session_key).get(row.session_key, ()), now=now)


def asked_of(person: Person, *, now: datetime) -> tuple[Asked, ...]:
    """Everything that a person is asked and can still answer, in order of time; two queries."""
    rows = db.session.scalars(_REQUESTS, {"person_id": person.id}).all()
    parts = _parts(person.id, *(row.session_key for row in rows)) if rows else {}
    found = (_asked(person, row, parts.get(row.session_key, ()), now=now) for row in rows)
    return tuple(sorted((one for one in found if one.stands), key=lambda one: one.told.starts_at))


def of_token(token: str) -> tuple[Person, Invitation]:
    """The person and the entry that the link of a mail names."""
    person, more = tokens.read(token, Purpose.ANSWER)
    row = db.session.get(Invitation, more[0]) if more else None
    if row is None or row.person_id != person.id:
        raise NotFound
    return person, row


def _asked(
    person: Person, row: Invitation, parts: tuple[SpeakingPart, ...], *, now: datetime
) -> Asked:
    told = Told.of(row.told)
    return Asked(
        session_key=row.session_key,
        event_id=row.event_id,
        person=read(PersonFacts, person),
        locale=person.locale,
        zone=home_zone(person.zone, person.country),
        parts=parts,
        told=told,
        answer=row.answer,
        answered_at=row.answered_at,
        taken_back=row.method is not Method.REQUEST,
        over=told.ends_at <= now,
    )


def _parts(person_id: int, *keys: str) -> dict[str, tuple[SpeakingPart, ...]]:
    """As what somebody stands in the lists of these sessions, whatever they answered."""
    rows = db.session.execute(
        sa.select(Session.key, Speaker.part)
        .join(Speaker, Speaker.session_id == Session.id)
        .where(
            Session.key.in_(keys),
            Speaker.person_id == person_id,
            Speaker.status != SpeakerStatus.REPLACED,
        )
        .order_by(Speaker.position, Speaker.id)
    )
    found: dict[str, tuple[SpeakingPart, ...]] = {}
    for key, part in rows:
        found[key] = (*found.get(key, ()), part)
    return found
