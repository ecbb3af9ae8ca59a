"""Reading events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Actor
from forumapp.domain.delegations import CountryOrder, HostPlace
from forumapp.domain.errors import NotFound
from forumapp.domain.events import EventFormat, EventKind, EventState, registration_is_open
from forumapp.domain.programme import EventFacts
from forumapp.domain.text import Translated
from forumapp.models import Event
from forumapp.services.publications.draft import event_facts
from forumapp.services.rows import read


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """Everything an event itself holds, as it is now."""

    id: int
    version: int
    key: str
    slug: str
    series_id: int | None
    edition: int | None
    kind: EventKind
    title: Translated
    theme: Translated
    description: Translated
    notice: Translated
    practical: Translated
    starts_on: date
    ends_on: date
    zone: str
    place: Translated
    venue: Translated
    format: EventFormat
    languages: tuple[str, ...]
    capitals: tuple[str, ...]
    accent: str
    state: EventState
    country_order: CountryOrder
    host_place: HostPlace
    order_language: str
    order_reason: str
    contact_name: Translated
    contact_email: str
    contact_phone: str
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None
    changes_close_at: datetime | None
    promotes: bool
    offer_hours: int
    nominations_close_at: datetime | None
    symbol: str
    foreword: Translated
    foreword_by: Translated

    def registration_open(self, *, now: datetime) -> bool:
        return registration_is_open(
            self.state,
            opens_at=self.registration_opens_at,
            closes_at=self.registration_closes_at,
            now=now,
        )

    def changes_open(self, *, now: datetime) -> bool:
        """Whether a participant may still edit or withdraw."""
        deadline = self.changes_close_at or self.registration_closes_at
        return self.state is EventState.PUBLISHED and (deadline is None or now < deadline)


def event(slug: str) -> EventRow:
    """The event of this slug, drafts included; NotFound when there is none."""
    found = db.session.scalar(sa.select(Event).filter_by(slug=slug))
    if found is None:
        raise NotFound
    return read(EventRow, found)


def facts(event_id: int) -> EventFacts:
    """An event with its series and organisations as they are now."""
    return event_facts(db.session.get_one(Event, event_id))


def public_events() -> tuple[EventRow, ...]:
    """Every event that is public, the latest first."""
    rows = db.session.scalars(
        sa.select(Event).where(Event.state != EventState.DRAFT).order_by(Event.starts_on.desc())
    )
    return tuple(read(EventRow, row) for row in rows)


def events_of(actor: Actor) -> tuple[EventRow, ...]:
    """The events in whose workspace the actor has a role, the latest first."""
    statement = sa.select(Event).order_by(Event.starts_on.desc())
    if not actor.administrator:
        statement = statement.where(Event.id.in_(actor.roles))
    return tuple(read(EventRow, row) for row in db.session.scalars(statement))
