"""Reading answers: whose questions an actor may read, what was said to them, and their files."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor, can
from forumapp.domain.answers import Given
from forumapp.domain.errors import NotFound
from forumapp.domain.questions import QuestionFacts, QuestionKind
from forumapp.models import Answer, Question, Registration
from forumapp.services import audit
from forumapp.services.access import require
from forumapp.services.questions import rows
from forumapp.services.questions.answers import of_registrations
from forumapp.services.questions.editions import in_force

MOST_LINES, LONGEST_LINE = 60, 60  # different answers, and characters of one
Lines = Mapping[str, Sequence[str]]  # short answers by the code of the question
Answered = Mapping[int, Mapping[str, Given]]  # by registration, then by the code of the question


def known(actor: Actor, event_id: int) -> tuple[QuestionFacts, ...]:
    """The questions whose answers the actor may read, as they are asked now, in two queries.

    Those that aren't asked any more but were answered come last.
    """
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    asked = in_force(event_id).questions
    before = db.session.scalars(
        sa.select(Question)
        .where(
            Question.event_id == event_id,
            Question.id.not_in([question.id for question in asked]),
            sa.exists().where(Answer.question_id == Question.id),
        )
        .order_by(Question.position, Question.id)
    )
    decides = _decides(actor, event_id)
    return tuple(
        question
        for question in (*asked, *(rows.facts(row) for row in before))
        if question.kind is not QuestionKind.SECTION and (decides or not question.confidential)
    )


def _decides(actor: Actor, event_id: int) -> bool:
    return can(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)


def answers_of(actor: Actor, event_id: int, ids: Collection[int]) -> Answered:
    """What these registrations answered to the questions that `known` has; of others nothing."""
    readable = {question.code for question in known(actor, event_id)}
    own = db.session.scalars(
        sa.select(Registration.id).where(
            Registration.event_id == event_id, Registration.id.in_(ids)
        )
    )
    return {
        key: {code: given for code, given in found.items() if code in readable}
        for key, found in of_registrations(set(own)).items()
    }


def editions_of(actor: Actor, event_id: int, registration_id: int) -> tuple[int, ...]:
    """The numbers of the editions of the form to which a registration's answers were given."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    return tuple(
        db.session.scalars(
            sa.select(Answer.edition)
            .join(Registration, Registration.id == Answer.registration_id)
            .where(Registration.id == registration_id, Registration.event_id == event_id)
            .distinct()
            .order_by(Answer.edition)
        )
    )


def lines(actor: Actor, event_id: int) -> Lines:
    """What was answered to questions that have no codes, where lists can go by it: short lines
    and few different ones; by the question's code, in one query.
    """
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    text = sa.cast(Answer.values, sa.Text)
    found = db.session.execute(
        sa.select(Question.code, text)
        .join(Answer, Answer.question_id == Question.id)
        .where(
            Question.event_id == event_id,
            Question.kind.in_([kind for kind in QuestionKind if kind.is_line]),
            *(() if _decides(actor, event_id) else (Question.confidential.is_(False),)),
        )
        .group_by(Question.code, text)
    )
    said: dict[str, list[str]] = {}
    for code, values in found:
        said.setdefault(code, []).extend(json.loads(values))
    return {
        code: sorted(given, key=lambda line: line.zfill(20) if line.isdecimal() else line)
        for code, given in said.items()
        if len(given) <= MOST_LINES and all(len(line) <= LONGEST_LINE for line in given)
    }


def file_of(actor: Actor, event_id: int, registration_id: int, code: str) -> Given:
    """The file that somebody answered a question with; the look is written down. NotFound.

    An identity document isn't given out here.
    """
    asked = {q.code: q for q in known(actor, event_id)}
    given = answers_of(actor, event_id, [registration_id]).get(registration_id, {}).get(code)
    if given is None or not given.file or asked[code].kind.is_sealed:
        raise NotFound
    audit.note(actor, event_id, action="view_file", noun="registrations", object_id=registration_id)
    return given


def shared_file(actor: Actor, event_id: int, registration_id: int, code: str) -> Given:
    """The same for a focal point whom the registration concerns, which the caller has asked.

    What is confidential, in the draft or in force, isn't given out: NotFound.
    """
    given = of_registrations([registration_id]).get(registration_id, {}).get(code)
    drafted = db.session.scalar(
        sa.select(Question.confidential).filter_by(event_id=event_id, code=code)
    )
    asked = (q.confidential for q in in_force(event_id).questions if q.code == code)
    if given is None or not given.file or drafted or any(asked):
        raise NotFound
    audit.note(actor, event_id, action="view_file", noun="registrations", object_id=registration_id)
    return given


def own_file(actor: Actor, code: str) -> Given:
    """The same of the acting participant's own."""
    require(actor, Action.OWN_PARTICIPATION)
    number = db.session.scalar(sa.select(Registration.id).filter_by(person_id=actor.person_id))
    given = of_registrations([number or 0]).get(number or 0, {}).get(code)
    if given is None or not given.file or given.file.endswith(".sealed"):
        raise NotFound
    return given


def fulfils(event_id: int, code: str, value: str) -> sa.ColumnElement[bool]:
    """Whether a registration answered this value, `ANY` for any, `NONE` for nothing."""
    said = (
        sa.select(Answer.registration_id)
        .join(Question, Question.id == Answer.question_id)
        .where(Question.event_id == event_id, Question.code == code)
    )
    if value in (ANY, NONE):
        found = Registration.id.in_(said)
        return found if value == ANY else sa.not_(found)
    text = sa.cast(Answer.values, sa.Text)
    return Registration.id.in_(said.where(text.contains(json.dumps(value), autoescape=True)))


ANY, NONE = "*", "-"
