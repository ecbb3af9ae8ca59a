"""The programmes that a mail is about: of the release that it tells of, or of the current one."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from forumapp.domain.agenda import Visibility
from forumapp.domain.programme import (
    EventFacts,
    Programme,
    SessionFacts,
)
from forumapp.domain.telling import event_moved, speaking
from forumapp.services import publications
from forumapp.services.events import EventRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Releases:
    """What holds for who may read what is for those registered, and what held when they were told
    last; None for a mail that compares nothing.
    """

    after: Programme
    before: Programme | None = None

    def of(self, person_id: int, parts: Container[int]) -> Programme:
        """The sessions of these parts, and those in which the person speaks."""
        sessions = self.after.sessions
        return self.after.only(
            s for s in sessions if s.part_id in parts or person_id in speaking(s)
        )

    @property
    def elsewhere(self) -> EventFacts | None:
        """The event as it was, where its dates or place are others now."""
        if self.before is None or not event_moved(self.before, self.after):
            return None
        return self.before.event


def releases(facts: Mapping[str, Any], event: EventRow) -> Releases:
    """The releases that a mail's facts name; else the current one."""
    if "release" not in facts:
        return Releases(after=_current(event))
    return Releases(
        after=_visible(facts["release"]),
        before=_visible(facts["before"]) if facts["before"] else None,
    )


def some(programme: Programme | None, keys: Iterable[str]) -> Programme | None:
    """A programme with the sessions of these keys, and who speaks in them."""
    if programme is None:
        return None
    wanted = set(keys)
    return programme.only(s for s in programme.sessions if s.key in wanted)


def by_key(programme: Programme | None) -> dict[str, SessionFacts]:
    return {session.key: session for session in programme.sessions} if programme else {}


def _visible(release_id: int) -> Programme:
    return publications.programme(release_id).visible_to(Visibility.REGISTERED)


def _current(event: EventRow) -> Programme:
    """What is released of the event for those registered; nothing of a draft."""
    current = publications.of_event(event.slug)
    return publications.published(current, reader=Visibility.REGISTERED).programme
