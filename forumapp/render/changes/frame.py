"""What changed behind the sessions: the event, places, people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from forumapp.domain.people import PersonFacts
from forumapp.domain.programme import EventFacts, PartFacts, RoomFacts, TrackFacts
from forumapp.domain.releases import FrameChange, FrameKind
from forumapp.i18n.catalogue import message as _
from forumapp.i18n.countries import zone_place
from forumapp.render.changes.words import Words

_NAMED = {FrameKind.ROOM: _("Room"), FrameKind.PART: _("Part"), FrameKind.TRACK: _("Track")}


def frame(changes: Iterable[FrameChange], *, locale: str) -> tuple[str, ...]:
    """The sentences of each."""
    words = Words(locale)
    return tuple(sentence for change in changes for sentence in _sentences(change, words))


def event_sentences(before: EventFacts, after: EventFacts, *, locale: str) -> tuple[str, ...]:
    """What the event is called, when and where it takes place, where that is new."""
    words = Words(locale)
    old, new = _described(before, words), _described(after, words)
    return tuple(
        words.instead(words.say(what), value, new[what])
        for what, value in old.items()
        if value != new[what]
    )


def _described(event: EventFacts, words: Words) -> dict[str, str]:
    return {
        _("Title"): words.pick(event.title),
        _("Theme"): words.pick(event.theme),
        _("Dates"): words.days(event.starts_on, event.ends_on),
        _("Clock of"): zone_place(event.zone, words.locale),
        _("Place"): words.pick(event.place),
        _("Venue"): words.pick(event.venue),
        _("Format"): words.label(event.format),
    }


def _sentences(change: FrameChange, words: Words) -> Iterator[str]:
    before, after = change.before, change.after
    if isinstance(before, PersonFacts) and isinstance(after, PersonFacts):
        yield _person(before, after, words)
    elif isinstance(before, EventFacts) and isinstance(after, EventFacts):
        yield from _event(change.kind, before, after, words)
    else:
        yield _named(change.kind, before, after, words)


def _event(kind: FrameKind, before: EventFacts, after: EventFacts, words: Words) -> tuple[str, ...]:
    if kind is FrameKind.ORGANISERS:
        return (words.say(_("The organisers or their logos have changed")),)
    told = event_sentences(before, after, locale=words.locale)
    # Another language's text may have changed alone, or the clocks shown beside.
    return told or (words.say(_("Title, theme, place or clocks of the event have changed")),)


def _named(
    kind: FrameKind,
    before: EventFacts | PartFacts | RoomFacts | TrackFacts | PersonFacts,
    after: EventFacts | PartFacts | RoomFacts | TrackFacts | PersonFacts,
    words: Words,
) -> str:
    assert isinstance(before, PartFacts | RoomFacts | TrackFacts)
    assert isinstance(after, PartFacts | RoomFacts | TrackFacts)
    return words.say(
        _("%(what)s “%(old)s” is now “%(new)s”"),
        what=words.say(_NAMED[kind]),
        old=words.pick(before.name),
        new=words.pick(after.name),
    )


def _person(before: PersonFacts, after: PersonFacts, words: Words) -> str:
    if before.name != after.name:
        return words.say(_("%(old)s is now written %(new)s"), old=before.name, new=after.name)
    return words.say(
        _("%(who)s has another title, organisation, country or native name"), who=after.name
    )
