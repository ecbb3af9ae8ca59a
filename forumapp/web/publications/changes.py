"""What one release changes of another, session by session, in the words of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import ngettext

from forumapp.domain.programme import Change, ChangeKind, Programme, SessionFacts
from forumapp.domain.text import Translated
from forumapp.http.locale import locale, plain, short_day
from forumapp.i18n.catalogue import joined, language_name, listed
from forumapp.i18n.words import label
from forumapp.web.publications.speaking import Speaking


@dataclass(frozen=True, slots=True)
class Told:
    """One session of a list of changes: what is said of it, and the kinds for its mark."""

    code: str
    title: str
    kinds: tuple[ChangeKind, ...]
    sentences: tuple[str, ...]


def told(before: Programme | None, after: Programme, changes: Iterable[Change]) -> tuple[Told, ...]:
    """Each session that changed, with its sentences; `changes` come session by session."""
    teller = _Teller(before or after, after)
    return tuple(
        teller.session(tuple(held))
        for _key, held in groupby(changes, key=lambda change: change.session.key)
    )


def summary(counts: dict[str, int]) -> str:
    """The changes of a release in numbers: 2 sessions added, 3 moved."""
    words: dict[str, Callable[[int], str]] = {
        "added": lambda n: ngettext("%(num)s session added", "%(num)s sessions added", n),
        "removed": lambda n: ngettext("%(num)s session removed", "%(num)s sessions removed", n),
        "time": lambda n: ngettext("%(num)s time changed", "%(num)s times changed", n),
        "room": lambda n: ngettext("%(num)s place changed", "%(num)s places changed", n),
        "title": lambda n: ngettext("%(num)s title changed", "%(num)s titles changed", n),
        "speakers": lambda n: ngettext(
            "%(num)s speaker list changed", "%(num)s speaker lists changed", n
        ),
        "details": lambda n: ngettext(
            "%(num)s session with other details", "%(num)s sessions with other details", n
        ),
        "frame": lambda n: ngettext(
            "%(num)s name written otherwise", "%(num)s names written otherwise", n
        ),
    }
    return joined((say(counts[kind]) for kind, say in words.items() if counts.get(kind)), locale())


class _Teller:
    """Puts the changes between two programmes into words."""

    def __init__(self, before: Programme, after: Programme) -> None:
        both = (before, after)
        self._rooms = {room.id: plain(room.name) for one in both for room in one.rooms}
        self._parts = {part.id: plain(part.name) for one in both for part in one.parts}
        self._tracks = {track.id: plain(track.name) for one in both for track in one.tracks}
        self._speaking = Speaking(before, after)

    def session(self, changes: tuple[Change, ...]) -> Told:
        session = changes[0].session
        kinds = {change.kind: change for change in changes}
        return Told(
            code=session.code,
            title=plain(session.title),
            kinds=tuple(kinds),
            sentences=tuple(self._sentences(kinds, changes[0])),
        )

    def _sentences(self, kinds: dict[ChangeKind, Change], first: Change) -> Iterator[str]:
        before, after = first.before, first.after
        if before is None or after is None:
            yield self._whole(first)
            return
        if ChangeKind.TIME in kinds or ChangeKind.ROOM in kinds:
            yield from self._moved(before, after)
        if ChangeKind.TITLE in kinds:
            yield from _titled(before, after)
        if ChangeKind.SPEAKERS in kinds:
            yield from self._speaking.sentences(before, after)
        if ChangeKind.DETAILS in kinds:
            yield from self._details(before, after)

    def _whole(self, change: Change) -> str:
        session = change.session
        where = self._place(session)
        when = f"{short_day(session.starts.date())}, {_span(session)}"
        facts = f"{when}, {where}" if where else when
        if change.kind is ChangeKind.ADDED:
            return str(_("Added: %(facts)s", facts=facts))
        return str(_("Removed; it was: %(facts)s", facts=facts))

    def _moved(self, before: SessionFacts, after: SessionFacts) -> Iterator[str]:
        times = _times(before, after)
        places = self._places(before, after)
        if times and places:
            yield _(
                "Moved from %(old)s to %(new)s, %(old_place)s to %(new_place)s",
                old=times[0],
                new=times[1],
                old_place=places[0],
                new_place=places[1],
            )
        elif times:
            yield _("Moved from %(old)s to %(new)s", old=times[0], new=times[1])
        elif before.ends != after.ends:
            yield _(
                "Ends at %(new)s instead of %(old)s",
                old=_clock(before.ends, before.starts),
                new=_clock(after.ends, after.starts),
            )
        if places and not times:
            yield _("Moved from %(old)s to %(new)s", old=places[0], new=places[1])
        if not before.online and after.online:
            yield _("Can be followed online")
        if before.online and not after.online:
            yield _("Can no longer be followed online")

    def _places(self, before: SessionFacts, after: SessionFacts) -> tuple[str, str] | None:
        if before.room_id == after.room_id:
            return None
        return self._place(before) or _("no room"), self._place(after) or _("no room")

    def _place(self, session: SessionFacts) -> str:
        return self._rooms.get(session.room_id or 0, "")

    def _details(self, before: SessionFacts, after: SessionFacts) -> Iterator[str]:
        for words, old, new in (
            (_("Kind"), label(before.kind, locale()), label(after.kind, locale())),
            (_("Part"), self._parts.get(before.part_id, ""), self._parts.get(after.part_id, "")),
            (
                _("Track"),
                self._tracks.get(before.track_id or 0, ""),
                self._tracks.get(after.track_id or 0, ""),
            ),
            (_("Languages"), _languages(before.languages), _languages(after.languages)),
            (
                _("Interpretation"),
                _languages(before.interpretation),
                _languages(after.interpretation),
            ),
            (
                _("Shown to"),
                label(before.visibility, locale()),
                label(after.visibility, locale()),
            ),
        ):
            if old != new:
                yield instead(words, old, new)
        if before.description != after.description:
            yield _("Description changed")


def instead(what: str, old: str, new: str) -> str:
    """One value in place of another: Kind: Plenary instead of Ceremony."""
    nothing = _("none")
    sentence: str = _(
        "%(what)s: %(new)s instead of %(old)s", what=what, new=new or nothing, old=old or nothing
    )
    return sentence


def _titled(before: SessionFacts, after: SessionFacts) -> Iterator[str]:
    if before.code != after.code:
        yield instead(_("Code"), before.code, after.code)
    old, new = plain(before.title), plain(after.title)
    if old != new:
        yield _("Called “%(new)s”, before “%(old)s”", new=new, old=old)
    elif before.title != after.title:
        yield _("Title changed in: %(languages)s", languages=_changed_in(before.title, after.title))


def _changed_in(before: Translated, after: Translated) -> str:
    codes = dict.fromkeys((*after, *before))
    return _languages(tuple(code for code in codes if before.get(code) != after.get(code)))


def _times(before: SessionFacts, after: SessionFacts) -> tuple[str, str] | None:
    """The old and the new start, with the ends where the length changed, with days if these did."""
    if before.starts == after.starts:
        return None
    same_length = before.ends - before.starts == after.ends - after.starts
    old, new = (f"{one.starts:%H:%M}" if same_length else _span(one) for one in (before, after))
    if before.starts.date() == after.starts.date():
        return old, new
    return (
        f"{short_day(before.starts.date())}, {old}",
        f"{short_day(after.starts.date())}, {new}",
    )


def _span(session: SessionFacts) -> str:
    return f"{session.starts:%H:%M}\N{EN DASH}{_clock(session.ends, session.starts)}"


def _clock(moment: datetime, start: datetime) -> str:
    """A time, with its day where that isn't the day of the start."""
    time = f"{moment:%H:%M}"
    return time if moment.date() == start.date() else f"{time} ({short_day(moment.date())})"


def _languages(codes: tuple[str, ...]) -> str:
    return listed(tuple(language_name(code, locale()) for code in codes), locale())
