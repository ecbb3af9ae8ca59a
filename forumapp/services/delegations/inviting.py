"""Inviting delegations to nominate: one, several or all, from a list or from the last edition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.access import Action, Actor
from forumapp.domain.delegations import DelegationCategory
from forumapp.domain.errors import Conflict, Invalid, NotFound
from forumapp.domain.invited import ListedInvitation, read_list
from forumapp.domain.mail import MailKind
from forumapp.domain.names import plain_key
from forumapp.domain.registration import written_in
from forumapp.domain.text import Translated
from forumapp.i18n.country_words import country_named
from forumapp.models import Delegation, Event
from forumapp.services import audit, mail
from forumapp.services.access import require
from forumapp.services.contact import email_address
from forumapp.services.events.checks import Checks
from forumapp.services.rows import one

LONGEST_LIST = 60_000  # characters, a thousand lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Who was written to, and whose focal point has no address, by number."""

    written: tuple[int, ...]
    without_address: tuple[int, ...]


def invite(
    actor: Actor,
    event_id: int,
    chosen: Iterable[int],
    *,
    closes: datetime | None = None,
    now: datetime,
) -> Invited:
    """Give each focal point a new link, which ends the one before, and send it by mail.

    `closes`, a naive wall time of the event's zone, becomes their own deadline. Raises NotFound
    for a delegation of another event, and Invalid (closes).
    """
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    event = one(Event, event_id)
    checks = Checks({"closes": closes})
    until = checks.moment("closes", event.zone)
    if until is not None and until <= now:
        checks.refuse("closes", "in_the_past")
    checks.finish()
    rows = _held(event_id, chosen)
    reached = [row for row in rows if row.focal_email]
    for row in reached:
        row.link_version += 1
        row.invited_at = now
        if until is not None:
            row.nominations_close_at = until
    db.session.flush()
    for row in reached:
        _write(row, now=now)
    return Invited(
        written=tuple(row.id for row in reached),
        without_address=tuple(row.id for row in rows if not row.focal_email),
    )


def end_link(actor: Actor, event_id: int, delegation_id: int) -> None:
    """End a focal point's link without a new one; Conflict `no_link` where there is none."""
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    (row,) = _held(event_id, (delegation_id,))
    if row.invited_at is None:
        raise Conflict("no_link")
    row.link_version += 1
    row.invited_at = None
    audit.note(actor, event_id, action="end_link", noun="delegations", object_id=row.id)
    db.session.flush()


def add_listed(actor: Actor, event_id: int, text: str) -> tuple[int, ...]:
    """Add the delegations of a pasted list, or give those that are there their focal point.

    Each line is `country or organisation, focal point's name, e-mail`. Returns their numbers.
    Raises Invalid with `line 3`: `not_three`, `not_an_email`, `too_many_characters`, `twice`; and
    nothing is added then.
    """
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    lock(Event, event_id)
    found = _checked(text)
    known = _known(event_id)
    last = max((row.position for row in known.values()), default=0)
    numbers = []
    for place, line in enumerate(found, last + 1):
        code = country_named(line.who)
        row = known.get(code or plain_key(line.who)) or _new(event_id, line.who, code, place)
        row.focal_name, row.focal_email = line.name, line.email
        row.focal_locale = "zh" if written_in(line.name) == "zh" else row.focal_locale
        db.session.add(row)
        db.session.flush()
        numbers.append(row.id)
    return tuple(numbers)


def add_from_last(actor: Actor, event_id: int) -> tuple[int, ...]:
    """Add the delegations of the last edition of the series that are not here yet.

    Their category, quotas and focal points come along. Raises NotFound where there is none.
    """
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    lock(Event, event_id)
    source = last_edition(event_id)
    if source is None:
        raise NotFound
    known = _known(event_id)
    rows = [
        _twin(old, event_id)
        for old in db.session.scalars(
            sa.select(Delegation).filter_by(event_id=source).order_by(Delegation.id)
        )
        if _key(old) not in known
    ]
    db.session.add_all(rows)
    db.session.flush()
    return tuple(row.id for row in rows)


def last_edition(event_id: int) -> int | None:
    """The edition of the same series before this one that has delegations."""
    event = one(Event, event_id)
    if event.series_id is None:
        return None
    return db.session.scalar(
        sa.select(Event.id)
        .where(
            Event.series_id == event.series_id,
            Event.id != event_id,
            Event.starts_on <= event.starts_on,
            sa.exists().where(Delegation.event_id == Event.id),
        )
        .order_by(Event.starts_on.desc(), Event.id.desc())
        .limit(1)
    )


def _write(row: Delegation, *, now: datetime) -> None:
    mail.write(
        MailKind.DELEGATION_INVITED,
        key=f"{MailKind.DELEGATION_INVITED}:{row.id}:{row.link_version}",
        delegation_id=row.id,
        event_id=row.event_id,
        locale=row.focal_locale,
        facts={},
        now=now,
    )


def _held(event_id: int, chosen: Iterable[int]) -> list[Delegation]:
    numbers = sorted(set(chosen))
    lock(Delegation, *numbers)
    rows = db.session.scalars(
        sa.select(Delegation)
        .where(Delegation.event_id == event_id, Delegation.id.in_(numbers))
        .order_by(Delegation.id)
        .execution_options(populate_existing=True)
    ).all()
    if len(rows) < len(numbers):
        raise NotFound
    return list(rows)


def _checked(text: str) -> tuple[ListedInvitation, ...]:
    lines = read_list(text[: LONGEST_LIST + 1])
    errors = {f"line {line.number}": code for line in lines if (code := _fault(line))}
    seen: set[str] = set()
    for line in lines:
        key = country_named(line.who) or plain_key(line.who)
        if key in seen:
            errors.setdefault(f"line {line.number}", "twice")
        seen.add(key)
    if not lines:
        errors["list"] = "required"
    if len(text) > LONGEST_LIST:
        errors["list"] = "too_many_characters"
    if errors:
        raise Invalid(errors)
    return lines


def _fault(line: ListedInvitation) -> str:
    if not line.who or not line.email:
        return "not_three"
    if max(len(line.who), len(line.name)) > 200:
        return "too_many_characters"
    return "" if email_address(line.email) else "not_an_email"


def _known(event_id: int) -> dict[str, Delegation]:
    """The event's delegations, by country and by each of an organisation's names."""
    rows = db.session.scalars(sa.select(Delegation).filter_by(event_id=event_id)).all()
    names = {plain_key(text): row for row in rows for text in row.name.values()}
    return names | {row.country: row for row in rows if row.country}


def _key(row: Delegation) -> str:
    return row.country or plain_key(next(iter(row.name.values()), ""))


def _new(event_id: int, who: str, code: str, position: int) -> Delegation:
    organisation = DelegationCategory.INTERNATIONAL_ORGANISATION
    return Delegation(
        event_id=event_id,
        position=position,
        country=code,
        name=Translated() if code else Translated({written_in(who): who}),
        category=DelegationCategory.MEMBER if code else organisation,
    )


def _twin(old: Delegation, event_id: int) -> Delegation:
    copied: dict[str, Any] = {
        name: getattr(old, name)
        for name in (
            *("position", "category", "country", "name", "hosting", "quota_room"),
            *("quota_online", "focal_name", "focal_email", "focal_locale"),
        )
    }
    return Delegation(event_id=event_id, **copied)
