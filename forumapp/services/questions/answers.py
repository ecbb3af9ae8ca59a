"""What people answered: kept with the registration, and read for many."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.answers import Answers, Given
from forumapp.models import Answer, Person, Question, Registration
from forumapp.services import audit, files
from forumapp.services.audit import Change
from forumapp.services.questions.editions import in_force

AT_ONCE = 500  # registrations whose answers are read in one query
HIDDEN = "•••"  # a confidential answer, in the audit log

ByCode = Mapping[str, Given]


def write(registration: Registration, answers: Answers | None, *, now: datetime) -> None:
    """Keep the answers of a new registration."""
    if answers is None:
        return
    new = {code: given for code, given in answers.given.items() if not given.is_empty}
    if new:
        _insert(registration.id, answers.edition, new.values(), now=now)
        _note(registration, {}, new)


def rewrite(
    registration: Registration, person: Person, answers: Answers | None, *, now: datetime
) -> bool:
    """Keep what is answered now to the questions of an edition, and say whether anything changed.

    An answer that stays keeps its time; those to questions that the edition doesn't ask stay. A
    photo that is answered becomes the person's, and goes with its answer.
    """
    if answers is None:
        return False
    before = of_registration(registration.id)
    changed = _changed(before, answers)
    if not changed:
        return False
    gone = {before[code].file for code in changed if code in before}
    if answers.photo or person.photo in gone - {""}:
        person.photo = answers.photo
    _delete(registration, [given.question_id for given in changed.values()])
    _let_go(gone, registration, now=now)
    new = [given for given in changed.values() if not given.is_empty]
    _insert(registration.id, answers.edition, new, now=now)
    _note(registration, {code: before[code] for code in changed if code in before}, changed)
    return True


def join(stays: Registration, goes: Registration, *, taken: Collection[str], now: datetime) -> None:
    """Have a registration keep, of the answers of another that is the same person's, those to the
    questions `taken`, and to what it hasn't answered itself; the rest is deleted.
    """
    own, others = of_registration(stays.id), of_registration(goes.id)
    moved = {code: given for code, given in others.items() if code in taken or code not in own}
    lost = {code: own[code] for code in moved if code in own}
    left = {code: given for code, given in others.items() if code not in moved}
    _delete(stays, [given.question_id for given in lost.values()])
    _delete(goes, [given.question_id for given in left.values()])
    _let_go({given.file for given in (*lost.values(), *left.values())}, stays, now=now)
    if moved:
        _note(stays, lost, moved)
    db.session.execute(
        sa.update(Answer).filter_by(registration_id=goes.id).values(registration_id=stays.id)
    )


def _delete(registration: Registration, questions: Collection[int]) -> None:
    db.session.execute(
        sa.delete(Answer).where(
            Answer.registration_id == registration.id, Answer.question_id.in_(questions)
        )
    )


def _let_go(keys: set[str], registration: Registration, *, now: datetime) -> None:
    if keys - {""}:
        files.ask(keys - {""}, reason="answer", event_id=registration.event_id, now=now)


def differing(
    registration: Registration, answers: Answers | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """By the fields of the questions, what is answered now and what is kept, where they differ."""
    if answers is None:
        return {}, {}
    before = of_registration(registration.id)
    changed = _changed(before, answers)
    return (
        {f"answer_{code}": _said(given) for code, given in changed.items()},
        {f"answer_{code}": _said(before[code]) if code in before else "" for code in changed},
    )


def _changed(before: ByCode, answers: Answers) -> dict[str, Given]:
    return {
        code: given
        for code, given in answers.given.items()
        if given != before.get(code, Given(question_id=given.question_id))
    }


def _said(given: Given) -> str | tuple[str, ...]:
    return given.name or (given.values if len(given.values) > 1 else "".join(given.values))


def of_registration(registration_id: int) -> dict[str, Given]:
    """The answers of one registration, by the codes of their questions; for those entitled."""
    return of_registrations([registration_id]).get(registration_id, {})


def of_registrations(ids: Collection[int]) -> dict[int, dict[str, Given]]:
    """The same of many, a query for each five hundred."""
    found: dict[int, dict[str, Given]] = {}
    wanted = list(ids)
    for first in range(0, len(wanted), AT_ONCE):
        these = wanted[first : first + AT_ONCE]
        for key, code, *given in db.session.execute(_OF, {"registrations": these}):
            found.setdefault(key, {})[code] = Given(**dict(zip(_GIVEN, given, strict=True)))
    return found


_GIVEN = ("question_id", "values", "file", "media_type", "name")
_OF = (
    sa.select(Answer.registration_id, Question.code, *(getattr(Answer, name) for name in _GIVEN))
    .join(Question, Question.id == Answer.question_id)
    .where(Answer.registration_id.in_(sa.bindparam("registrations", expanding=True)))
)


def _insert(registration_id: int, edition: int, given: Collection[Given], *, now: datetime) -> None:
    if not given:
        return
    db.session.execute(
        sa.insert(Answer),
        [
            {
                "registration_id": registration_id,
                "question_id": one.question_id,
                "edition": edition,
                "values": one.values,
                "file": one.file,
                "media_type": one.media_type,
                "name": one.name,
                "answered_at": now,
            }
            for one in given
        ],
    )


def _note(registration: Registration, before: ByCode, after: ByCode) -> None:
    """Say in the audit log, with the registration, what changed; not what is confidential, in the
    draft or in force.
    """
    asked = in_force(registration.event_id).questions
    secret = {question.code for question in asked if question.confidential} | set(
        db.session.scalars(
            sa.select(Question.code).filter_by(event_id=registration.event_id, confidential=True)
        )
    )
    change = Change(
        object_id=registration.id, before=_told(before, secret), after=_told(after, secret)
    )
    audit.note_all(registration.event_id, "registrations", [change], action="answer")


def _told(answers: ByCode, secret: Collection[str]) -> dict[str, Any]:
    return {
        code: HIDDEN if code in secret and not given.is_empty else given.name or list(given.values)
        for code, given in answers.items()
    }
