"""Each event's own questions, the editions of its form, and what people answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forumapp.db import Base, Codes, TranslatedText, UtcDateTime, Versioned
from forumapp.db.base import codes
from forumapp.domain.questions import Asking, BuiltIn, QuestionKind
from forumapp.domain.text import Translated


class Question(Versioned, Base):
    """A question as it is being edited; forms ask what the latest edition says.

    `options` are `{"code", "label", "retired"}`, `condition` is `{"question", "kind", "values"}`
    with the code of another, or empty; `categories` and `parts` are numbers. A question that was
    answered is retired rather than deleted.
    """

    __tablename__ = "questions"
    __table_args__ = (sa.UniqueConstraint("event_id", "code"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=0)
    code: Mapped[str]
    kind: Mapped[QuestionKind] = mapped_column(codes(QuestionKind))
    label: Mapped[Translated] = mapped_column(TranslatedText)
    help: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    purpose: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    options: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    required: Mapped[bool] = mapped_column(default=False)
    retention_days: Mapped[int | None]
    condition: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    categories: Mapped[list[int]] = mapped_column(sa.JSON, default=list)
    parts: Mapped[list[int]] = mapped_column(sa.JSON, default=list)
    modes: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    confidential: Mapped[bool] = mapped_column(default=False)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FormField(Versioned, Base):
    """How an event asks a built-in field, where it differs from the usual."""

    __tablename__ = "form_fields"
    __table_args__ = (sa.UniqueConstraint("event_id", "built_in"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id", ondelete="CASCADE"))
    built_in: Mapped[BuiltIn] = mapped_column(codes(BuiltIn))
    asking: Mapped[Asking] = mapped_column(codes(Asking))
    purpose: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    retention_days: Mapped[int | None]


class FormEdition(Base):
    """The form as it was published; its content never changes. The latest is in force."""

    __tablename__ = "form_editions"
    __table_args__ = (sa.UniqueConstraint("event_id", "number"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id", ondelete="CASCADE"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[str]


class Answer(Base):
    """What somebody answered to an edition's question: values, or a file of the store.

    `name` is what the file was called where it came from.
    """

    __tablename__ = "answers"
    __table_args__ = (sa.UniqueConstraint("registration_id", "question_id"),)

    registration_id: Mapped[int] = mapped_column(
        sa.ForeignKey("registrations.id", ondelete="CASCADE")
    )
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id"), index=True)
    edition: Mapped[int]
    values: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    file: Mapped[str] = mapped_column(default="")
    media_type: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
