"""What changed behind the sessions, in the words of the page: the event, places, people."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from forumapp.domain.people import PersonFacts
from forumapp.domain.programme import EventFacts, PartFacts, RoomFacts, TrackFacts
from forumapp.domain.releases import FrameChange, FrameKind
from forumapp.http.locale import plain


def frame(changes: Iterable[FrameChange]) -> tuple[str, ...]:
    """A sentence for each."""
    return tuple(_sentence(change) for change in changes)


def _sentence(change: FrameChange) -> str:
    before, after = change.before, change.after
    if isinstance(before, PersonFacts) and isinstance(after, PersonFacts):
        return _person(before, after)
    if isinstance(before, EventFacts) or isinstance(after, EventFacts):
        return _event(change.kind)
    return _named(change.kind, before, after)


def _event(kind: FrameKind) -> str:
    if kind is FrameKind.ORGANISERS:
        return str(_("The organisers or their logos have changed"))
    return str(_("Title, theme, dates, place or clocks of the event have changed"))


def _named(
    kind: FrameKind,
    before: PartFacts | RoomFacts | TrackFacts | PersonFacts,
    after: PartFacts | RoomFacts | TrackFacts | PersonFacts,
) -> str:
    assert not isinstance(before, PersonFacts)
    assert not isinstance(after, PersonFacts)
    what = {FrameKind.ROOM: _("Room"), FrameKind.PART: _("Part"), FrameKind.TRACK: _("Track")}
    sentence: str = _(
        "%(what)s “%(old)s” is now “%(new)s”",
        what=what[kind],
        old=plain(before.name),
        new=plain(after.name),
    )
    return sentence


def _person(before: PersonFacts, after: PersonFacts) -> str:
    if before.name != after.name:
        return str(_("%(old)s is now written %(new)s", old=before.name, new=after.name))
    return str(_("%(who)s has another title, organisation, country or native name", who=after.name))
