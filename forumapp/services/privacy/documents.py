"""Identity documents: opened by who decides registrations, and every look is written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import NotFound
from forumapp.domain.questions import QuestionKind
from forumapp.domain.text import Translated
from forumapp.models import Answer, Question, Registration
from forumapp.services import audit
from forumapp.services.access import require


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A document that somebody handed in; `file` is a key of the store, sealed."""

    id: int
    question: Translated
    file: str
    media_type: str
    answered_at: datetime


def documents(actor: Actor, event_id: int, registration_id: int) -> tuple[DocumentRow, ...]:
    """Those of one registration, in the order of their questions."""
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    found = db.session.execute(_of(event_id, registration_id).order_by(Question.position))
    return tuple(_row(answer, label) for answer, label in found)


def document(actor: Actor, event_id: int, registration_id: int, key: int) -> DocumentRow:
    """One of them, to be looked at: the look is written down. NotFound for any other."""
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    found = db.session.execute(_of(event_id, registration_id).where(Answer.id == key)).first()
    if found is None:
        raise NotFound
    audit.note(
        actor, event_id, action="view_document", noun="registrations", object_id=registration_id
    )
    return _row(*found)


def _of(event_id: int, registration_id: int) -> sa.Select[Answer, Translated]:
    return (
        sa.select(Answer, Question.label)
        .join(Question, Question.id == Answer.question_id)
        .join(Registration, Registration.id == Answer.registration_id)
        .where(
            Registration.event_id == event_id,
            Registration.id == registration_id,
            Question.kind == QuestionKind.IDENTITY_DOCUMENT,
            Answer.file != "",
        )
    )


def _row(answer: Answer, label: Translated) -> DocumentRow:
    return DocumentRow(
        id=answer.id,
        question=label,
        file=answer.file,
        media_type=answer.media_type,
        answered_at=answer.answered_at,
    )
