"""Reading and keeping delegations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.access import Action, Actor, can
from forumapp.domain.delegations import CountryOrder, DelegationCategory, rank
from forumapp.domain.errors import Conflict, Invalid
from forumapp.domain.events import Mode
from forumapp.domain.text import Translated
from forumapp.i18n import catalogue
from forumapp.i18n.countries import country_codes
from forumapp.models import Delegation, Event, Part, PartQuota, Registration
from forumapp.services.access import require
from forumapp.services.delegations.rows import DelegationRow, Strength, in_order, strengths
from forumapp.services.events.checks import Checks
from forumapp.services.order import moved
from forumapp.services.rows import assign, one, read, remove

MOST_PEOPLE = 10_000
PartMode = tuple[int, Mode]


def listed(actor: Actor, event_id: int) -> tuple[DelegationRow, ...]:
    """The event's delegations in the order of protocol."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    event = one(Event, event_id)
    return in_order(_all(event_id), event)


def strength(
    actor: Actor, event_id: int, rows: tuple[DelegationRow, ...]
) -> dict[int, Strength] | None:
    """How many each delegation has and who leads it; None for who may not read registrations."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    if not can(actor, Action.READ_REGISTRATIONS, event_id=event_id):
        return None
    return strengths(event_id, rows)


def get(actor: Actor, event_id: int, delegation_id: int) -> DelegationRow:
    """One delegation; NotFound when the event has none of this number."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    return read(DelegationRow, one(Delegation, delegation_id, event_id=event_id))


def save(
    actor: Actor,
    event_id: int,
    delegation_id: int | None = None,
    *,
    values: Mapping[str, Any],
    version: int | None = None,
) -> int:
    """Write a delegation down and return its number; without `delegation_id` a new one.

    It is of a country or of an organisation named in `name`, never both, and a country has one.
    Raises Invalid and Stale.
    """
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    target = one(Delegation, delegation_id, event_id=event_id) if delegation_id else None
    lock(Event, event_id)
    cleaned, quotas = _cleaned(event_id, delegation_id, values), _quotas(event_id, values)
    if target is None:
        last = sa.select(sa.func.max(Delegation.position)).filter_by(event_id=event_id)
        target = Delegation(event_id=event_id, position=(db.session.scalar(last) or 0) + 1)
        db.session.add(target)
        version = None
    assign(target, cleaned, version=version)
    db.session.flush()
    _keep_quotas(target.id, quotas)
    return target.id


def part_quotas(actor: Actor, event_id: int, delegation_id: int) -> dict[PartMode, int]:
    """How many of a delegation may take part in single parts, where that is limited."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    one(Delegation, delegation_id, event_id=event_id)
    return {key: row.seats for key, row in _part_quotas(delegation_id).items()}


def _part_quotas(delegation_id: int) -> dict[PartMode, PartQuota]:
    rows = db.session.scalars(sa.select(PartQuota).filter_by(delegation_id=delegation_id))
    return {(row.part_id, row.mode): row for row in rows}


def _quotas(event_id: int, values: Mapping[str, Any]) -> Mapping[PartMode, int]:
    """The quotas asked for; a part that isn't the event's, or an absurd number, is refused."""
    given: Mapping[PartMode, int] = values.get("quotas") or {}
    parts = set(db.session.scalars(sa.select(Part.id).filter_by(event_id=event_id)))
    if any(part_id not in parts for part_id, _mode in given):
        raise Invalid({"quotas": "not_a_choice"})
    if any(not 0 <= seats <= MOST_PEOPLE for seats in given.values()):
        raise Invalid({"quotas": "out_of_range"}, {"least": 0, "most": MOST_PEOPLE})
    return given


def _keep_quotas(delegation_id: int, wanted: Mapping[PartMode, int]) -> None:
    lock(Delegation, delegation_id)
    kept = _part_quotas(delegation_id)
    for key in kept.keys() - wanted.keys():
        db.session.delete(kept[key])
    for (part_id, mode), seats in wanted.items():
        row = kept.get((part_id, mode))
        if row is None:
            row = PartQuota(delegation_id=delegation_id, part_id=part_id, mode=mode)
            db.session.add(row)
        if row.seats != seats:
            row.seats = seats
    db.session.flush()


def move(actor: Actor, event_id: int, delegation_id: int, *, down: bool) -> None:
    """Change places with the neighbour of the same category; Conflict unless set by hand."""
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    lock(Event, event_id)
    event = one(Event, event_id)
    one(Delegation, delegation_id, event_id=event_id)
    if event.country_order is not CountryOrder.BY_HAND:
        raise Conflict("not_by_hand")
    rows = {row.id: row for row in _all(event_id)}
    ordered = in_order(rows.values(), event)
    own = rank(rows[delegation_id].category)
    group = [row for row in ordered if rank(row.category) == own]
    for position, row in enumerate(moved(group, delegation_id, down=down), 1):
        if rows[row.id].position != position:
            rows[row.id].position = position
    db.session.flush()


def delete(actor: Actor, event_id: int, delegation_id: int) -> None:
    """Remove a delegation; Conflict `in_use` while registrations name it."""
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    target = one(Delegation, delegation_id, event_id=event_id)
    if count := registrations_of(actor, event_id, delegation_id):
        raise Conflict("in_use", {"registrations": count})
    remove(target)


def registrations_of(actor: Actor, event_id: int, delegation_id: int) -> int:
    """How many registrations name the delegation, withdrawn ones too."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    statement = sa.select(sa.func.count(Registration.id)).filter_by(
        event_id=event_id, delegation_id=delegation_id
    )
    return db.session.scalar(statement) or 0


def _cleaned(event_id: int, own: int | None, values: Mapping[str, Any]) -> dict[str, Any]:
    checks = Checks(values)
    country, name = checks.line("country", longest=2), checks.texts("name")
    _check_identity(checks, event_id, own, country, name)
    before = one(Delegation, own).nominations_close_at if own else None
    zone = one(Event, event_id).zone
    cleaned = {
        "category": checks.code("category", DelegationCategory),
        "country": country,
        "name": name,
        "hosting": bool(values.get("hosting")),
        "quota_room": checks.number("quota_room", least=0, most=MOST_PEOPLE),
        "quota_online": checks.number("quota_online", least=0, most=MOST_PEOPLE),
        "focal_name": checks.line("focal_name"),
        "focal_email": checks.email("focal_email"),
        "focal_locale": checks.one_of("focal_locale", catalogue.locales()),
        "nominations_close_at": checks.moment("nominations_close_at", zone, before=before),
    }
    checks.finish()
    return cleaned


def _check_identity(
    checks: Checks, event_id: int, own: int | None, country: str, name: Translated
) -> None:
    if country and country not in country_codes():
        checks.refuse("country", "not_a_choice")
    elif country and name:
        checks.refuse("name", "one_of_two")
    elif not country and not name and not checks.errors:
        checks.refuse("country", "country_or_name")
    elif country:
        twin = sa.select(Delegation.id).filter_by(event_id=event_id, country=country)
        if db.session.scalar(twin.where(Delegation.id != (own or 0))) is not None:
            checks.refuse("country", "country_twice")


def _all(event_id: int) -> list[Delegation]:
    return list(db.session.scalars(sa.select(Delegation).filter_by(event_id=event_id)))
