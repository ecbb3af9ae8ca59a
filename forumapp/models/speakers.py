"""The speaker lists of sessions."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forumapp.db import Base, TranslatedText, Versioned
from forumapp.db.base import codes
from forumapp.domain.speakers import SpeakerMode, SpeakerStatus, SpeakingPart
from forumapp.domain.text import Translated


class Speaker(Versioned, Base):
    """One line of a speaker list, with the text handed in (Markdown) for the proceedings."""

    __tablename__ = "speakers"

    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("sessions.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    part: Mapped[SpeakingPart] = mapped_column(codes(SpeakingPart))
    minutes: Mapped[int] = mapped_column(default=0)
    mode: Mapped[SpeakerMode] = mapped_column(codes(SpeakerMode), default=SpeakerMode.ROOM)
    status: Mapped[SpeakerStatus] = mapped_column(
        codes(SpeakerStatus), default=SpeakerStatus.INVITED
    )
    topic: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    text: Mapped[str] = mapped_column(default="")
    text_language: Mapped[str] = mapped_column(default="en")
