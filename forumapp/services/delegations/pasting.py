"""Nominees pasted from a spreadsheet: every row checked, then all entered or none."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Actor
from forumapp.domain.delegations import Capacity
from forumapp.domain.errors import Invalid
from forumapp.domain.events import Mode, modes
from forumapp.domain.names import plain_key
from forumapp.domain.nominees import MOST_ROWS, Column, PastedRow, capacity_of, mode_of
from forumapp.domain.registration import Details, Origin, RegistrationStatus, Wish, same_as
from forumapp.i18n.country_words import country_named
from forumapp.models import Delegation, Event, Person, Registration
from forumapp.services.delegations.nominating import opened
from forumapp.services.delegations.own import mine
from forumapp.services.delegations.telling import tell_nominated
from forumapp.services.registration.details import details_by_hand
from forumapp.services.registration.nominations import Nominee, nominated_all
from forumapp.services.registration.register import check_parts
from forumapp.services.registration.seats import open_ledger

ACTIVE = (RegistrationStatus.PENDING, RegistrationStatus.APPROVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRow:
    """A row, and what is wrong with its cells. A `known` one is nominated already: it is left out.

    `details` are None while something is wrong.
    """

    row: PastedRow
    errors: Mapping[str, str] = field(default_factory=dict)
    known: bool = False
    details: Details | None = None
    capacity: Capacity = Capacity.DELEGATE
    mode: Mode | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """How many were nominated, and how many were so before."""

    new: int
    known: int


def check(actor: Actor, rows: Sequence[PastedRow]) -> tuple[CheckedRow, ...]:
    """Each row with its faults, by field.

    Those of `registration.details`, `twice` (printed_name), `registered_already` (email), and
    `not_a_capacity`, `two_heads`, `not_a_mode`, `not_offered`. Raises Invalid (rows) `none` and
    `too_many`.
    """
    if not rows:
        raise Invalid({"rows": "none"})
    if len(rows) > MOST_ROWS:
        raise Invalid({"rows": "too_many"}, {"most": MOST_ROWS})
    event, delegation = mine(actor)
    checker = _Checker(event, delegation)
    checked = [checker.check(row) for row in rows]
    return checker.among_others(checked)


def enter(
    actor: Actor,
    rows: Sequence[PastedRow],
    *,
    category_id: int,
    parts: Mapping[int, Mode],
    listed: bool,
    now: datetime,
) -> Entered:
    """Nominate everybody who isn't yet, in the order of the rows, all of them or nobody.

    Who says how they take part does so in every part chosen. Each who has an address is written to;
    the focal point gets one mail about all of them. Raises RegistrationClosed, and Invalid
    `faults` (rows) where a row is wrong, `none`, `not_offered` or `not_a_choice` (parts, category).
    """
    event, delegation = opened(actor, now=now)
    check_parts(parts, modes(event.format))
    open_ledger(event.id, parts, delegation_id=delegation.id)  # held until everybody is entered
    checked = check(actor, rows)
    if any(row.errors for row in checked):
        raise Invalid({"rows": "faults"})
    fresh = [row for row in checked if not row.known]
    new = nominated_all(
        event.id,
        tuple(_nominees(delegation.id, fresh, category_id, parts, listed=listed)),
        delegation_id=delegation.id,
        now=now,
    )
    tell_nominated(delegation, new, now=now)
    return Entered(new=len(fresh), known=len(checked) - len(fresh))


def _nominees(
    delegation_id: int,
    rows: Iterable[CheckedRow],
    category_id: int,
    parts: Mapping[int, Mode],
    *,
    listed: bool,
) -> Iterator[Nominee]:
    places = Counter(_last_places(delegation_id))
    before = _marks(delegation_id, every=True)
    for row in rows:
        assert row.details is not None
        places[row.capacity] += 1
        yield Nominee(
            key=_key(delegation_id, row.details, before),
            details=replace(row.details, listed=listed),
            wish=Wish(
                category_id=category_id,
                delegation_id=delegation_id,
                parts={part: row.mode or mode for part, mode in parts.items()},
                capacity=row.capacity,
                origin=Origin.FOCAL_POINT,
            ),
            position=places[row.capacity],
        )


class _Checker:
    """What rows are checked against, read once."""

    def __init__(self, event: Event, delegation: Delegation) -> None:
        self._event, self._delegation = event, delegation
        self._offered = modes(event.format)
        self._known = _marks(delegation.id)

    def check(self, row: PastedRow) -> CheckedRow:
        """The row by itself."""
        errors: dict[str, str] = {}
        country = self._country(row, errors)
        capacity = capacity_of(row.cells[Column.CAPACITY])
        if capacity is None:
            errors["capacity"] = "not_a_capacity"
        mode = self._mode(row, errors)
        details = None
        try:
            details = details_by_hand(
                {**{c.value: text for c, text in row.cells.items()}, "country": country},
                locale=self._delegation.focal_locale,
                listed=False,
            )
        except Invalid as refusal:
            errors |= refusal.errors
        return CheckedRow(
            row=row,
            errors=errors,
            known=details is not None and _is_in(self._known, details),
            details=details,
            capacity=capacity or Capacity.DELEGATE,
            mode=mode,
        )

    def among_others(self, rows: Sequence[CheckedRow]) -> tuple[CheckedRow, ...]:
        """The rows with what is wrong between them, or with people registered elsewhere."""
        taken = self._registered([row.details for row in rows if row.details and not row.known])
        seen: dict[str, set[str]] = {}
        head = self._has_head()
        found = []
        for row in rows:
            errors = dict(row.errors)
            if row.details and not row.known:
                if _is_in(seen, row.details):
                    errors["printed_name"] = "twice"
                seen.setdefault(_name(row.details), set()).add(row.details.email)
                if same_as(email=row.details.email, printed_name=row.details.printed_name) in taken:
                    errors["email"] = "registered_already"
            if row.capacity is Capacity.HEAD and not row.known:
                if head:
                    errors["capacity"] = "two_heads"
                head = True
            found.append(_with(row, errors))
        return tuple(found)

    def _country(self, row: PastedRow, errors: dict[str, str]) -> str:
        text = row.cells[Column.COUNTRY]
        if not text:
            return self._delegation.country
        if not (code := country_named(text)):
            errors["country"] = "not_a_country"
        return code

    def _mode(self, row: PastedRow, errors: dict[str, str]) -> Mode | None:
        text = row.cells[Column.MODE]
        mode = mode_of(text) if text else None
        if text and mode is None:
            errors["mode"] = "not_a_mode"
        elif mode is not None and mode not in self._offered:
            errors["mode"] = "not_offered"
        return mode

    def _registered(self, details: Iterable[Details]) -> set[str]:
        """The marks of those who are registered for the event otherwise."""
        marks = {same_as(email=d.email, printed_name=d.printed_name) for d in details if d.email}
        return set(
            db.session.scalars(
                sa.select(Registration.same_as).where(
                    Registration.event_id == self._event.id,
                    Registration.same_as.in_(marks),
                    Registration.status.in_(ACTIVE),
                )
            )
        )

    def _has_head(self) -> bool:
        head = sa.select(Registration.id).where(
            Registration.delegation_id == self._delegation.id,
            Registration.capacity == Capacity.HEAD,
            Registration.status.in_(ACTIVE),
        )
        return db.session.scalar(head.limit(1)) is not None


def _with(row: CheckedRow, errors: Mapping[str, str]) -> CheckedRow:
    known = row.known and not row.errors
    return CheckedRow(
        row=row.row,
        errors=errors,
        known=known,
        details=None if errors else row.details,
        capacity=row.capacity,
        mode=row.mode,
    )


def _name(details: Details) -> str:
    return " ".join(sorted(plain_key(details.printed_name).split()))


def _is_in(names: Mapping[str, set[str]], details: Details) -> bool:
    """Whether somebody of this name is there whose address is the same, or not known on a side."""
    addresses = names.get(_name(details))
    if addresses is None:
        return False
    return not details.email or "" in addresses or details.email in addresses


def _marks(delegation_id: int, *, every: bool = False) -> dict[str, set[str]]:
    """The names of those nominated and their addresses; with `every`, of those withdrawn too."""
    statement = (
        sa.select(Person.printed_name, Person.email, Registration.id)
        .join(Registration, Registration.person_id == Person.id)
        .where(Registration.delegation_id == delegation_id)
    )
    if not every:
        statement = statement.where(Registration.status.in_(ACTIVE))
    found: dict[str, set[str]] = {}
    for name, email, number in db.session.execute(statement):
        key = " ".join(sorted(plain_key(name).split()))
        found.setdefault(key, set()).add(str(number) if every else email)
    return found


def _key(delegation_id: int, details: Details, before: Mapping[str, set[str]]) -> str:
    """One key for one row, however often it is pasted, until its nominee is withdrawn."""
    earlier = len(before.get(_name(details), ()))
    said = f"{delegation_id}\0{_name(details)}\0{details.email}\0{earlier}"
    return f"paste-{hashlib.sha256(said.encode()).hexdigest()[:40]}"


def _last_places(delegation_id: int) -> dict[Capacity, int]:
    found = db.session.execute(
        sa.select(Registration.capacity, sa.func.max(Registration.position))
        .where(Registration.delegation_id == delegation_id, Registration.status.in_(ACTIVE))
        .group_by(Registration.capacity)
    )
    return {capacity: place or 0 for capacity, place in found}
