"""Making releases, and reading the current one at next to no cost."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa

from forumapp.db import after_commit, db, lock
from forumapp.domain.access import Action, Actor
from forumapp.domain.agenda import Visibility
from forumapp.domain.errors import NotFound
from forumapp.domain.events import EventState
from forumapp.domain.programme import Programme, ReleaseStatus, next_sequence
from forumapp.models import Event, Release
from forumapp.services import audit
from forumapp.services.access import require
from forumapp.services.publications.draft import draft
from forumapp.services.publications.snapshot import dump, load

MEMORY = 1.0  # seconds for which a process trusts what it knows of the current release


@dataclass(frozen=True, slots=True, kw_only=True)
class Current:
    """What is public of an event now. `release_id` None before the first release."""

    event_id: int
    slug: str
    state: EventState
    accent: str
    release_id: int | None
    number: int
    issued_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRow:
    """A release without its snapshot."""

    id: int
    number: int
    status: ReleaseStatus
    symbol: str
    note: str
    issued_at: datetime
    issued_by: str


_known: dict[str, tuple[float, Current]] = {}


def current(slug: str) -> Current:
    """The public state of an event, at most a second old; NotFound for a draft or unknown one."""
    now = time.monotonic()
    if (known := _known.get(slug)) and known[0] > now:
        return known[1]
    found = _query_current(slug)
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


def _query_current(slug: str) -> Current:
    latest = (
        sa.select(Release.id)
        .where(Release.event_id == Event.id)
        .order_by(Release.number.desc())
        .limit(1)
        .correlate(Event)
        .scalar_subquery()
    )
    row = db.session.execute(
        sa.select(
            Event.id, Event.state, Event.accent, Release.id, Release.number, Release.issued_at
        )
        .outerjoin(Release, Release.id == latest)
        .where(Event.slug == slug, Event.state != EventState.DRAFT)
    ).first()
    if row is None:
        raise NotFound
    return Current(
        event_id=row[0],
        slug=slug,
        state=row[1],
        accent=row[2],
        release_id=row[3],
        number=row[4] or 0,
        issued_at=row[5],
    )


@lru_cache(maxsize=16)
def programme(release_id: int) -> Programme:
    """The programme that a release froze; parsed once a process."""
    release = db.session.get_one(Release, release_id, options=[sa.orm.undefer(Release.snapshot)])
    found = load(release.snapshot)
    return replace(found, release=replace(found.release, id=release_id))


def history(event_id: int) -> tuple[ReleaseRow, ...]:
    """The releases of an event, latest first."""
    rows = db.session.scalars(
        sa.select(Release).filter_by(event_id=event_id).order_by(Release.number.desc())
    )
    return tuple(
        ReleaseRow(
            id=row.id,
            number=row.number,
            status=row.status,
            symbol=row.symbol,
            note=row.note,
            issued_at=row.issued_at,
            issued_by=row.issued_by,
        )
        for row in rows
    )


def publish(
    actor: Actor,
    event_id: int,
    *,
    status: ReleaseStatus,
    symbol: str = "",
    note: str = "",
    now: datetime,
) -> ReleaseRow:
    """Freeze the programme as the next release. SEQUENCE rises for what moved since the last."""
    require(actor, Action.PUBLISH, event_id=event_id)
    lock(Event, event_id)
    event = db.session.get_one(Event, event_id)
    previous = db.session.scalar(
        sa.select(Release).filter_by(event_id=event_id).order_by(Release.number.desc()).limit(1)
    )
    release = Release(
        event_id=event_id,
        number=previous.number + 1 if previous else 1,
        status=status,
        symbol=symbol or event.symbol,
        note=note,
        issued_at=now,
        issued_by=actor.name,
        snapshot={},
    )
    db.session.add(release)
    db.session.flush()
    release.snapshot = dump(_frozen(release, programme(previous.id) if previous else None))
    audit.note(actor, event_id, action="publish", noun="releases", object_id=release.id)
    db.session.flush()
    slug = event.slug
    after_commit(lambda: forget(slug))
    return ReleaseRow(
        id=release.id,
        number=release.number,
        status=release.status,
        symbol=release.symbol,
        note=release.note,
        issued_at=release.issued_at,
        issued_by=release.issued_by,
    )


def _frozen(release: Release, before: Programme | None) -> Programme:
    """The draft with its number and sequences, without what only the secretariat may read."""
    old = {s.key: s for s in before.sessions} if before else {}
    plan = draft(release.event_id, now=release.issued_at).visible_to(Visibility.REGISTERED)
    sessions = tuple(replace(s, sequence=next_sequence(old.get(s.key), s)) for s in plan.sessions)
    facts = replace(
        plan.release,
        id=release.id,
        number=release.number,
        status=release.status,
        symbol=release.symbol,
        note=release.note,
        issued_at=release.issued_at,
    )
    return replace(plan, release=facts, sessions=sessions)
