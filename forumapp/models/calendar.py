"""Invitations: what each person was last told of each session that they are invited to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forumapp.db import Base, UtcDateTime
from forumapp.db.base import codes
from forumapp.domain.invitations import Answer, Method


class Invitation(Base):
    """One person's calendar entry of one session (RFC 5546).

    The session is named by its key, since the entry outlives it. `sequence`, `method` and `told`
    are those of the last message; `told` holds what it said of time, place and title.
    """

    __tablename__ = "invitations"
    __table_args__ = (sa.UniqueConstraint("person_id", "session_key"),)

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"))
    session_key: Mapped[str] = mapped_column(index=True)
    uid: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    method: Mapped[Method] = mapped_column(codes(Method))
    told: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[Answer] = mapped_column(codes(Answer), default=Answer.NEEDS_ACTION)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
