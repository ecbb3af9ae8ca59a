"""What became of each session, sentence by sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from forumapp.domain.invitations import Told, all_told
from forumapp.domain.programme import Change, ChangeKind, Programme, SessionFacts
from forumapp.domain.text import Translated
from forumapp.i18n.catalogue import joined, ngettext
from forumapp.i18n.catalogue import message as _
from forumapp.render.changes.speaking import Speaking
from forumapp.render.changes.words import Words


@dataclass(frozen=True, slots=True)
class Said:
    """One session of a list of changes: what is said of it, and the kinds for its mark."""

    code: str
    title: str
    kinds: tuple[ChangeKind, ...]
    sentences: tuple[str, ...]


def said(
    before: Programme | None, after: Programme, changes: Iterable[Change], *, locale: str
) -> tuple[Said, ...]:
    """Each session that changed, with its sentences; `changes` come session by session."""
    teller = Teller(before or after, after, locale=locale)
    return tuple(
        teller.session(tuple(held))
        for _key, held in groupby(changes, key=lambda change: change.session.key)
    )


def summary(counts: Mapping[str, int], *, locale: str) -> str:
    """The changes of a release in numbers: 2 sessions added, 3 moved."""
    words: dict[str, Callable[[int], str]] = {
        "added": lambda n: ngettext("%(num)s session added", "%(num)s sessions added", n, locale),
        "removed": lambda n: ngettext(
            "%(num)s session removed", "%(num)s sessions removed", n, locale
        ),
        "time": lambda n: ngettext("%(num)s time changed", "%(num)s times changed", n, locale),
        "room": lambda n: ngettext("%(num)s place changed", "%(num)s places changed", n, locale),
        "title": lambda n: ngettext("%(num)s title changed", "%(num)s titles changed", n, locale),
        "speakers": lambda n: ngettext(
            "%(num)s speaker list changed", "%(num)s speaker lists changed", n, locale
        ),
        "details": lambda n: ngettext(
            "%(num)s session with other details", "%(num)s sessions with other details", n, locale
        ),
        "frame": lambda n: ngettext(
            "%(num)s name written otherwise", "%(num)s names written otherwise", n, locale
        ),
    }
    return joined((say(counts[kind]) for kind, say in words.items() if counts.get(kind)), locale)


class Teller:
    """Puts the changes between two programmes into words."""

    def __init__(self, before: Programme, after: Programme, *, locale: str) -> None:
        both = (before, after)
        self._words = Words(locale)
        self._told = all_told(before), all_told(after)
        self._parts = {part.id: part.name for one in both for part in one.parts}
        self._tracks = {track.id: track.name for one in both for track in one.tracks}
        self._speaking = Speaking(before, after, words=self._words)

    def session(self, changes: tuple[Change, ...]) -> Said:
        session = changes[0].session
        kinds = {change.kind: change for change in changes}
        return Said(
            code=session.code,
            title=self._words.pick(session.title),
            kinds=tuple(kinds),
            sentences=tuple(self._sentences(kinds, changes[0])),
        )

    def _sentences(self, kinds: Mapping[ChangeKind, Change], first: Change) -> Iterator[str]:
        before, after = first.before, first.after
        if before is None or after is None:
            yield self._whole(first)
            return
        was, now = self._told[0][before.key], self._told[1][after.key]
        if ChangeKind.TIME in kinds or ChangeKind.ROOM in kinds:
            yield from self.moved(was, now)
        if ChangeKind.TITLE in kinds:
            yield from self.titled(was, now)
        if ChangeKind.SPEAKERS in kinds:
            yield from self.spoken(before, after)
        if ChangeKind.DETAILS in kinds:
            yield from self._details(before, after)

    def spoken(self, before: SessionFacts, after: SessionFacts) -> Iterator[str]:
        """What changed in the speaker list of a session."""
        return self._speaking.sentences(before, after)

    def place(self, told: Told) -> str:
        """When and where: 9 Mar 2027, 09:00–10:00, Room A."""
        span = self._words.span(told.starts, told.ends)
        pieces = (self._words.day(told.starts), span, self._words.pick(told.room))
        return joined(pieces, self._words.locale)

    def _whole(self, change: Change) -> str:
        key, added = change.session.key, change.kind is ChangeKind.ADDED
        facts = self.place(self._told[1 if added else 0][key])
        message = _("Added: %(facts)s") if added else _("Removed; it was: %(facts)s")
        return self._words.say(message, facts=facts)

    def moved(self, was: Told, now: Told) -> Iterator[str]:
        """From when to when, from where to where."""
        say, times, places = self._words.say, self._times(was, now), self._places(was, now)
        if times and places:
            yield say(
                _("Moved from %(old)s to %(new)s, %(old_place)s to %(new_place)s"),
                old=times[0],
                new=times[1],
                old_place=places[0],
                new_place=places[1],
            )
        elif times:
            yield say(_("Moved from %(old)s to %(new)s"), old=times[0], new=times[1])
        elif was.ends != now.ends:
            yield say(
                _("Ends at %(new)s instead of %(old)s"),
                old=self._words.clock(was.ends, was.starts),
                new=self._words.clock(now.ends, now.starts),
            )
        if places and not times:
            yield say(_("Moved from %(old)s to %(new)s"), old=places[0], new=places[1])
        if now.online != was.online:
            yield say(
                _("Can be followed online") if now.online else _("Can no longer be followed online")
            )

    def titled(self, was: Told, now: Told) -> Iterator[str]:
        """What it was called, and what it is called now."""
        say = self._words.say
        if was.code != now.code:
            yield self._words.instead(say(_("Code")), was.code, now.code)
        old, new = self._words.pick(was.title), self._words.pick(now.title)
        if old != new:
            yield say(_("Called “%(new)s”, before “%(old)s”"), new=new, old=old)
        elif was.title != now.title:
            languages = self._words.languages(_changed_in(was.title, now.title))
            yield say(_("Title changed in: %(languages)s"), languages=languages)

    def _times(self, was: Told, now: Told) -> tuple[str, str] | None:
        """The old and the new start, with the ends where the length changed, with days if these
        did."""
        if was.starts == now.starts:
            return None
        same_length = was.ends - was.starts == now.ends - now.starts
        old, new = (
            f"{one.starts:%H:%M}" if same_length else self._words.span(one.starts, one.ends)
            for one in (was, now)
        )
        if was.starts.date() == now.starts.date():
            return old, new
        return (
            joined((self._words.day(was.starts), old), self._words.locale),
            joined((self._words.day(now.starts), new), self._words.locale),
        )

    def _places(self, was: Told, now: Told) -> tuple[str, str] | None:
        old, new = self._words.pick(was.room), self._words.pick(now.room)
        if old == new:
            return None
        nowhere = self._words.say(_("no room"))
        return old or nowhere, new or nowhere

    def _details(self, before: SessionFacts, after: SessionFacts) -> Iterator[str]:
        say = self._words.say
        old, new = self._described(before), self._described(after)
        for what, value in old.items():
            if value != new[what]:
                yield self._words.instead(say(what), value, new[what])
        if before.description != after.description:
            yield say(_("Description changed"))

    def _described(self, session: SessionFacts) -> dict[str, str]:
        """What is said of a session beside time, place, title and speakers."""
        pick, none = self._words.pick, Translated()
        return {
            _("Kind"): self._words.label(session.kind),
            _("Part"): pick(self._parts.get(session.part_id, none)),
            _("Track"): pick(self._tracks.get(session.track_id or 0, none)),
            _("Languages"): self._words.languages(session.languages),
            _("Interpretation"): self._words.languages(session.interpretation),
            _("Shown to"): self._words.label(session.visibility),
        }


def _changed_in(before: Translated, after: Translated) -> tuple[str, ...]:
    codes = dict.fromkeys((*after, *before))
    return tuple(code for code in codes if before.get(code) != after.get(code))
