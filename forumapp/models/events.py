"""Series, editions and what each edition is made of."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forumapp.db import Base, Codes, TranslatedText, UtcDateTime, Versioned
from forumapp.db.base import codes
from forumapp.domain.access import Role
from forumapp.domain.delegations import CountryOrder, HostPlace
from forumapp.domain.events import EventFormat, EventKind, EventState, OrganisationRole
from forumapp.domain.registration import Approval
from forumapp.domain.text import Translated


class Series(Versioned, Base):
    """A forum or meeting that comes back."""

    __tablename__ = "series"

    name: Mapped[Translated] = mapped_column(TranslatedText)
    since: Mapped[int | None]


class Event(Versioned, Base):
    """One edition. Its days and its sessions are in its IANA zone.

    Where it `promotes`, a seat that comes free goes to the next who waits: at once, or as an offer
    of so many hours.

    What clashes is measured by its rules: `turnaround` are the minutes that a person needs between
    two rooms, `longest_shift` those an interpreter works without a break; the night is given in
    minutes of the day, and `quiet_hours` as `{"name", "from", "until"}` alike, by the clock of who
    takes part.
    """

    __tablename__ = "events"

    key: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    series_id: Mapped[int | None] = mapped_column(sa.ForeignKey("series.id"), index=True)
    edition: Mapped[int | None]
    kind: Mapped[EventKind] = mapped_column(codes(EventKind))
    title: Mapped[Translated] = mapped_column(TranslatedText)
    theme: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    description: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    notice: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    practical: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    zone: Mapped[str]
    place: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    venue: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    format: Mapped[EventFormat] = mapped_column(codes(EventFormat))
    languages: Mapped[tuple[str, ...]] = mapped_column(Codes)
    capitals: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    accent: Mapped[str] = mapped_column(default="#7a1f2b")
    state: Mapped[EventState] = mapped_column(codes(EventState), default=EventState.DRAFT)
    country_order: Mapped[CountryOrder] = mapped_column(
        codes(CountryOrder), default=CountryOrder.ALPHABETICAL
    )
    host_place: Mapped[HostPlace] = mapped_column(codes(HostPlace), default=HostPlace.IN_PLACE)
    order_language: Mapped[str] = mapped_column(default="en")
    order_reason: Mapped[str] = mapped_column(default="")
    contact_name: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    contact_email: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(default="")
    registration_opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    registration_closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changes_close_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    promotes: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    offer_hours: Mapped[int] = mapped_column(default=0, server_default="0")
    nominations_close_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    turnaround: Mapped[int] = mapped_column(default=5)
    longest_shift: Mapped[int] = mapped_column(default=40)
    night_from: Mapped[int] = mapped_column(default=22 * 60)
    night_until: Mapped[int] = mapped_column(default=6 * 60)
    quiet_hours: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    symbol: Mapped[str] = mapped_column(default="")
    foreword: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    foreword_by: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class EventRole(Base):
    """What a user is in an event."""

    __tablename__ = "event_roles"
    __table_args__ = (sa.UniqueConstraint("event_id", "user_id"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = mapped_column(codes(Role))


class _OfEvent(Versioned):
    """Something an event has several of, in an order."""

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True, sort_order=-8
    )
    position: Mapped[int] = mapped_column(default=0, sort_order=-7)


class Organisation(_OfEvent, Base):
    """An organisation behind an event; `logo` is a key of the file store."""

    __tablename__ = "organisations"

    name: Mapped[Translated] = mapped_column(TranslatedText)
    role: Mapped[OrganisationRole] = mapped_column(codes(OrganisationRole))
    url: Mapped[str] = mapped_column(default="")
    logo: Mapped[str] = mapped_column(default="")


class Part(_OfEvent, Base):
    """A meeting or forum under the same umbrella. Seats None means without limit."""

    __tablename__ = "parts"

    name: Mapped[Translated] = mapped_column(TranslatedText)
    description: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    seats_room: Mapped[int | None]
    seats_online: Mapped[int | None]


class Room(_OfEvent, Base):
    """A physical room."""

    __tablename__ = "rooms"

    name: Mapped[Translated] = mapped_column(TranslatedText)
    capacity: Mapped[int | None]
    seating: Mapped[str] = mapped_column(default="")


class Track(_OfEvent, Base):
    """A thematic thread through the programme."""

    __tablename__ = "tracks"

    name: Mapped[Translated] = mapped_column(TranslatedText)


class Category(_OfEvent, Base):
    """A category of participants, how it is approved, and its turn in waiting lists: 1 is first.

    `badge_colour` is that of its badges, #rrggbb; empty for the one of its place.
    """

    __tablename__ = "categories"

    name: Mapped[Translated] = mapped_column(TranslatedText)
    approval: Mapped[Approval] = mapped_column(codes(Approval), default=Approval.BY_HAND)
    priority: Mapped[int] = mapped_column(default=1, server_default="1")
    badge_colour: Mapped[str] = mapped_column(default="", server_default="")
