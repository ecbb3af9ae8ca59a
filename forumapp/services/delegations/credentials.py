"""Credentials: the letter that names a delegation, and what the secretariat makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.access import Action, Actor
from forumapp.domain.delegations import CredentialStatus, DelegationCategory
from forumapp.domain.errors import Conflict, NotFound
from forumapp.domain.events import EventState
from forumapp.domain.registration import LONGEST_NOTE
from forumapp.domain.text import many_lines
from forumapp.models import Credential, Delegation, Event
from forumapp.services import audit
from forumapp.services.access import require
from forumapp.services.delegations.own import mine
from forumapp.services.delegations.rows import DelegationRow, in_order
from forumapp.services.events.checks import Checks
from forumapp.services.files import unreferenced
from forumapp.services.rows import assign, one, read

_ENDED = (EventState.CLOSED, EventState.ARCHIVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialRow:
    """A delegation's credentials; version 0 and nothing else where none came."""

    version: int = 0
    status: CredentialStatus = CredentialStatus.MISSING
    issuer: str = ""
    signatory: str = ""
    rank: str = ""
    file: str = ""
    media_type: str = ""
    reason: str = ""
    received_at: datetime | None = None
    checked_by: str = ""
    checked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The credentials of every delegation in the event's order, and how many there are of each."""

    rows: tuple[tuple[DelegationRow, CredentialRow], ...]

    def count(self, status: CredentialStatus, category: DelegationCategory | None = None) -> int:
        """How many delegations, of one category or of all, have this status."""
        return sum(
            found.status is status and category in (None, delegation.category)
            for delegation, found in self.rows
        )

    @property
    def categories(self) -> tuple[DelegationCategory, ...]:
        """Those that the event has, in their order."""
        there = {delegation.category for delegation, _ in self.rows}
        return tuple(category for category in DelegationCategory if category in there)


def report(actor: Actor, event_id: int) -> Report:
    """Every delegation with its credentials, in three queries."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    event = one(Event, event_id)
    delegations = db.session.scalars(sa.select(Delegation).filter_by(event_id=event_id))
    found = {
        row.delegation_id: read(CredentialRow, row)
        for row in db.session.scalars(sa.select(Credential).filter_by(event_id=event_id))
    }
    return Report(
        rows=tuple(
            (row, found.get(row.id, CredentialRow())) for row in in_order(delegations, event)
        )
    )


def of_delegation(actor: Actor, event_id: int, delegation_id: int) -> CredentialRow:
    """The credentials of one delegation of the event."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    one(Delegation, delegation_id, event_id=event_id)
    return _row(delegation_id)


def own_credentials(actor: Actor) -> CredentialRow:
    """Those of the acting focal point's delegation."""
    _event, delegation = mine(actor)
    return _row(delegation.id)


def hand_in(actor: Actor, *, file: str, media_type: str, now: datetime) -> frozenset[str]:
    """Keep the letter of the acting focal point; it waits to be checked, whatever was before.

    Returns the key of the file that nothing refers to any more, if any. Raises Conflict
    `event_over`.
    """
    event, delegation = mine(actor)
    if event.state in _ENDED:
        raise Conflict("event_over")
    lock(Delegation, delegation.id)
    row = _held(event.id, delegation.id)
    before = row.file
    row.file, row.media_type, row.received_at = file, media_type, now
    row.status, row.reason = CredentialStatus.PROVISIONAL, ""
    row.checked_by, row.checked_at = "", None
    db.session.flush()
    return unreferenced((before,))


def decide(
    actor: Actor,
    event_id: int,
    delegation_id: int,
    *,
    values: Mapping[str, Any],
    version: int | None,
    now: datetime,
) -> None:
    """Write down what the letter says and what it is worth.

    Values are `standing`, `issuer`, `signatory`, `rank` and `reason`, which a rejection needs.
    Raises Invalid and Stale.
    """
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    lock(Delegation, delegation_id)
    one(Delegation, delegation_id, event_id=event_id)
    checks = Checks(values)
    cleaned = {
        "status": checks.code("standing", CredentialStatus),
        "issuer": checks.line("issuer"),
        "signatory": checks.line("signatory"),
        "rank": checks.line("rank"),
        "reason": many_lines(values.get("reason") or "")[:LONGEST_NOTE],
    }
    if cleaned["status"] is CredentialStatus.REJECTED and not cleaned["reason"]:
        checks.refuse("reason", "required")
    checks.finish()
    found = _found(delegation_id)
    row = found or _held(event_id, delegation_id)
    assign(row, cleaned, version=version if found else None)
    row.checked_by, row.checked_at = actor.name, now
    db.session.flush()


def letter(actor: Actor, event_id: int, delegation_id: int) -> CredentialRow:
    """The letter, to be looked at; the look is written down. NotFound where there is none."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    one(Delegation, delegation_id, event_id=event_id)
    return _looked_at(actor, event_id, delegation_id)


def own_letter(actor: Actor) -> CredentialRow:
    """The same for the focal point's own."""
    event, delegation = mine(actor)
    return _looked_at(actor, event.id, delegation.id)


def _looked_at(actor: Actor, event_id: int, delegation_id: int) -> CredentialRow:
    row = db.session.scalar(sa.select(Credential).filter_by(delegation_id=delegation_id))
    if row is None or not row.file:
        raise NotFound
    audit.note(actor, event_id, action="view_file", noun="credentials", object_id=row.id)
    return read(CredentialRow, row)


def _row(delegation_id: int) -> CredentialRow:
    found = db.session.scalar(sa.select(Credential).filter_by(delegation_id=delegation_id))
    return read(CredentialRow, found) if found else CredentialRow()


def _found(delegation_id: int) -> Credential | None:
    return db.session.scalar(
        sa.select(Credential)
        .filter_by(delegation_id=delegation_id)
        .execution_options(populate_existing=True)
    )


def _held(event_id: int, delegation_id: int) -> Credential:
    """The row, made where there is none; the delegation is locked."""
    row = _found(delegation_id)
    if row is None:
        row = Credential(event_id=event_id, delegation_id=delegation_id)
        db.session.add(row)
        db.session.flush()
    return row
