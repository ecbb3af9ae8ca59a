"""What an event holds of people: how many have each thing, and making it go.

Who speaks keeps what the programme prints of them: that is no secret, and releases have it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.mail import MailState
from forumapp.domain.privacy import ERASED
from forumapp.domain.questions import BuiltIn
from forumapp.domain.retention import READ_BY, Holding, Readers
from forumapp.models import (
    Answer,
    FormEdition,
    Invitation,
    Job,
    Join,
    LostStar,
    Mail,
    Mark,
    Person,
    PersonalCode,
    Question,
    Registration,
    Scan,
    Session,
    Speaker,
    Star,
)
from forumapp.services.mail.outbox import job_key
from forumapp.services.privacy.traces import forget_answers, forget_columns

AT_ONCE = 500  # people whose rows are written in one statement
_REGISTRATIONS = (BuiltIn.ACCESS_NEEDS, BuiltIn.DIETARY_NEEDS, BuiltIn.LISTED)
_SETTLED = Mail.state.not_in((MailState.QUEUED, MailState.HANDING_OVER))
_SPEAKS = sa.exists().where(Speaker.person_id == Person.id)


def people_by_field(event_id: int) -> Mapping[BuiltIn, int]:
    """How many of those registered have something in each field that may go; one query."""
    counted = [
        sa.func.count(sa.case((_has(field), Person.id)))  # what isn't so counts as NULL
        for field in BuiltIn
    ]
    found = db.session.execute(
        sa.select(*counted)
        .join(Registration, Registration.person_id == Person.id)
        .where(Person.event_id == event_id, Person.erased_at.is_(None))
    ).one()
    return dict(zip(BuiltIn, found, strict=True))


def editions_registered_by(event_id: int) -> tuple[int, ...]:
    """The editions of the form that were in force when somebody registered; 0: before the first."""
    in_force = (
        sa.select(sa.func.coalesce(sa.func.max(FormEdition.number), 0))
        .where(
            FormEdition.event_id == event_id, FormEdition.published_at <= Registration.created_at
        )
        .correlate(Registration)
        .scalar_subquery()
    )
    return tuple(
        db.session.scalars(
            sa.select(in_force)
            .select_from(Registration)
            .join(Person, Person.id == Registration.person_id)
            .where(Registration.event_id == event_id, Person.erased_at.is_(None))
            .distinct()
        )
    )


def people_by_question(event_id: int) -> Mapping[int, Mapping[int, int]]:
    """How many answered each question, by the edition of the form that they answered."""
    rows = db.session.execute(
        sa.select(Answer.question_id, Answer.edition, sa.func.count())
        .join(Question, Question.id == Answer.question_id)
        .where(Question.event_id == event_id)
        .group_by(Answer.question_id, Answer.edition)
    )
    found: dict[int, dict[int, int]] = {}
    for question_id, edition, count in rows:
        found.setdefault(question_id, {})[edition] = count
    return found


def people_by_holding(event_id: int) -> Mapping[Holding, int]:
    """Of how many people each holding is; a query each."""
    return {holding: _count(of(event_id)) for holding, of in _WHOSE.items()}


def _count(whose: sa.Select[Any]) -> int:
    of = whose.subquery()
    return db.session.scalar(sa.select(sa.func.count(sa.distinct(of.c[0])))) or 0


def drop_field(event_id: int, field: BuiltIn) -> None:
    """Empty a field of everyone registered, in their rows and in what the log says of them."""
    whose = (
        sa.select(Person.id)
        .join(Registration, Registration.person_id == Person.id)
        .where(Person.event_id == event_id, _has(field))
    )
    model = Registration if field in _REGISTRATIONS else Person
    column = Registration.person_id if model is Registration else Person.id
    ids = db.session.scalars(whose).all()
    emptied = {field.value: _empty(field), **_BESIDE.get(field, {})}
    for first in range(0, len(ids), AT_ONCE):
        these = ids[first : first + AT_ONCE]
        db.session.execute(
            sa.update(model).where(column.in_(these)).values(version=model.version + 1, **emptied)
        )
        if field in (BuiltIn.EMAIL, BuiltIn.PRINTED_NAME):
            _forget_marks(these)
    if field is BuiltIn.EMAIL:
        _empty_mails(event_id, facts=False)
    forget_columns(event_id, {field.value, *_BESIDE.get(field, {})})


_BESIDE: Mapping[BuiltIn, Mapping[str, str]] = {
    BuiltIn.PRINTED_NAME: {"family_name": ""},
    BuiltIn.EMAIL: {"bounced_email": ""},
}


def _has(field: BuiltIn) -> sa.ColumnElement[bool]:
    column: Any = getattr(Registration if field in _REGISTRATIONS else Person, field.value)
    some: sa.ColumnElement[bool]
    if field is BuiltIn.LISTED:
        some = column.is_(True)
    elif field in (BuiltIn.TITLE, BuiltIn.ORGANISATION):
        some = sa.cast(column, sa.Text).not_in(("{}", "null"))
    else:
        some = column.not_in(("", ERASED))
    return sa.and_(some, ~_SPEAKS) if READ_BY[field] is Readers.EVERYONE else some


def _empty(field: BuiltIn) -> Any:
    if field is BuiltIn.PRINTED_NAME:
        return ERASED
    if field is BuiltIn.LISTED:
        return False
    return {} if field in (BuiltIn.TITLE, BuiltIn.ORGANISATION) else ""


def _forget_marks(people: Any) -> None:
    """That by which a registration is known again is made of name and address."""
    number = sa.cast(Registration.id, sa.Text)
    over = Registration.same_as.contains(" until ")
    db.session.execute(
        sa.update(Registration)
        .where(Registration.person_id.in_(people))
        .values(
            same_as=sa.case(
                (over, "forgotten " + number + " until " + number), else_="forgotten " + number
            )
        )
    )


def drop_question(event_id: int, question_id: int) -> frozenset[str]:
    """Delete the answers to a question, in the log too; returns the keys of their files."""
    files = db.session.scalars(
        sa.select(Answer.file).where(Answer.question_id == question_id, Answer.file != "")
    ).all()
    code = db.session.scalars(sa.select(Question.code).filter_by(id=question_id)).one()
    db.session.execute(sa.delete(Answer).where(Answer.question_id == question_id))
    forget_answers(event_id, code)
    return frozenset(files)


def drop_holding(event_id: int, holding: Holding) -> frozenset[str]:
    """Make a holding go; returns the keys of its files."""
    return _DROPPED[holding](event_id) or frozenset()


def _photos(event_id: int) -> sa.Select[Any]:
    return sa.select(Person.id).where(Person.event_id == event_id, Person.photo != "", ~_SPEAKS)


def _drop_photos(event_id: int) -> frozenset[str]:
    files = db.session.scalars(_photos(event_id).with_only_columns(Person.photo)).all()
    db.session.execute(
        sa.update(Person)
        .where(Person.id.in_(_photos(event_id)))
        .values(photo="", version=Person.version + 1)
        .execution_options(synchronize_session=False)
    )
    forget_columns(event_id, {"photo"})
    return frozenset(files)


def _mails(event_id: int) -> sa.Select[Any]:
    return sa.select(Mail.person_id).where(
        Mail.event_id == event_id, Mail.person_id.is_not(None), Mail.recipient != "", _SETTLED
    )


def _drop_mails(event_id: int) -> None:
    _empty_mails(event_id, facts=True)


def _empty_mails(event_id: int, *, facts: bool) -> None:
    more: dict[str, Any] = {"facts": {}} if facts else {}
    db.session.execute(
        sa.update(Mail)
        .where(Mail.event_id == event_id, Mail.person_id.is_not(None), _SETTLED)
        .values(recipient="", error="", **more)
    )
    sending = sa.and_(Job.event_id == event_id, Job.key.startswith(job_key("")))
    db.session.execute(sa.update(Job).where(sending).values(error=""))


def _codes(event_id: int) -> sa.Select[Any]:
    return sa.select(PersonalCode.id).filter_by(event_id=event_id, registration_id=None)


def _drop_codes(event_id: int) -> None:
    db.session.execute(sa.delete(PersonalCode).where(PersonalCode.id.in_(_codes(event_id))))
    forget_columns(event_id, {"name", "email"}, noun="personal_codes")


def _of_person(*models: Any) -> Callable[[int], sa.Select[Any]]:
    """Whom the rows of these tables are of, in the event that they or their sessions belong to."""

    def whose(event_id: int) -> sa.Select[Any]:
        found = [sa.select(model.person_id).where(_of_event(model, event_id)) for model in models]
        return sa.select(sa.union_all(*found).subquery().c.person_id)

    return whose


def _of_event(model: Any, event_id: int) -> sa.ColumnElement[bool]:
    if hasattr(model, "event_id"):
        return sa.and_(model.event_id == event_id, model.person_id.is_not(None))
    sessions = sa.select(Session.id).where(Session.event_id == event_id)
    return sa.and_(model.session_id.in_(sessions))


def _deleting(*models: Any) -> Callable[[int], None]:
    def delete(event_id: int) -> None:
        for model in models:
            db.session.execute(sa.delete(model).where(_of_event(model, event_id)))

    return delete


_SCHEDULES, _ATTENDANCE = (Star, LostStar, Invitation), (Scan, Join, Mark)
_WHOSE: Mapping[Holding, Callable[[int], sa.Select[Any]]] = {
    Holding.PHOTOS: _photos,
    Holding.MAILS: _mails,
    Holding.SCHEDULES: _of_person(*_SCHEDULES),
    Holding.CODES: _codes,
    Holding.ATTENDANCE: _of_person(*_ATTENDANCE),
}
_DROPPED: Mapping[Holding, Callable[[int], frozenset[str] | None]] = {
    Holding.PHOTOS: _drop_photos,
    Holding.MAILS: _drop_mails,
    Holding.SCHEDULES: _deleting(*_SCHEDULES),
    Holding.CODES: _drop_codes,
    Holding.ATTENDANCE: _deleting(*_ATTENDANCE),
}
