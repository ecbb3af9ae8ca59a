"""What everyone may read of the current release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forumapp.db import db
from forumapp.domain.agenda import Visibility
from forumapp.domain.errors import NotFound
from forumapp.domain.events import EventState
from forumapp.domain.people import PersonFacts
from forumapp.domain.programme import (
    EventFacts,
    LiveFacts,
    PartFacts,
    Programme,
    ReleaseFacts,
    ReleaseStatus,
    RoomFacts,
    SessionFacts,
    TrackFacts,
)
from forumapp.models import Event, Release
from forumapp.services.publications import issues, releases, snapshot
from forumapp.services.publications.draft import event_facts
from forumapp.services.publications.releases import Current, history
from forumapp.services.publications.snapshot import event_of, programme

_NEVER = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Published:
    """A programme with what its numbers stand for, and who speaks where."""

    programme: Programme
    people: dict[int, PersonFacts]
    rooms: dict[int, RoomFacts]
    parts: dict[int, PartFacts]
    tracks: dict[int, TrackFacts]
    sessions: dict[str, SessionFacts]
    by_number: dict[int, SessionFacts]
    speaking: dict[int, tuple[SessionFacts, ...]]

    def session(self, code: str) -> SessionFacts:
        """The session of this code; NotFound when none is published."""
        try:
            return self.sessions[code.upper()]
        except KeyError:
            raise NotFound from None

    def part(self, part_id: int) -> PartFacts:
        """The part of this number; NotFound when there is none."""
        try:
            return self.parts[part_id]
        except KeyError:
            raise NotFound from None


def published(current: Current, *, reader: Visibility = Visibility.PUBLIC) -> Published:
    """The current release as this reader may see it; before the first one, an empty programme.

    What takes effect at once (see `LiveFacts`) is as it is now.
    """
    if current.release_id is None:
        return _indexed(_unreleased(current.event_id))
    return _published(current.release_id, current.erased, current.live, reader)


def announced(current: Current) -> EventFacts:
    """The event as everyone knows it: as released, or, before the first release, as it is now."""
    return published(current).programme.event


def announced_events() -> dict[int, EventFacts]:
    """Each public event that has a release, as its latest one announced it, in one query."""
    other = aliased(Release)
    latest = sa.select(sa.func.max(other.number)).where(other.event_id == Event.id)
    rows = db.session.execute(
        sa.select(Event.id, Release.snapshot["event"])
        .join(Release, Release.event_id == Event.id)
        .where(Event.state != EventState.DRAFT, Release.number == latest.scalar_subquery())
    )
    return {event_id: event_of(announced) for event_id, announced in rows}


def latest_first(current: Current) -> Iterator[Published]:
    """The current release, then those before it, as everyone may or might read them."""
    yield published(current)
    for row in history(current.event_id):
        if row.id != current.release_id:
            yield published(replace(current, release_id=row.id))


@lru_cache(maxsize=16)
def _published(release_id: int, _erased: int, live: LiveFacts, reader: Visibility) -> Published:
    found = programme(release_id).visible_to(reader)
    return _indexed(replace(found, event=found.event.with_live(live)))


def _indexed(found: Programme) -> Published:
    return Published(
        programme=found,
        people={person.id: person for person in found.people},
        rooms={room.id: room for room in found.rooms},
        parts={part.id: part for part in found.parts},
        tracks={track.id: track for track in found.tracks},
        sessions={session.code: session for session in found.sessions},
        by_number={session.id: session for session in found.sessions},
        speaking=_speaking(found.sessions),
    )


def _speaking(sessions: Iterable[SessionFacts]) -> dict[int, tuple[SessionFacts, ...]]:
    """The sessions in which each person speaks, in order of time."""
    found: dict[int, dict[int, SessionFacts]] = {}
    for session in sessions:
        for speaker in session.speakers:
            if speaker.status.speaks:
                found.setdefault(speaker.person_id, {})[session.id] = session
    return {person_id: tuple(theirs.values()) for person_id, theirs in found.items()}


def _unreleased(event_id: int) -> Programme:
    event = db.session.get_one(Event, event_id)
    nothing = ReleaseFacts(id=0, number=0, status=ReleaseStatus.PROVISIONAL, issued_at=_NEVER)
    return Programme(event=event_facts(event), release=nothing)


def forget_all() -> None:
    """Drop every state and every parsed release: for a process that is given another database."""
    releases.forget_known()
    snapshot.forget_parsed()
    issues.forget_parsed()
    _published.cache_clear()
