"""What a focal point sees: their delegation and nothing of any other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.answers import Given
from forumapp.domain.delegations import CAPACITY_RANK, ExtensionStatus
from forumapp.domain.errors import NotFound
from forumapp.domain.events import Mode
from forumapp.domain.text import Translated
from forumapp.models import (
    Delegation,
    Event,
    Extension,
    Registration,
    Substitution,
)
from forumapp.services import questions
from forumapp.services.access import require
from forumapp.services.delegations.deadlines import deadline, is_open
from forumapp.services.delegations.rows import DelegationRow, ModeCount, part_limits, strengths
from forumapp.services.registration.missing import missing
from forumapp.services.registration.rows import RegistrationRow, rows, selection
from forumapp.services.rows import read


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRow:
    """What the focal point asked for after the deadline, and the answer."""

    id: int
    version: int
    delegation_id: int
    status: ExtensionStatus
    reason: str
    asked_at: datetime
    answer: str
    until: datetime | None
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDelegation:
    """A delegation as its focal point sees it.

    `nominees` stand head first, then those withdrawn or not accepted in `gone`. `instead_of` leads
    from a nominee to the name of whom they replaced. `part_quotas` limit single parts, `versions`
    are those of the registrations; of those `incomplete` the form in force lacks something.
    """

    delegation: DelegationRow
    until: datetime | None
    is_open: bool
    modes: tuple[ModeCount, ...]
    part_quotas: tuple[tuple[Translated, Mode, int], ...]
    nominees: tuple[RegistrationRow, ...]
    gone: tuple[RegistrationRow, ...]
    instead_of: Mapping[int, str]
    versions: Mapping[int, int]
    extension: ExtensionRow | None
    incomplete: frozenset[int]

    @property
    def may_ask(self) -> bool:
        """Whether an exception can be asked for: the deadline is over and no wish is open."""
        waiting = self.extension is not None and self.extension.status is ExtensionStatus.ASKED
        return not self.is_open and not waiting


def own(actor: Actor, *, now: datetime) -> OwnDelegation:
    """The delegation of the acting focal point."""
    event, delegation = mine(actor)
    row = read(DelegationRow, delegation)
    found = rows(_OF_DELEGATION, delegation=delegation.id)
    active = sorted((r for r in found if r.status.active), key=_precedence)
    lacks = missing(event.id, active)
    return OwnDelegation(
        delegation=row,
        until=deadline(event, delegation),
        is_open=is_open(event, delegation, now=now),
        modes=strengths(event.id, (row,))[row.id].modes,
        part_quotas=part_limits(delegation.id),
        nominees=tuple(active),
        gone=tuple(r for r in found if not r.status.active),
        instead_of=_instead_of(found),
        versions=_versions(delegation.id),
        extension=_extension(delegation.id),
        incomplete=frozenset(key for key, what in lacks.items() if what),
    )


def nominee(actor: Actor, registration_id: int) -> RegistrationRow:
    """One of the focal point's nominees; NotFound for anybody else's."""
    _event, delegation = mine(actor)
    statement = _OF_DELEGATION.where(Registration.id == sa.bindparam("number"))
    found = rows(statement, delegation=delegation.id, number=registration_id)
    if not found:
        raise NotFound
    return found[0]


def nominee_file(actor: Actor, registration_id: int, code: str) -> Given:
    """A file that one of them answered a question with; the look is written down.

    NotFound for anybody else's, and for what is confidential.
    """
    event, _delegation = mine(actor)
    row = nominee(actor, registration_id)
    return questions.shared_file(actor, event.id, row.id, code)


def mine(actor: Actor) -> tuple[Event, Delegation]:
    """The acting focal point's event and delegation, as they are now."""
    require(actor, Action.OWN_DELEGATION)
    found = db.session.execute(
        sa.select(Event, Delegation)
        .join(Delegation, Delegation.event_id == Event.id)
        .where(Delegation.id == actor.delegation_id)
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound
    require(actor, Action.OWN_DELEGATION, event_id=found[0].id)
    return found[0], found[1]


_OF_DELEGATION = (
    selection()
    .where(Registration.delegation_id == sa.bindparam("delegation"))
    .order_by(Registration.id)
)


def _precedence(row: RegistrationRow) -> tuple[int, int, str, int]:
    return CAPACITY_RANK[row.capacity], row.position, row.person.sort_key, row.id


def _instead_of(found: tuple[RegistrationRow, ...]) -> dict[int, str]:
    names = {row.id: row.person.name for row in found}
    pairs = db.session.execute(
        sa.select(Substitution.registration_id, Substitution.replaced_id).where(
            Substitution.registration_id.in_(names)
        )
    )
    return {new: names[old] for new, old in pairs if old in names}


def _versions(delegation_id: int) -> dict[int, int]:
    """Those of the registrations alone, as capacities are saved by."""
    found = db.session.execute(
        sa.select(Registration.id, Registration.version).filter_by(delegation_id=delegation_id)
    )
    return dict(found.all())


def _extension(delegation_id: int) -> ExtensionRow | None:
    """The latest."""
    found = db.session.scalar(
        sa.select(Extension)
        .filter_by(delegation_id=delegation_id)
        .order_by(Extension.id.desc())
        .limit(1)
    )
    return read(ExtensionRow, found) if found else None
