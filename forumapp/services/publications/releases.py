"""Making releases, and reading the current one at next to no cost."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from forumapp.db import after_commit, db, lock
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import Conflict, NotFound
from forumapp.domain.events import EventState
from forumapp.domain.programme import (
    LiveFacts,
    Programme,
    ReleaseFacts,
    ReleaseStatus,
    next_sequence,
)
from forumapp.models import Erasure, Event, Issue, Notice, PaperEdition, Release
from forumapp.services import audit, invitations
from forumapp.services.access import require
from forumapp.services.publications import volumes
from forumapp.services.publications.numbering import revision
from forumapp.services.publications.proposals import Proposal, propose
from forumapp.services.publications.snapshot import dump
from forumapp.services.rows import read

_LIVE_NAMES = tuple(field.name for field in fields(LiveFacts))
_LIVE = tuple(getattr(Event, name) for name in _LIVE_NAMES)
_ERASED = (
    sa.select(sa.func.count(Erasure.id))
    .where(Erasure.event_id == Event.id)
    .correlate(Event)
    .scalar_subquery()
)
MEMORY = 1.0  # seconds for which a process trusts what it knows of the current release


@dataclass(frozen=True, slots=True, kw_only=True)
class Current:
    """What is public of an event now. `release_id` None before the first release; `proceedings`
    whether there are any to read; `participants` the edition of their list that everyone may read;
    `erased` how many people were taken out of what was published; `notices` numbers and
    versions of what is on the notice board, empty for nothing. `digests` are those of the
    proceedings and of that list, which are others once somebody is taken out who no longer agrees.
    """

    event_id: int
    slug: str
    state: EventState
    live: LiveFacts
    release_id: int | None
    number: int
    issued_at: datetime | None
    proceedings: bool = False
    participants: int | None = None
    erased: int = 0
    digests: tuple[str, str] = ("", "")
    notices: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRow:
    """A release without its snapshot. `changes` counts them by kind; see `Proposal.counts`.

    `revision` is that of `ReleaseFacts`; `told` is how many people were, None where nobody was to.
    """

    id: int
    number: int
    status: ReleaseStatus
    revision: int
    symbol: str
    note: str
    issued_at: datetime
    issued_by: str
    changes: Mapping[str, int]
    told: int | None


_known: dict[str, tuple[float, Current]] = {}


def current(slug: str) -> Current:
    """The public state of an event, at most a second old; NotFound for a draft or unknown one.

    While the database is away, what was known last is told.
    """
    now = time.monotonic()
    known = _known.get(slug)
    if known and known[0] > now:
        return known[1]
    try:
        found = _query_current(slug)
    except OperationalError:
        if known is None:
            raise
        db.session.rollback()
        found = known[1]
    if known and found == known[1]:
        found = known[1]  # pages are kept by it: one object, however often it is read
    if len(_known) > 1000:
        _known.clear()
    _known[slug] = (now + MEMORY, found)
    return found


def is_current(known: Current) -> bool:
    """Whether this is still what the process trusts; it says no rather than look."""
    kept = _known.get(known.slug)
    return kept is not None and kept[1] is known and kept[0] > time.monotonic()


def forget(slug: str) -> None:
    """Have this process read the event's public state anew."""
    _known.pop(slug, None)


forget_known = _known.clear


def of_event(slug: str) -> Current:
    """The public state of an event, a draft's too: nothing of it is released. NotFound for none."""
    try:
        return current(slug)
    except NotFound:
        return _query_draft(slug)


def _query_draft(slug: str) -> Current:
    row = db.session.scalar(sa.select(Event).filter_by(slug=slug))
    if row is None:
        raise NotFound
    return Current(
        event_id=row.id,
        slug=slug,
        state=row.state,
        live=read(LiveFacts, row),
        release_id=None,
        number=0,
        issued_at=None,
    )


def _query_current(slug: str) -> Current:
    row = db.session.execute(
        sa.select(
            Event.id,
            Event.state,
            Release.id,
            Release.number,
            Release.issued_at,
            _of_latest(Issue, Issue.withdrawn_at.is_(None)),
            _of_latest(PaperEdition, PaperEdition.number, PaperEdition.public_at.is_not(None)),
            _ERASED,
            _board(datetime.now(UTC)),
            _of_latest(Issue, Issue.digest),
            _of_latest(PaperEdition, PaperEdition.digest, PaperEdition.public_at.is_not(None)),
            *_LIVE,
        )
        .outerjoin(Release, Release.id == _of_latest(Release, Release.id))
        .where(Event.slug == slug, Event.state != EventState.DRAFT)
    ).first()
    if row is None:
        raise NotFound
    return Current(
        event_id=row[0],
        slug=slug,
        state=row[1],
        live=LiveFacts(**dict(zip(_LIVE_NAMES, row[11:], strict=True))),
        release_id=row[2],
        number=row[3] or 0,
        issued_at=row[4],
        proceedings=bool(row[5]),
        participants=row[6],
        notices=row[8],
        erased=row[7],
        digests=(row[9] or "", row[10] or ""),
    )


def _board(now: datetime) -> sa.ScalarSelect[Any]:
    """Number and version of what is on the notice board now, of the event of the query around."""
    one = sa.cast(Notice.id, sa.String) + ":" + sa.cast(Notice.version, sa.String)
    return (
        sa.select(sa.func.coalesce(sa.func.aggregate_strings(one, " "), ""))
        .where(
            Notice.event_id == Event.id,
            Notice.shows_from <= now,
            sa.or_(Notice.shows_until.is_(None), Notice.shows_until > now),
        )
        .correlate(Event)
        .scalar_subquery()
    )


def _of_latest(
    model: type[Release | Issue | PaperEdition],
    wanted: sa.ColumnElement[Any] | Any,
    *where: sa.ColumnElement[bool],
) -> sa.ScalarSelect[Any]:
    """A value of the latest release, issue or edition of the event of the query around it."""
    return (
        sa.select(wanted)
        .where(model.event_id == Event.id, *where)
        .order_by(model.number.desc())
        .limit(1)
        .correlate(Event)
        .scalar_subquery()
    )


def history(event_id: int) -> tuple[ReleaseRow, ...]:
    """The releases of an event, latest first."""
    return _rows(Release.event_id == event_id)


def release(event_id: int, number: int) -> ReleaseRow:
    """One release of an event; NotFound when there is none of this number."""
    found = _rows(Release.event_id == event_id, Release.number == number)
    if not found:
        raise NotFound
    return found[0]


def _rows(*where: sa.ColumnElement[bool]) -> tuple[ReleaseRow, ...]:
    rows = db.session.execute(
        sa.select(Release, revision()).where(*where).order_by(Release.number.desc())
    )
    return tuple(read(ReleaseRow, row, revision=number) for row, number in rows)


def publish(
    actor: Actor,
    event_id: int,
    *,
    status: ReleaseStatus,
    symbol: str = "",
    note: str = "",
    seen: str = "",
    quiet: bool = False,
    now: datetime,
) -> ReleaseRow:
    """Freeze the programme as the next release, and have its PDF built in the event's languages.

    SEQUENCE rises for what moved since the last. Those concerned are told by mail, unless it is
    `quiet` or the event a draft: then the next release tells them of both. With `seen`, the token
    of a proposal, raises Conflict `changed` when anything else would be published, or anybody else
    told, than what was shown.
    """
    require(actor, Action.PUBLISH, event_id=event_id)
    lock(Event, event_id)
    event = db.session.get_one(Event, event_id)
    plan = propose(event_id, now=now)
    if seen and seen != plan.token:
        raise Conflict("changed")
    row = Release(
        event_id=event_id,
        number=plan.number,
        status=status,
        symbol=symbol or event.symbol,
        note=note,
        issued_at=now,
        issued_by=actor.name,
        changes=plan.counts,
        snapshot={},
    )
    db.session.add(row)
    db.session.flush()
    row.snapshot = dump(_frozen(row, plan))
    db.session.flush()
    if not quiet and event.state is not EventState.DRAFT:
        row.told = invitations.tell(plan.telling, event_id=event_id, release_id=row.id, now=now)
    audit.note(actor, event_id, action="publish", noun="releases", object_id=row.id)
    db.session.flush()
    for locale in volumes.languages(event.languages):
        volumes.ask(volumes.of_release(event_id, row.id, row.number, locale=locale), now=now)
    slug = event.slug
    after_commit(lambda: forget(slug))
    return release(event_id, row.number)


def _frozen(row: Release, plan: Proposal) -> Programme:
    """What was proposed, with its number and sequences."""
    old = {s.key: s for s in plan.before.sessions} if plan.before else {}
    sessions = tuple(
        replace(s, sequence=next_sequence(old.get(s.key), s)) for s in plan.after.sessions
    )
    facts = read(ReleaseFacts, row, revision=0)  # counted when it is read
    return replace(plan.after, release=facts, sessions=sessions)
