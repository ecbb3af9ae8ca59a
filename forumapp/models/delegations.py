"""Delegations of states and organisations."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forumapp.db import Base, TranslatedText, Versioned
from forumapp.db.base import codes
from forumapp.domain.delegations import DelegationCategory
from forumapp.domain.text import Translated


class Delegation(Versioned, Base):
    """A delegation: a country code, or the name of an organisation. Quotas None mean no limit."""

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
