"""People of an event: delegates, speakers, or both."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forumapp.db import Base, TranslatedText, UtcDateTime, Versioned
from forumapp.domain.text import Translated


class Person(Versioned, Base):
    """A person as protocol writes one. The three versions rotate the links that name the person.

    `zone` is the IANA zone where they follow the meeting; empty for that of their capital.
    `bounced_email` is the last address from which a mail came back for good. One who was erased
    keeps a row without a name, for what is counted.
    """

    __tablename__ = "people"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    key: Mapped[str] = mapped_column(unique=True)
    honorific: Mapped[str] = mapped_column(default="")
    printed_name: Mapped[str]
    family_name: Mapped[str] = mapped_column(default="")
    native_name: Mapped[str] = mapped_column(default="")
    title: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    organisation: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    country: Mapped[str] = mapped_column(default="")
    biography: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    photo: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="", index=True)
    bounced_email: Mapped[str] = mapped_column(default="", server_default="")
    phone: Mapped[str] = mapped_column(default="")
    locale: Mapped[str] = mapped_column(default="en")
    zone: Mapped[str] = mapped_column(default="")
    link_version: Mapped[int] = mapped_column(default=1)
    feed_version: Mapped[int] = mapped_column(default=1)
    join_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Unavailability(Versioned, Base):
    """When a person can't take part, between wall times of the event's zone."""

    __tablename__ = "unavailabilities"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int] = mapped_column(
        sa.ForeignKey("people.id", ondelete="CASCADE"), index=True
    )
    starts: Mapped[datetime] = mapped_column(sa.DateTime)
    ends: Mapped[datetime] = mapped_column(sa.DateTime)
    note: Mapped[str] = mapped_column(default="")


class MergedPerson(Base):
    """Somebody who turned out to be another: their links of these versions lead to the other."""

    __tablename__ = "merged_people"

    kept_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    dropped_id: Mapped[int] = mapped_column(unique=True)
    dropped_key: Mapped[str] = mapped_column(default="", server_default="")
    link_version: Mapped[int]
    feed_version: Mapped[int]
    join_version: Mapped[int]
    merged_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DifferentPeople(Base):
    """Two people who look like one, and of whom somebody said that they are two."""

    __tablename__ = "different_people"
    __table_args__ = (sa.UniqueConstraint("first_id", "second_id"),)

    first_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"))
    second_id: Mapped[int] = mapped_column(
        sa.ForeignKey("people.id", ondelete="CASCADE"), index=True
    )
    said_by: Mapped[str]
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
