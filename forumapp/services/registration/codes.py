"""Invitations with a personal code: a table of people, each checked, then all of them or none.

The code is signed, made anew for each mail, and lies nowhere: neither table, export nor log has it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.access import NOBODY, Action, Actor
from forumapp.domain.codes import InvitedRow, read_rows
from forumapp.domain.errors import Conflict, Invalid, NotFound
from forumapp.domain.mail import MailKind
from forumapp.domain.registration import LONGEST_NAME, Details, Origin, Outcome, Wish
from forumapp.i18n import catalogue
from forumapp.i18n.countries import country_name
from forumapp.models import Category, Delegation, PersonalCode, Registration
from forumapp.services import contact, mail, tokens
from forumapp.services.access import require
from forumapp.services.registration.register import Received, again, register
from forumapp.services.rows import read


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRow:
    """A row of the table, what it means, and what is wrong with it, by column."""

    row: InvitedRow
    category_id: int | None
    delegation_id: int | None
    locale: str
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """An invitation, without its code. `registration_id` is the one that answered it."""

    id: int
    event_id: int
    name: str
    email: str
    locale: str
    category_id: int
    delegation_id: int | None
    registration_id: int | None
    created_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.revoked_at is None


def codes(actor: Actor, event_id: int) -> tuple[CodeRow, ...]:
    """The invitations of an event, the latest first."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    found = db.session.scalars(
        sa.select(PersonalCode).filter_by(event_id=event_id).order_by(PersonalCode.id.desc())
    )
    return tuple(read(CodeRow, row) for row in found)


def checked(actor: Actor, event_id: int, text: str, *, locale: str) -> tuple[CheckedRow, ...]:
    """Each row of a table with what it means; `locale` is for rows that name no language.

    Raises Invalid `no_heading`, `no_rows`, `too_many_rows` (table).
    """
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    categories, delegations = _categories(event_id), _delegations(event_id)
    seen = _invited(event_id)
    found = []
    for row in read_rows(text):
        one = _checked(row, categories, delegations, locale)
        if row.email.casefold() in seen:
            one = replace(one, errors={**one.errors, "email": "invited_already"})
        seen.add(row.email.casefold())
        found.append(one)
    return tuple(found)


def invite(actor: Actor, event_id: int, text: str, *, locale: str, now: datetime) -> int:
    """Invite everybody in the table by mail, and say how many.

    Raises Invalid `rows` (table) when anything is wrong with any of them: then nobody is.
    """
    rows = checked(actor, event_id, text, locale=locale)
    if any(row.errors for row in rows):
        raise Invalid({"table": "rows"})
    made = [_code(event_id, row, now=now) for row in rows]
    db.session.add_all(made)
    db.session.flush()
    for code in made:
        _send(code, now=now)
    return len(made)


def revoke(actor: Actor, event_id: int, key: int, *, now: datetime) -> None:
    """End an invitation that nobody has used; Conflict `used` for one that is.

    Raises NotFound when the event has none of this number.
    """
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    lock(PersonalCode, key)
    code = _one(key, event_id)
    if code.used_at is not None:
        raise Conflict("used")
    code.revoked_at = now
    db.session.flush()


def opened(token: str, *, event_id: int) -> CodeRow:
    """The invitation of a code; NotFound when it isn't good, was revoked, or is another event's."""
    code = tokens.read_code(token)
    if code.event_id != event_id or code.revoked_at is not None:
        raise NotFound
    return read(CodeRow, code)


def register_by_code(
    token: str, event_id: int, *, details: Details, wish: Wish, key: str, now: datetime
) -> Received:
    """Register by a personal code, once: category and delegation are those of the invitation.

    The same form sent twice is answered as the first. Raises NotFound, Conflict `used`, and what
    `register` does.
    """
    number = opened(token, event_id=event_id).id
    lock(PersonalCode, number)
    code = _one(number, event_id)
    if code.revoked_at is not None:
        raise NotFound
    if code.used_at is not None:
        return _sent_twice(code, key, now=now)
    meant = replace(
        wish,
        category_id=code.category_id,
        delegation_id=code.delegation_id,
        origin=Origin.CODE,
    )
    received = register(NOBODY, event_id, details=details, wish=meant, key=key, now=now)
    code.used_at, code.registration_id = now, received.registration_id
    db.session.flush()
    return received


def _sent_twice(code: PersonalCode, key: str, *, now: datetime) -> Received:
    first = db.session.get(Registration, code.registration_id) if code.registration_id else None
    if first is None or first.idempotency_key != key:
        raise Conflict("used")
    received = again(first, key, now=now)
    assert received.outcome is Outcome.SENT_TWICE
    return received


def _one(key: int, event_id: int) -> PersonalCode:
    found = db.session.scalar(
        sa.select(PersonalCode)
        .filter_by(id=key, event_id=event_id)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def _code(event_id: int, row: CheckedRow, *, now: datetime) -> PersonalCode:
    assert row.category_id is not None
    return PersonalCode(
        event_id=event_id,
        name=row.row.name,
        email=row.row.email,
        locale=row.locale,
        category_id=row.category_id,
        delegation_id=row.delegation_id,
        created_at=now,
    )


def _send(code: PersonalCode, *, now: datetime) -> None:
    mail.write(
        MailKind.CODE_SENT,
        key=f"{MailKind.CODE_SENT}:{code.id}:{uuid.uuid4().hex}",
        code_id=code.id,
        event_id=code.event_id,
        locale=code.locale,
        facts={},
        now=now,
    )


def _invited(event_id: int) -> set[str]:
    """The addresses that hold an open invitation, whatever their case."""
    found = db.session.scalars(
        sa.select(PersonalCode.email).where(
            PersonalCode.event_id == event_id, PersonalCode.revoked_at.is_(None)
        )
    )
    return {email.casefold() for email in found}


def _checked(
    row: InvitedRow, categories: Mapping[str, int], delegations: Mapping[str, int], locale: str
) -> CheckedRow:
    errors = dict(_errors(row, categories, delegations))
    category = categories.get(row.category.casefold())
    if not row.category and len(set(categories.values())) == 1:
        category = next(iter(categories.values()))
        errors.pop("category", None)
    return CheckedRow(
        row=row,
        category_id=category,
        delegation_id=delegations.get(row.delegation.casefold()) if row.delegation else None,
        locale=_locale(row.locale) or locale,
        errors=errors,
    )


def _errors(
    row: InvitedRow, categories: Mapping[str, int], delegations: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    if not row.name:
        yield "name", "required"
    elif len(row.name) > LONGEST_NAME:
        yield "name", "too_many_characters"
    if contact.email_address(row.email) is None:
        yield "email", "not_an_email"
    if row.category.casefold() not in categories:
        yield "category", "not_a_choice" if row.category else "required"
    if row.delegation and row.delegation.casefold() not in delegations:
        yield "delegation", "not_a_choice"
    if row.locale and not _locale(row.locale):
        yield "locale", "not_a_choice"


def _locale(text: str) -> str:
    """The language of the interface that a code or its own name means; empty for none."""
    known = {code: code for code in catalogue.locales()}
    known |= {catalogue.own_name(code).casefold(): code for code in catalogue.locales()}
    return known.get(text.casefold(), "")


def _categories(event_id: int) -> dict[str, int]:
    """The event's categories by each of their names, whatever the case."""
    rows = db.session.execute(sa.select(Category.id, Category.name).filter_by(event_id=event_id))
    return {text.casefold(): key for key, name in rows for text in name.values()}


def _delegations(event_id: int) -> dict[str, int]:
    """The event's delegations by code and name of the country, or name of the organisation."""
    rows = db.session.execute(
        sa.select(Delegation.id, Delegation.country, Delegation.name).filter_by(event_id=event_id)
    )
    found: dict[str, int] = {}
    for key, country, name in rows:
        words = [*name.values(), country, *(country_name(country, x) for x in _names(country))]
        found |= {word.casefold(): key for word in words if word}
    return found


def _names(country: str) -> tuple[str, ...]:
    return catalogue.locales() if country else ()
