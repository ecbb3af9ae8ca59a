"""The table of those who are to be invited by a code: what each row means, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.codes import InvitedRow, read_rows
from forumapp.domain.registration import LONGEST_NAME
from forumapp.i18n import catalogue
from forumapp.i18n.countries import country_name
from forumapp.models import Category, Delegation, PersonalCode
from forumapp.services import contact
from forumapp.services.access import require


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRow:
    """A row of the table, what it means, and what is wrong with it, by column."""

    row: InvitedRow
    category_id: int | None
    delegation_id: int | None
    locale: str
    errors: Mapping[str, str] = field(default_factory=dict)


def checked(actor: Actor, event_id: int, text: str, *, locale: str) -> tuple[CheckedRow, ...]:
    """Each row of a table with what it means; `locale` is for rows that name no language.

    Raises Invalid `no_heading`, `no_rows`, `too_many_rows` (table).
    """
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    categories, delegations = _categories(event_id), _delegations(event_id)
    seen = invited_addresses(event_id)
    found = []
    for row in read_rows(text):
        one = _checked(row, categories, delegations, locale)
        if row.email.casefold() in seen:
            one = replace(one, errors={**one.errors, "email": "invited_already"})
        seen.add(row.email.casefold())
        found.append(one)
    return tuple(found)


def invited_addresses(event_id: int) -> set[str]:
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
