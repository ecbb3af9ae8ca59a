"""Editions of the list of participants: frozen as it was when it was issued, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa

from forumapp.db import after_commit, db, lock
from forumapp.domain import clock
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import Conflict, NotFound
from forumapp.domain.papers import (
    EditionStatus,
    ListChange,
    ParticipantsList,
    Standing,
    compare_lists,
    may_follow,
    next_revision,
    next_symbol,
)
from forumapp.domain.proceedings import ListedDelegation
from forumapp.domain.volumes import Volume, VolumeName
from forumapp.models import Event, PaperEdition
from forumapp.services import audit, publications
from forumapp.services.access import require
from forumapp.services.papers import snapshot
from forumapp.services.publications import volumes
from forumapp.services.rows import read

PUBLIC = "public"  # the layout of a list for everyone: those alone who agreed


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRow:
    """An edition without its snapshot; `revision` is that of Revised 2 or Corrigendum 1."""

    id: int
    number: int
    status: EditionStatus
    revision: int
    symbol: str
    note: str
    people: int
    digest: str
    issued_at: datetime
    issued_by: str
    public_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """The list as the tables have it; `token` stands for exactly this.

    `choices` are what the next edition may be, each with its revision and the symbol it would get;
    `changes` set it apart from the last edition. `final` is the list as a final one would have it,
    `asked` whether that asks for accepted credentials: an event that keeps none can finish too.
    """

    facts: ParticipantsList
    final: ParticipantsList
    asked: bool
    token: str
    choices: tuple[tuple[EditionStatus, int, str], ...]
    changes: tuple[ListChange, ...] = ()

    @property
    def left_out(self) -> tuple[ListedDelegation, ...]:
        """The delegations that a final list leaves out, their credentials not being accepted."""
        held = {(one.category, one.country, one.name) for one in self.final.delegations}
        return tuple(
            one
            for one in self.facts.delegations
            if (one.category, one.country, one.name) not in held
        )

    def of(self, status: EditionStatus) -> ParticipantsList:
        """What an edition of this status would hold."""
        return self.final if status is EditionStatus.FINAL else self.facts


def editions(event_id: int) -> tuple[EditionRow, ...]:
    """The editions of an event, latest first."""
    rows = db.session.scalars(
        sa.select(PaperEdition).filter_by(event_id=event_id).order_by(PaperEdition.number.desc())
    )
    return tuple(read(EditionRow, row) for row in rows)


def edition(event_id: int, number: int) -> EditionRow:
    """One edition; NotFound when the event has none of this number."""
    return read(EditionRow, _row(event_id, number))


def in_force(event_id: int) -> EditionRow | None:
    """The edition that everyone may read: the latest of those made public."""
    return next((row for row in editions(event_id) if row.public_at is not None), None)


def contents(row: EditionRow) -> ParticipantsList:
    """What an edition holds; parsed once a process."""
    return _contents(row.id, row.digest)


@lru_cache(maxsize=8)
def _contents(edition_id: int, _digest: str) -> ParticipantsList:
    row = db.session.get_one(
        PaperEdition, edition_id, options=[sa.orm.undefer(PaperEdition.snapshot)]
    )
    return snapshot.load(row.snapshot)


def standing(row: EditionRow, *, zone: str) -> Standing:
    """How an edition is issued, with the day by the venue's calendar."""
    return Standing(
        status=row.status,
        revision=row.revision,
        symbol=row.symbol,
        note=row.note,
        day=clock.wall(row.issued_at, zone).date(),
    )


def prepared(actor: Actor, event_id: int) -> Preparation:
    """What issuing now would freeze, and what may be issued."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    return _prepare(event_id)


def issue(
    actor: Actor,
    event_id: int,
    *,
    status: EditionStatus,
    symbol: str,
    note: str,
    seen: str,
    now: datetime,
) -> EditionRow:
    """Freeze the list as the next edition and have its PDFs built; it is public only when shown.

    Raises Conflict `changed` when anything else would be issued than what `seen`, the token of a
    preparation, stands for; `order` when this status may not follow; `nobody` for an empty list.
    """
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    lock(Event, event_id)
    plan = _prepare(event_id)
    revisions = {choice: revision for choice, revision, _symbol in plan.choices}
    if seen != plan.token:
        raise Conflict("changed")
    if status not in revisions:
        raise Conflict("order")
    held = plan.of(status)
    if not held.people:
        raise Conflict("nobody")
    row = PaperEdition(
        event_id=event_id,
        number=1 + max((row.number for row in editions(event_id)), default=0),
        status=status,
        revision=revisions[status],
        symbol=symbol,
        note=note,
        people=held.people,
        digest=snapshot.digest(held),
        issued_at=now,
        issued_by=actor.name,
        snapshot=snapshot.dump(held),
    )
    db.session.add(row)
    db.session.flush()
    audit.note(actor, event_id, action="publish", noun="paper_editions", object_id=row.id)
    made = read(EditionRow, row)
    for locale in volumes.languages(plan.facts.event.languages):
        volumes.ask(volume_of(event_id, made, locale=locale), now=now)
    return made


def show(actor: Actor, event_id: int, number: int, *, now: datetime) -> None:
    """Have everyone read an edition, with those alone who agreed to be listed."""
    row = _decided(actor, event_id, number, action="show")
    row.public_at = row.public_at or now
    _at_once(event_id)


def hide(actor: Actor, event_id: int, number: int) -> None:
    """Take an edition back from the public."""
    row = _decided(actor, event_id, number, action="withdraw")
    row.public_at = None
    _at_once(event_id)


def note_export(actor: Actor, event_id: int, number: int) -> None:
    """Write down that somebody took the list away as a file; number 0 is the working draft."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    audit.note(
        actor, event_id, action="export_participants", noun="paper_editions", object_id=number
    )


def differences(event_id: int, row: EditionRow) -> tuple[ListChange, ...]:
    """What sets an edition apart from the one before; nothing for the first."""
    if row.number == 1:
        return ()
    before = edition(event_id, row.number - 1)
    return compare_lists(contents(before), contents(row))


def volume_of(
    event_id: int, of: EditionRow | Preparation, *, locale: str, public: bool = False
) -> Volume:
    """The PDF of an edition, or of the list as it is, in one language."""
    return Volume(
        event_id=event_id,
        name=VolumeName.PARTICIPANTS,
        locale=locale,
        release_id=0,
        number=of.number if isinstance(of, EditionRow) else 0,
        digest=of.digest if isinstance(of, EditionRow) else of.token,
        layout=PUBLIC if public else "",
    )


def of_volume(
    volume: Volume, *, now: datetime
) -> tuple[ParticipantsList, Standing, tuple[ListChange, ...]]:
    """What a volume is made of; NotFound when the tables have moved on since it was asked for."""
    if volume.number:
        row = edition(volume.event_id, volume.number)
        found, changes = contents(row), differences(volume.event_id, row)
        if volume.layout == PUBLIC:
            found, changes = found.public(), ()
        return found, standing(row, zone=found.event.zone), changes
    plan = _prepare(volume.event_id)
    if plan.token != volume.digest:
        raise NotFound
    today = clock.wall(now, plan.facts.event.zone).date()
    return plan.facts, Standing(status=None, day=today), plan.changes


def _prepare(event_id: int) -> Preparation:
    earlier = editions(event_id)
    asked = snapshot.asks_for_credentials(event_id)
    everyone = snapshot.participants(event_id)
    final = snapshot.participants(event_id, snapshot.accepted(event_id)) if asked else everyone
    over = any(row.status is EditionStatus.FINAL for row in earlier)
    facts = final if over else everyone
    return Preparation(
        facts=facts,
        final=final,
        asked=asked,
        token=snapshot.digest(facts, final),
        choices=_choices(event_id, earlier),
        changes=compare_lists(contents(earlier[0]), facts) if earlier else (),
    )


def _choices(
    event_id: int, earlier: tuple[EditionRow, ...]
) -> tuple[tuple[EditionStatus, int, str], ...]:
    before = [row.status for row in reversed(earlier)]
    symbol = earlier[0].symbol if earlier else _first_symbol(event_id)
    found = ((status, next_revision(status, before)) for status in may_follow(before))
    return tuple(
        (status, revision, next_symbol(symbol, status, revision)) for status, revision in found
    )


def _first_symbol(event_id: int) -> str:
    """That of an information paper of the event, where its papers have symbols."""
    symbol = db.session.get_one(Event, event_id).symbol
    return f"{symbol}/INF.1" if symbol else ""


def _decided(actor: Actor, event_id: int, number: int, *, action: str) -> PaperEdition:
    """An edition whose publicity is being decided, and the decision written down.

    Who makes a list public must be one who may read it.
    """
    require(actor, Action.PUBLISH, event_id=event_id)
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    lock(Event, event_id)
    row = _row(event_id, number)
    audit.note(actor, event_id, action=action, noun="paper_editions", object_id=row.id)
    return row


def _row(event_id: int, number: int) -> PaperEdition:
    row = db.session.scalar(sa.select(PaperEdition).filter_by(event_id=event_id, number=number))
    if row is None:
        raise NotFound
    return row


def _at_once(event_id: int) -> None:
    db.session.flush()
    slug = db.session.get_one(Event, event_id).slug
    after_commit(lambda: publications.forget(slug))
