"""How long an event keeps what it knows of people: what holds, what is said, and changing it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import Invalid, Stale
from forumapp.domain.questions import Asking, BuiltIn, FormFacts, QuestionFacts, QuestionKind
from forumapp.domain.retention import (
    MOST_DAYS,
    READ_BY,
    USUAL,
    Holding,
    Readers,
    goes_on,
    shortest,
)
from forumapp.domain.text import Translated
from forumapp.models import Disposal, Event, FormEdition, Question, Retention
from forumapp.services import questions
from forumapp.services.access import require
from forumapp.services.privacy import values
from forumapp.services.questions import rows as forms
from forumapp.services.rows import read


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRow:
    """Something that is kept of `people`, until it goes on a day; None: with the event's records.

    One of `field`, `question` and `holding` says what it is; `announced` is the day for which its
    deletion stands announced.
    """

    field: BuiltIn | None = None
    question: QuestionFacts | None = None
    holding: Holding | None = None
    purpose: Translated = Translated()
    readers: Readers
    days: int | None
    people: int
    goes_on: date | None = None
    announced: date | None = None

    @property
    def what(self) -> str:
        """What it is called where its deletion is written down."""
        if self.question is not None:
            return f"question:{self.question.id}"
        return f"field:{self.field}" if self.field else f"holding:{self.holding}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisposalRow:
    """What went, of how many people, and when."""

    what: str
    done_at: datetime
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """All of it; `version` rises with every change of how long holdings are kept."""

    kept: tuple[KeptRow, ...]
    gone: tuple[DisposalRow, ...]
    version: int

    @property
    def days(self) -> Mapping[str, int | None]:
        """How long each holding is kept."""
        return {row.holding.value: row.days for row in self.kept if row.holding}


def keeping(actor: Actor, event_id: int) -> Keeping:
    """What the event keeps of people, for its owner; a constant number of queries."""
    require(actor, Action.GOVERN_DATA, event_id=event_id)
    gone = db.session.scalars(
        sa.select(Disposal)
        .where(Disposal.event_id == event_id, Disposal.done_at.is_not(None))
        .order_by(Disposal.done_at.desc(), Disposal.id.desc())
    )
    return Keeping(
        kept=kept_rows(event_id),
        gone=tuple(read(DisposalRow, row) for row in gone),
        version=sum(row.version for row in _retentions(event_id).values()),
    )


def announced(event_id: int) -> tuple[date, ...]:
    """The days for which something of the event stands announced to go."""
    return tuple(_announced(event_id).values())


def keep_for(
    actor: Actor, event_id: int, days: Mapping[Holding, int | None], *, version: int | None
) -> None:
    """Say for how many days after the event each holding is kept; None as long as its records.

    Raises Stale, and Invalid `out_of_range`.
    """
    require(actor, Action.GOVERN_DATA, event_id=event_id)
    lock(Event, event_id)
    wrong = {h.value: "out_of_range" for h, d in days.items() if d is not None and not _fits(d)}
    if wrong:
        raise Invalid(wrong, {"low": 0, "high": MOST_DAYS})
    known = _retentions(event_id)
    _check(known, days, version)
    for holding, count in days.items():
        row = known.get(holding)
        if row is None and count != USUAL[holding]:
            db.session.add(Retention(event_id=event_id, holding=holding, days=count))
        elif row is not None and row.days != count:
            row.days = count
    db.session.flush()


def _fits(days: int) -> bool:
    return 0 <= days <= MOST_DAYS


def _check(
    known: Mapping[Holding, Retention], days: Mapping[Holding, int | None], version: int | None
) -> None:
    current = sum(row.version for row in known.values())
    theirs = {holding: _days(known, holding) for holding in days}
    differing = {holding for holding in days if days[holding] != theirs[holding]}
    if version is not None and version != current and differing:
        raise Stale(
            yours={holding.value: days[holding] for holding in differing},
            theirs={holding.value: theirs[holding] for holding in differing},
            version=current,
        )


def kept_rows(event_id: int) -> tuple[KeptRow, ...]:
    """Fields in their order, then questions, then holdings."""
    ends_on = db.session.get_one(Event, event_id).ends_on
    announced = _announced(event_id)
    form, editions = questions.in_force(event_id), _editions(event_id)
    rows = (
        *_fields(event_id, form, editions),
        *_questions(event_id, form, editions),
        *_holdings(event_id),
    )
    return tuple(
        replace(row, goes_on=goes_on(ends_on, row.days), announced=announced.get(row.what))
        for row in rows
    )


def _fields(event_id: int, form: FormFacts, editions: Mapping[int, FormFacts]) -> Iterator[KeptRow]:
    """Those that are asked, or were and are still known of somebody.

    None is kept longer than the form said to whoever is registered when they registered.
    """
    people = values.people_by_field(event_id)
    said = [editions[number].fields for number in values.editions_registered_by(event_id)]
    for field, facts in form.fields.items():
        if people[field] or facts.asking is not Asking.NOT_ASKED:
            yield KeptRow(
                field=field,
                purpose=facts.purpose,
                readers=READ_BY[field],
                days=shortest(facts.retention_days, *(one[field].retention_days for one in said)),
                people=people[field],
            )


def _questions(
    event_id: int, form: FormFacts, editions: Mapping[int, FormFacts]
) -> Iterator[KeptRow]:
    """Each that takes an answer. None is kept longer than was said to whoever answered it."""
    people = values.people_by_question(event_id)
    said = {
        (question.id, number): question.retention_days
        for number, edition in editions.items()
        for question in edition.questions
    }
    asked = {question.id: question for question in form.questions}
    table = db.session.scalars(
        sa.select(Question).filter_by(event_id=event_id).order_by(Question.position, Question.id)
    )
    for row in table:
        facts = asked.get(row.id) or forms.facts(row)
        answered = people.get(row.id, {})
        if facts.kind is QuestionKind.SECTION or not (answered or row.id in asked):
            continue
        yield KeptRow(
            question=facts,
            purpose=facts.purpose,
            readers=Readers.DECIDING if facts.confidential else Readers.REGISTRATIONS,
            days=shortest(facts.retention_days, *(said.get((row.id, n)) for n in answered)),
            people=sum(answered.values()),
        )


def _editions(event_id: int) -> Mapping[int, FormFacts]:
    """Every edition of the form by its number, and what was asked before there was one."""
    found = db.session.execute(
        sa.select(FormEdition.number, FormEdition.content).filter_by(event_id=event_id)
    )
    return {0: FormFacts()} | {number: forms.form(number, content) for number, content in found}


def _holdings(event_id: int) -> Iterator[KeptRow]:
    people, known = values.people_by_holding(event_id), _retentions(event_id)
    for holding in Holding:
        yield KeptRow(
            holding=holding,
            readers=READ_BY[holding],
            days=_days(known, holding),
            people=people[holding],
        )


def _days(known: Mapping[Holding, Retention], holding: Holding) -> int | None:
    return known[holding].days if holding in known else USUAL[holding]


def _retentions(event_id: int) -> Mapping[Holding, Retention]:
    found = db.session.scalars(sa.select(Retention).filter_by(event_id=event_id))
    return {row.holding: row for row in found}


def _announced(event_id: int) -> Mapping[str, date]:
    found = db.session.execute(
        sa.select(Disposal.what, Disposal.due_on).filter_by(event_id=event_id, done_at=None)
    )
    return dict(found.all())
