"""The secretariat's list of registrations: filtered, counted, page by page."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.registration import Reach, SeatStatus
from forumapp.domain.text import Translated, one_line
from forumapp.models import Delegation, Person, Registration, Seat
from forumapp.services import audit, mail, questions
from forumapp.services.access import require
from forumapp.services.registration.filters import NOBODY, Filters, Sort
from forumapp.services.registration.rows import RegistrationRow, Selection, rows, selection

PAGE = 50
MOST_SUGGESTED = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Participants:
    """One page of a list, and how long the whole list is."""

    rows: tuple[RegistrationRow, ...]
    count: int
    page: int
    pages: int


def participants(actor: Actor, event_id: int, filters: Filters, *, page: int = 1) -> Participants:
    """A page of registrations, three queries whatever its length; page 1 when there is no such."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    filters = _readable(actor, event_id, filters)
    counted = sa.select(sa.func.count(Registration.id)).join(
        Person, Person.id == Registration.person_id
    )
    count = db.session.scalar(counted.where(*conditions(event_id, filters))) or 0
    pages = max(1, -(-count // PAGE))
    page = page if 1 <= page <= pages else 1
    found = _selected(event_id, filters).limit(PAGE).offset((page - 1) * PAGE)
    return Participants(rows=rows(found), count=count, page=page, pages=pages)


def those(actor: Actor, event_id: int, ids: Collection[int]) -> tuple[RegistrationRow, ...]:
    """The registrations of these numbers by name, two queries whatever their number."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    wanted = selection().where(*conditions(event_id, Filters()), Registration.id.in_(ids))
    return rows(wanted.order_by(*_ORDER[Sort.NAME]))


def export(actor: Actor, event_id: int, filters: Filters) -> tuple[RegistrationRow, ...]:
    """Every registration of a filtered list; the audit log keeps who took it away."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    audit.note(actor, event_id, action="export_registrations", noun="events", object_id=event_id)
    return rows(_selected(event_id, _readable(actor, event_id, filters)))


def _readable(actor: Actor, event_id: int, filters: Filters) -> Filters:
    """The filters without those that would tell what the actor may not read."""
    if not filters.answers:
        return filters
    known = {question.code for question in questions.known(actor, event_id)}
    return replace(filters, answers=tuple(pair for pair in filters.answers if pair[0] in known))


def countries(actor: Actor, event_id: int) -> tuple[str, ...]:
    """The countries that registered people come from, as codes."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    found = db.session.scalars(
        sa.select(Person.country)
        .join(Registration, Registration.person_id == Person.id)
        .where(Registration.event_id == event_id, Person.country != "")
        .distinct()
    )
    return tuple(found)


def organisations(actor: Actor, event_id: int, *, locale: str) -> tuple[str, ...]:
    """What registered people come from, as the secretariat's forms suggest it; 300 at most."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    text = sa.cast(Person.organisation, sa.Text)
    found = db.session.scalars(
        sa.select(text)
        .join(Registration, Registration.person_id == Person.id)
        .where(Registration.event_id == event_id)
        .group_by(text)
        .limit(MOST_SUGGESTED)
    )
    names = {Translated(json.loads(one)).pick(locale) for one in found}
    return tuple(sorted(names - {""}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """A registered person as somebody who is written to; mails to the address may come back.

    It is their own, or that of the focal point who nominated them without one: `care_of` is then
    what the focal point is called.
    """

    person_id: int
    name: str
    address: str
    locale: str
    returned: bool = False
    care_of: str = ""


def addressees(event_id: int, filters: Filters) -> tuple[Addressee, ...]:
    """Whom a filtered list holds, by name, in one query."""
    found = db.session.execute(
        sa.select(Person.id, Person.printed_name, Person.locale, _ADDRESS, _BOUNCED, _CARE_OF)
        .join(Registration, Registration.person_id == Person.id)
        .outerjoin(Delegation, mail.NOMINATED)
        .where(*conditions(event_id, filters))
        .order_by(*_ORDER[Sort.NAME])
    )
    return tuple(
        Addressee(
            person_id=key,
            name=name,
            address=address,
            locale=locale,
            returned=bool(address) and address == bounced,
            care_of=care_of,
        )
        for key, name, locale, address, bounced, care_of in found
    )


def _own_or(own: Any, focal_point: Any) -> sa.ColumnElement[str]:
    """What is a person's own, for a nominee without an address what is the focal point's."""
    return sa.case((Person.email != "", own), else_=sa.func.coalesce(focal_point, ""))


_ADDRESS = _own_or(Person.email, Delegation.focal_email)
_BOUNCED = _own_or(Person.bounced_email, Delegation.bounced_email)
_CARE_OF = _own_or("", sa.func.coalesce(sa.func.nullif(Delegation.focal_name, ""), _ADDRESS))
_RETURNED = sa.and_(Person.email != "", Person.email == Person.bounced_email)
_REACH = {
    Reach.REACHED: sa.and_(Person.email != "", Person.email != Person.bounced_email),
    Reach.RETURNED: _RETURNED,
    Reach.MISSING: Person.email == "",
}


def _selected(event_id: int, filters: Filters) -> Selection:
    return selection().where(*conditions(event_id, filters)).order_by(*_ORDER[filters.sort])


_ORDER: dict[Sort, tuple[sa.ColumnElement[Any], ...]] = {
    Sort.NEWEST: (Registration.created_at.desc(), Registration.id.desc()),
    Sort.OLDEST: (Registration.created_at.asc(), Registration.id.asc()),
    Sort.NAME: (sa.func.lower(Person.printed_name), Registration.id.asc()),
    Sort.COUNTRY: (
        Person.country.asc(),
        sa.func.lower(Person.printed_name),
        Registration.id.asc(),
    ),
}


def conditions(event_id: int, filters: Filters) -> list[sa.ColumnElement[bool]]:
    """What a registration of the list fulfils, joined with its person."""
    found = [
        Registration.event_id == event_id,
        Person.erased_at.is_(None),
        *_equals(filters),
    ]
    if filters.delegation_id == NOBODY:
        found.append(Registration.delegation_id.is_(None))
    elif filters.delegation_id:
        found.append(Registration.delegation_id == filters.delegation_id)
    if filters.reach:
        found.append(_REACH[filters.reach])
    if filters.part_id or filters.mode or filters.seat:
        found.append(_seat(filters))
    found += [questions.fulfils(event_id, code, value) for code, value in filters.answers]
    found += [_mentions(word) for word in one_line(filters.text).split()[:8]]
    return found


def _equals(filters: Filters) -> list[sa.ColumnElement[bool]]:
    """What is asked of single columns."""
    pairs: tuple[tuple[Any, object], ...] = (
        (Registration.status, filters.status),
        (Registration.category_id, filters.category_id),
        (Registration.origin, filters.origin),
        (Person.country, filters.country),
    )
    return [column == value for column, value in pairs if value]


def _seat(filters: Filters) -> sa.ColumnElement[bool]:
    wanted: list[sa.ColumnElement[bool]] = []
    if filters.part_id:
        wanted.append(Seat.part_id == filters.part_id)
    if filters.mode:
        wanted.append(Seat.mode == filters.mode)
    if filters.seat:
        wanted.append(Seat.status == filters.seat)
    else:
        wanted.append(Seat.status != SeatStatus.RELEASED)
    return Registration.id.in_(sa.select(Seat.registration_id).where(*wanted))


def _mentions(word: str) -> sa.ColumnElement[bool]:
    """Whether name, address, title, organisation or delegation have this word in them.

    SQLite knows the two cases of ASCII letters alone, so others are sought in every case. JSON
    keeps letters beyond ASCII escaped, so there they are sought escaped.
    """
    cases = {word} if word.isascii() else {word, word.lower(), word.upper(), word.title()}
    delegation = (
        sa.select(Delegation.id)
        .where(sa.or_(*(_in_json(Delegation.name, case) for case in cases)))
        .scalar_subquery()
    )
    plain = (Person.printed_name, Person.native_name, Person.email)
    return sa.or_(
        *(column.icontains(case, autoescape=True) for column in plain for case in cases),
        *(_in_json(text, case) for text in (Person.title, Person.organisation) for case in cases),
        Registration.delegation_id.in_(delegation),
    )


def _in_json(column: Any, word: str) -> sa.ColumnElement[bool]:
    return sa.cast(column, sa.Text).icontains(json.dumps(word)[1:-1], autoescape=True)
