"""What a participant agreed to: when, what for, and taking it back or giving it in a click."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.answers import Answers, Given
from forumapp.domain.errors import NotFound
from forumapp.domain.questions import NO, YES, Asking, BuiltIn, QuestionKind, Who, asked
from forumapp.domain.registration import SeatStatus
from forumapp.domain.text import Translated
from forumapp.models import Answer, AuditEntry, Person, Question, Registration, Seat
from forumapp.services import files, questions
from forumapp.services.access import act_as, require
from forumapp.services.privacy import snapshots
from forumapp.services.questions import answers
from forumapp.services.questions import rows as forms
from forumapp.services.registration.rows import hold

LISTED = BuiltIn.LISTED.value  # the consent that every form has; others go by their question


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRow:
    """A consent that was given or not, `since` an instant; None where it was never answered.

    `text` is empty for the consent to be listed; who takes part must give a `required` one.
    """

    code: str
    text: Translated = Translated()
    purpose: Translated = Translated()
    required: bool = False
    given: bool
    since: datetime | None


def own_consents(actor: Actor) -> tuple[ConsentRow, ...]:
    """The consents that are asked of the acting participant, or were; none without registration."""
    require(actor, Action.OWN_PARTICIPATION)
    registration = db.session.scalar(sa.select(Registration).filter_by(person_id=actor.person_id))
    return tuple(_consents(registration)) if registration is not None else ()


def set_own_consent(actor: Actor, code: str, *, given: bool, now: datetime) -> None:
    """Give a consent or take it back, whatever the time: it holds at once, also in public lists.

    Raises NotFound for what isn't asked, and once the person is erased.
    """
    require(actor, Action.OWN_PARTICIPATION)
    key = db.session.scalar(sa.select(Registration.id).filter_by(person_id=actor.person_id))
    if key is None:
        raise NotFound
    registration, person = hold(key)
    act_as(Actor(name="participant"), event_id=registration.event_id)
    found = next((row for row in _consents(registration) if row.code == code), None)
    if found is None:
        raise NotFound
    if found.given == given:
        return
    if code == LISTED:
        _list(registration, given=given, now=now)
    else:
        _answer(registration, person, code, given=given, now=now)


def _consents(registration: Registration) -> Iterator[ConsentRow]:
    form = questions.in_force(registration.event_id)
    field = form.fields[BuiltIn.LISTED]
    if registration.listed or field.asking is not Asking.NOT_ASKED:
        yield ConsentRow(
            code=LISTED,
            purpose=field.purpose,
            given=registration.listed,
            since=_listed_since(registration),
        )
    kept = _answers(registration.id)
    values = {code: answer.values for code, (_, answer) in kept.items()}
    known = {code: forms.facts(question) for code, (question, _) in kept.items()}
    known |= {question.code: question for question in asked(form, _who(registration), values)}
    for code, facts in known.items():
        if facts.kind is QuestionKind.CONSENT:
            answer = kept[code][1] if code in kept else None
            yield ConsentRow(
                code=code,
                text=facts.label,
                purpose=facts.purpose,
                required=facts.required,
                given=answer is not None and answer.values == (YES,),
                since=answer.answered_at if answer else None,
            )


def _answers(registration_id: int) -> dict[str, tuple[Question, Answer]]:
    """Everything that was answered, by the code of its question."""
    found = db.session.execute(
        sa.select(Question, Answer)
        .join(Answer, Answer.question_id == Question.id)
        .where(Answer.registration_id == registration_id)
        .order_by(Question.position, Question.id)
        .execution_options(populate_existing=True)
    )
    return {question.code: (question, answer) for question, answer in found}


def _who(registration: Registration) -> Who:
    country = db.session.scalar(sa.select(Person.country).filter_by(id=registration.person_id))
    seats = db.session.execute(
        sa.select(Seat.part_id, Seat.mode).where(
            Seat.registration_id == registration.id, Seat.status != SeatStatus.RELEASED
        )
    )
    return Who(category_id=registration.category_id, parts=dict(seats.all()), country=country or "")


def _listed_since(registration: Registration) -> datetime:
    """When the log last heard of it, from whomever."""
    entries = db.session.execute(
        sa.select(AuditEntry.at, AuditEntry.after)
        .where(
            AuditEntry.event_id == registration.event_id,
            AuditEntry.noun == "registrations",
            AuditEntry.object_id == registration.id,
        )
        .order_by(AuditEntry.id.desc())
    )
    said = (at for at, after in entries if BuiltIn.LISTED in (after or {}))
    return next(said, registration.created_at)


def _list(registration: Registration, *, given: bool, now: datetime) -> None:
    registration.listed = given
    db.session.flush()
    if not given:
        gone = snapshots.unlist(registration.event_id, registration.person_id, now=now)
        files.ask(gone, reason="unlisted", event_id=registration.event_id, now=now)


def _answer(
    registration: Registration, person: Person, code: str, *, given: bool, now: datetime
) -> None:
    question = db.session.scalars(
        sa.select(Question).filter_by(event_id=registration.event_id, code=code)
    ).one()
    answer = Given(question_id=question.id, values=(YES if given else NO,))
    edition = questions.in_force(registration.event_id).number
    said = Answers(edition=edition, given={code: answer})
    answers.rewrite(registration, person, said, now=now)
