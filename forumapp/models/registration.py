"""Registrations and the seats they hold."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forumapp.db import Base, UtcDateTime, Versioned
from forumapp.db.base import codes
from forumapp.domain.delegations import Capacity
from forumapp.domain.events import Mode
from forumapp.domain.registration import Origin, RegistrationStatus, SeatStatus


class Registration(Versioned, Base):
    """One person's registration; `idempotency_key` is that of the form that made it."""

    __tablename__ = "registrations"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "idempotency_key"),
        sa.UniqueConstraint("event_id", "same_as"),
        sa.Index("ix_registrations_event_id_status", "event_id", "status"),
        sa.Index("ix_registrations_event_id_created_at", "event_id", "created_at"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(
        sa.ForeignKey("people.id", ondelete="CASCADE"), unique=True
    )
    category_id: Mapped[int] = mapped_column(sa.ForeignKey("categories.id"), index=True)
    delegation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("delegations.id"), index=True)
    capacity: Mapped[Capacity] = mapped_column(codes(Capacity), default=Capacity.DELEGATE)
    position: Mapped[int] = mapped_column(default=0)
    status: Mapped[RegistrationStatus] = mapped_column(codes(RegistrationStatus))
    origin: Mapped[Origin] = mapped_column(
        codes(Origin), default=Origin.FORM, server_default=Origin.FORM
    )
    access_needs: Mapped[str] = mapped_column(default="")
    dietary_needs: Mapped[str] = mapped_column(default="")
    listed: Mapped[bool] = mapped_column(default=False)
    idempotency_key: Mapped[str]
    same_as: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Substitution(Base):
    """Who came in the place of whom, in one delegation."""

    __tablename__ = "substitutions"

    registration_id: Mapped[int] = mapped_column(
        sa.ForeignKey("registrations.id", ondelete="CASCADE"), unique=True
    )
    replaced_id: Mapped[int] = mapped_column(
        sa.ForeignKey("registrations.id", ondelete="CASCADE"), unique=True
    )
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Seat(Base):
    """A registration's place in one part, in one mode.

    It is offered until `offered_until`. Who was put on the waiting list `by_hand` is taken off it
    by hand alone.
    """

    __tablename__ = "seats"
    __table_args__ = (
        sa.UniqueConstraint("registration_id", "part_id"),
        sa.Index("ix_seats_part_id_mode_status", "part_id", "mode", "status"),
    )

    registration_id: Mapped[int] = mapped_column(
        sa.ForeignKey("registrations.id", ondelete="CASCADE")
    )
    part_id: Mapped[int] = mapped_column(sa.ForeignKey("parts.id"))
    mode: Mapped[Mode] = mapped_column(codes(Mode))
    status: Mapped[SeatStatus] = mapped_column(codes(SeatStatus))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    offered_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by_hand: Mapped[bool] = mapped_column(default=False, server_default=sa.false())


class PersonalCode(Versioned, Base):
    """An invitation to register; its code is signed when it is sent, and kept nowhere.

    Raising `link_version` would end the code. `registration_id` is that which answered it.
    """

    __tablename__ = "personal_codes"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str]
    email: Mapped[str]
    locale: Mapped[str]
    category_id: Mapped[int] = mapped_column(sa.ForeignKey("categories.id"), index=True)
    delegation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("delegations.id"), index=True)
    registration_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("registrations.id", ondelete="SET NULL"), index=True
    )
    link_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SavedFilter(Base):
    """A filter of the list of registrations that the secretariat shares: an address's query."""

    __tablename__ = "saved_filters"
    __table_args__ = (sa.UniqueConstraint("event_id", "name"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id", ondelete="CASCADE"))
    name: Mapped[str]
    query: Mapped[str]
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
