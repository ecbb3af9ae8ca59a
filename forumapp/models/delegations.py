"""Delegations of states and organisations, and what they are asked for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forumapp.db import Base, TranslatedText, UtcDateTime, Versioned
from forumapp.db.base import codes
from forumapp.domain.delegations import CredentialStatus, DelegationCategory, ExtensionStatus
from forumapp.domain.events import Mode
from forumapp.domain.text import Translated


class Delegation(Versioned, Base):
    """A delegation: a country code, or the name of an organisation. Quotas None mean no limit.

    `link_version` is that of the focal point's link, 0 before they were invited; `lot` the place
    that the last draw gave it, counted from 1. `bounced_email` is the last address of a focal point
    from which a mail came back for good.
    """

    __tablename__ = "delegations"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    category: Mapped[DelegationCategory] = mapped_column(codes(DelegationCategory))
    country: Mapped[str] = mapped_column(default="")
    name: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    hosting: Mapped[bool] = mapped_column(default=False)
    quota_room: Mapped[int | None]
    quota_online: Mapped[int | None]
    focal_name: Mapped[str] = mapped_column(default="")
    focal_email: Mapped[str] = mapped_column(default="")
    focal_locale: Mapped[str] = mapped_column(default="en")
    link_version: Mapped[int] = mapped_column(default=0)
    invited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    nominations_close_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lot: Mapped[int | None]
    bounced_email: Mapped[str] = mapped_column(default="", server_default="")


class PartQuota(Versioned, Base):
    """How many of a delegation may take part in one part, in one mode."""

    __tablename__ = "quotas"
    __table_args__ = (sa.UniqueConstraint("delegation_id", "part_id", "mode"),)

    delegation_id: Mapped[int] = mapped_column(sa.ForeignKey("delegations.id", ondelete="CASCADE"))
    part_id: Mapped[int] = mapped_column(sa.ForeignKey("parts.id", ondelete="CASCADE"), index=True)
    mode: Mapped[Mode] = mapped_column(codes(Mode))
    seats: Mapped[int]


class Credential(Versioned, Base):
    """The letter that names a delegation; `file` is a key of the file store, empty without one."""

    __tablename__ = "credentials"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    delegation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("delegations.id", ondelete="CASCADE"), unique=True
    )
    status: Mapped[CredentialStatus] = mapped_column(
        codes(CredentialStatus), default=CredentialStatus.MISSING
    )
    issuer: Mapped[str] = mapped_column(default="")
    signatory: Mapped[str] = mapped_column(default="")
    rank: Mapped[str] = mapped_column(default="")
    file: Mapped[str] = mapped_column(default="")
    media_type: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked_by: Mapped[str] = mapped_column(default="")
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Extension(Versioned, Base):
    """What a focal point asked for after the deadline, and what was answered."""

    __tablename__ = "extensions"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    delegation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("delegations.id", ondelete="CASCADE"), index=True
    )
    status: Mapped[ExtensionStatus] = mapped_column(codes(ExtensionStatus))
    reason: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(default="")
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Draw(Base):
    """A draw of the order of countries: `result` is the order that the seed gave, for good."""

    __tablename__ = "draws"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    seed: Mapped[str]
    result: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    drawn_by: Mapped[str]
    drawn_at: Mapped[datetime] = mapped_column(UtcDateTime)
