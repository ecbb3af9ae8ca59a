"""Writing questions down, putting them in order, and retiring them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import Conflict, Invalid
from forumapp.domain.events import Mode
from forumapp.domain.questions import (
    MOST_DAYS,
    MOST_OPTIONS,
    MOST_QUESTIONS,
    Option,
    QuestionFacts,
    QuestionKind,
    code_from,
)
from forumapp.domain.text import Translated
from forumapp.models import Answer, Category, Event, Part, Question
from forumapp.services.access import require
from forumapp.services.events.checks import Checks
from forumapp.services.order import moved, renumber
from forumapp.services.questions import rows
from forumapp.services.questions.conditions import cleaned_condition
from forumapp.services.questions.editions import in_force
from forumapp.services.rows import assign, one, remove

Label = tuple[str, Translated]  # the code of an option, empty for a new one, and what it says


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    """A question of the draft, or a retired one, and how many have answered it."""

    version: int
    facts: QuestionFacts
    retired_at: datetime | None
    answers: int


def listed(actor: Actor, event_id: int) -> tuple[QuestionRow, ...]:
    """The event's questions in their order, retired ones last; two queries."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    counts = dict(
        db.session.execute(
            sa.select(Answer.question_id, sa.func.count())
            .join(Question, Question.id == Answer.question_id)
            .where(Question.event_id == event_id)
            .group_by(Answer.question_id)
        ).all()
    )
    found = sorted(_all(event_id), key=lambda row: row.retired_at is not None)
    return tuple(_row(row, counts.get(row.id, 0)) for row in found)


def get(actor: Actor, event_id: int, key: int) -> QuestionRow:
    """One of them; NotFound when the event has none of this number."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    return _row(one(Question, key, event_id=event_id), _answers(key))


def add(actor: Actor, event_id: int, kind: QuestionKind, *, values: Mapping[str, Any]) -> int:
    """Write a question down at the end and return its number. Raises Invalid as `save` does, and
    Conflict `too_many`.
    """
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    lock(Event, event_id)
    others = _all(event_id)
    if len(others) >= MOST_QUESTIONS:
        raise Conflict("too_many")
    cleaned = _cleaned(kind, values, before=(), event_id=event_id, own_code="")
    label: Translated = cleaned["label"]
    code = code_from(
        label.pick("en"), {row.code for row in others}, otherwise=f"question_{len(others) + 1}"
    )
    position = max((row.position for row in others), default=0) + 1
    added = Question(event_id=event_id, kind=kind, code=code, position=position, **cleaned)
    db.session.add(added)
    db.session.flush()
    return added.id


def save(
    actor: Actor, event_id: int, key: int, *, values: Mapping[str, Any], version: int | None
) -> None:
    """Change a question; forms ask it so once the draft is published.

    `options` are pairs of code and label: a code that is left out is retired where it may have been
    an answer. Raises Stale, and Invalid `required`, `too_many_characters`, `out_of_range`,
    `not_a_choice`, `too_many_options`, `option_in_use`, `nothing_chosen`,
    `not_a_number`.
    """
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    target = one(Question, key, event_id=event_id)
    before = rows.facts(target).options
    cleaned = _cleaned(target.kind, values, before=before, event_id=event_id, own_code=target.code)
    _keep_named(target, cleaned["options"])
    assign(target, cleaned, version=version)
    db.session.flush()


def move(actor: Actor, event_id: int, key: int, *, down: bool) -> None:
    """Change places with the neighbour."""
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    one(Question, key, event_id=event_id)
    lock(Event, event_id)
    renumber(moved(_in_use(event_id), key, down=down))


def arrange(actor: Actor, event_id: int, order: Sequence[int]) -> None:
    """Put the questions in this order of their numbers; those that it doesn't name come after."""
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    lock(Event, event_id)
    places = {key: place for place, key in enumerate(order)}
    renumber(sorted(_in_use(event_id), key=lambda row: places.get(row.id, len(places))))


def drop(actor: Actor, event_id: int, key: int, *, now: datetime) -> bool:
    """Take a question out of the draft, and say whether it was deleted.

    One that is asked now, or was answered, is retired: its answers stay. Conflict `in_use`, with
    the question among its facts, while the condition of another speaks of it.
    """
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    lock(Event, event_id)
    target = one(Question, key, event_id=event_id)
    for other in _in_use(event_id):
        if other.condition and other.condition["question"] == target.code:
            raise Conflict("in_use", {"question": other.label})
    if not (_answers(key) or _is_asked(target)):
        remove(target)
        return True
    target.retired_at = now
    db.session.flush()
    return False


def bring_back(actor: Actor, event_id: int, key: int) -> None:
    """Put a retired question at the end of the draft again."""
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    lock(Event, event_id)
    target = one(Question, key, event_id=event_id)
    target.retired_at = None
    target.position = max(row.position for row in _all(event_id)) + 1
    db.session.flush()


def _cleaned(
    kind: QuestionKind,
    values: Mapping[str, Any],
    *,
    before: Sequence[Option],
    event_id: int,
    own_code: str,
) -> dict[str, Any]:
    """The columns that the values fill; what doesn't belong to the kind stays empty."""
    checks = Checks(values)
    answered = kind is not QuestionKind.SECTION
    cleaned = {
        "label": checks.texts("label", rows=kind is QuestionKind.CONSENT, required=True),
        "help": checks.texts("help", rows=True),
        "purpose": checks.texts("purpose") if answered else Translated(),
        "options": _options(checks, before) if kind.has_options else [],
        "required": answered and checks.flag("required"),
        "retention_days": checks.number("retention_days", least=0, most=MOST_DAYS),
        "confidential": kind.is_sealed or (answered and checks.flag("confidential")),
        "condition": cleaned_condition(checks, _others(event_id, own_code)),
        "categories": _numbers(checks, "categories", Category, event_id),
        "parts": _numbers(checks, "parts", Part, event_id),
        "modes": checks.codes("modes", list(Mode)),
    }
    if (
        kind.is_sealed
        and cleaned["retention_days"] is None
        and "retention_days" not in checks.errors
    ):
        checks.refuse("retention_days", "required")  # nobody's passport is kept for ever
    checks.finish()
    return cleaned


def _options(checks: Checks, before: Sequence[Option]) -> list[dict[str, Any]]:
    """The options as given, then those that are offered no more."""
    given: Sequence[Label] = [pair for pair in checks.given.get("options") or () if pair[1]]
    known = {option.code: option for option in before}
    made: dict[str, Option] = {}
    for code, label in given:
        taken = known.keys() | made.keys()
        is_new = code not in known or code in made
        named = code_from(label.pick("en"), taken, otherwise=f"option_{len(taken) + 1}")
        own = named if is_new else code
        made[own] = Option(code=own, label=label)
    if not made:
        checks.refuse("options", "required")
    if len(made) > MOST_OPTIONS:
        checks.refuse("options", "too_many_options", most=MOST_OPTIONS)
    gone = (
        Option(code=option.code, label=option.label, retired=True)
        for code, option in known.items()
        if code not in made
    )
    return rows.plain_options((*made.values(), *gone))


def _keep_named(target: Question, options: Sequence[Mapping[str, Any]]) -> None:
    """Refuse to take an answer out of the choice while the condition of another names it."""
    gone = {one["code"] for one in options if one["retired"]}
    for other in _in_use(target.event_id):
        named = rows.condition(other.condition)
        if named and named.question == target.code and gone.intersection(named.values):
            raise Invalid({"options": "option_in_use"}, {"options": {"question": other.label}})


def _others(event_id: int, own_code: str) -> dict[str, QuestionFacts]:
    """The questions that a condition may speak of: any other that isn't retired."""
    return {row.code: rows.facts(row) for row in _in_use(event_id) if row.code != own_code}


def _numbers(checks: Checks, name: str, model: type[Any], event_id: int) -> list[int]:
    wanted = {int(key) for key in checks.given.get(name) or ()}
    known = set(db.session.scalars(sa.select(model.id).filter_by(event_id=event_id)))
    if wanted - known:
        checks.refuse(name, "not_a_choice")
    return sorted(wanted & known)


def _row(row: Question, answers: int) -> QuestionRow:
    return QuestionRow(
        version=row.version, facts=rows.facts(row), retired_at=row.retired_at, answers=answers
    )


def _all(event_id: int) -> Sequence[Question]:
    return db.session.scalars(
        sa.select(Question).filter_by(event_id=event_id).order_by(Question.position, Question.id)
    ).all()


def _in_use(event_id: int) -> list[Question]:
    return [row for row in _all(event_id) if row.retired_at is None]


def _answers(key: int) -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(Answer.question_id == key)) or 0


def _is_asked(target: Question) -> bool:
    return target.id in {question.id for question in in_force(target.event_id).questions}
