"""iCalendar files (RFC 5545) as Google, Outlook, Zoom and conference programs write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event
from icalendar.error import BrokenCalendarProperty

from forumapp.domain.agenda import Visibility
from forumapp.domain.schedules.findings import Code, Place, Unreadable
from forumapp.domain.schedules.reading import (
    Ask,
    FileKind,
    ReadEvent,
    ReadSchedule,
    ReadSession,
    ReadSpeaker,
)
from forumapp.domain.text import Translated
from forumapp.gateways.schedules import own_calendar
from forumapp.gateways.schedules.collector import WHOLE, Collector
from forumapp.gateways.schedules.markup import is_markup, plain
from forumapp.gateways.schedules.people import read_line
from forumapp.gateways.schedules.recurrence import MOST, NotARule, starts_of
from forumapp.gateways.schedules.zones import zone_name

_BEGIN, _END = b"BEGIN:VEVENT", b"END:VEVENT"
_HEAD_BEGIN, _HEAD_END = b"BEGIN:VCALENDAR\r\n", b"END:VCALENDAR\r\n"
_BROKEN = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)
_LARGEST_ENTRY = 200_000
_FEED = re.compile(r"-//forumapp//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A VEVENT and the line on which it begins."""

    line: int
    event: Any

    def text(self, name: str) -> str:
        with suppress(*_BROKEN, BrokenCalendarProperty):
            value = self.event.get(name, "")
            return str(value[0] if isinstance(value, list) and value else value)
        return ""

    def moment(self, name: str) -> date | timedelta | None:
        """A date, a date with a time, or a duration; None where there is none, or no valid one."""
        with suppress(*_BROKEN, BrokenCalendarProperty):
            value = getattr(self.event.get(name), "dt", None)
            return value if isinstance(value, date | timedelta) else None
        return None

    def zone_of(self, name: str) -> str:
        """The TZID that a time names."""
        with suppress(*_BROKEN, BrokenCalendarProperty):
            return str(self.event[name].params.get("TZID", ""))
        return ""

    def names(self, name: str) -> tuple[str, ...]:
        """The values of a list such as CATEGORIES."""
        with suppress(*_BROKEN, BrokenCalendarProperty):
            found = self.event.get(name)
            groups = found if isinstance(found, list) else [found] if found is not None else []
            return tuple(str(one) for group in groups for one in getattr(group, "cats", [group]))
        return ()


def read(data: bytes, ask: Ask) -> ReadSchedule:
    """Read a calendar, entry by entry, so that a broken one spoils no other.

    Raise Unreadable where nothing of it is a calendar.
    """
    collector = Collector(ask, FileKind.ICALENDAR, markup=True)
    head, blocks = _taken_apart(data, collector)
    try:
        calendar = Calendar.from_ical(head)
    except _BROKEN:
        raise Unreadable(Code.DAMAGED, kind="iCalendar") from None
    return _Reading(calendar, collector).schedule(list(_entries(blocks, collector)))


def _taken_apart(data: bytes, collector: Collector) -> tuple[bytes, list[tuple[int, bytes]]]:
    """The calendar without its entries, and each entry with its first line's number."""
    head: list[bytes] = []
    blocks: list[tuple[int, bytes]] = []
    block: list[bytes] | None = None
    for number, line in enumerate(_lines(data), start=1):
        bare = line.strip().upper()
        if bare == _BEGIN:
            collector.count_row()
            block, begun = [], number
        if block is None:
            head.append(line)
            continue
        block.append(line)
        if bare == _END:
            blocks.append((begun, b"\r\n".join((*block, b""))))
            block = None
    if block is not None or _HEAD_END.strip() not in [line.strip().upper() for line in head[-3:]]:
        collector.tell(Code.BROKEN_OFF, WHOLE)
    return _closed(head), blocks


def _lines(data: bytes) -> list[bytes]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16", "replace").encode()
    return (
        data.removeprefix(b"\xef\xbb\xbf")
        .replace(b"\r\n", b"\n")
        .replace(b"\r", b"\n")
        .split(b"\n")
    )


def _closed(head: list[bytes]) -> bytes:
    """The first calendar of the file alone, as whole as can be: its head and its zones."""
    kept = [line for line in head if line.strip()]
    first = next(
        (n for n, line in enumerate(kept) if line.upper().startswith(b"BEGIN:VTIME")), None
    )
    properties = kept[1:first] if first is not None else kept[1:]
    properties = [line for line in properties if not line.upper().startswith((b"BEGIN:", b"END:"))]
    zones = list(_zones(kept))
    return _HEAD_BEGIN + b"".join(line + b"\r\n" for line in (*properties, *zones)) + _HEAD_END


def _zones(lines: list[bytes]) -> Iterator[bytes]:
    """The lines of whole VTIMEZONE components."""
    zone: list[bytes] | None = None
    for line in lines:
        bare = line.strip().upper()
        if bare == b"BEGIN:VTIMEZONE":
            zone = []
        if zone is not None:
            zone.append(line)
        if bare == b"END:VTIMEZONE" and zone is not None:
            yield from zone
            zone = None


def _entries(blocks: list[tuple[int, bytes]], collector: Collector) -> Iterator[Entry]:
    for number, block in blocks:
        try:
            if len(block) > _LARGEST_ENTRY:
                raise ValueError
            yield Entry(number, Event.from_ical(block))
        except _BROKEN:
            collector.tell(Code.DAMAGED_ENTRY, Place(0, number), "")


class _Reading:
    def __init__(self, calendar: Any, collector: Collector) -> None:
        self._calendar = Entry(1, calendar)
        self._collector = collector
        self._own = bool(_FEED.search(self._calendar.text("PRODID")))
        self._replaced: set[tuple[str, datetime]] = set()
        self._shared: own_calendar.Shared | None = None

    def schedule(self, entries: list[Entry]) -> ReadSchedule:
        self._collector.set_zone(self._zone(entries))
        if self._own:
            self._shared = own_calendar.shared(entries)
        self._replaced = {
            (entry.text("UID"), _utc(moment))
            for entry in entries
            if isinstance(moment := entry.moment("RECURRENCE-ID"), datetime)
        }
        for entry in _latest(entries):
            self._add(entry)
        title = self._calendar.text("X-WR-CALNAME") or self._calendar.text("NAME")
        venue = self._shared.venue if self._shared else ""
        return self._collector.schedule(
            ReadEvent(
                title=Translated({"": title}),
                venue=Translated({"": venue}),
            )
        )

    def _zone(self, entries: list[Entry]) -> str:
        """The zone that the calendar or else its first entry names; UTC where all is in UTC."""
        named = self._calendar.text("X-WR-TIMEZONE") or self._calendar.text("TIMEZONE-ID")
        if zone_name(named):
            return named
        stated = [entry.zone_of("DTSTART") for entry in entries]
        known = next((zone for zone in stated if zone_name(zone)), "")
        if known or named:
            return known or named
        starts = [entry.moment("DTSTART") for entry in entries]
        aware = [start for start in starts if isinstance(start, datetime) and start.tzinfo]
        return "UTC" if aware and all(start.utcoffset() == timedelta() for start in aware) else ""

    def _add(self, entry: Entry) -> None:
        place, name = Place(0, entry.line), entry.text("SUMMARY")
        start = entry.moment("DTSTART")
        if entry.text("STATUS").upper() == "CANCELLED":
            self._collector.tell(Code.CANCELLED, place, name)
        elif isinstance(start, datetime):
            self._repeat(entry, start, place)
        else:
            code = Code.ALL_DAY if isinstance(start, date) else Code.NO_TIME
            self._collector.tell(code, place, name)

    def _repeat(self, entry: Entry, start: datetime, place: Place) -> None:
        """The entry on each day on which it takes place."""
        length = self._length(entry, start)
        if length is None:
            self._collector.tell(Code.NO_DURATION, place, entry.text("SUMMARY"))
            return
        uid = entry.text("UID")
        override = entry.moment("RECURRENCE-ID")
        starts = [start] if override is not None else self._starts(entry, start, place)
        repeated = override is not None or len(starts) != 1 or entry.event.get("RRULE") is not None
        for moment in starts:
            original = override if isinstance(override, datetime) else moment
            if override is None and (uid, _utc(moment)) in self._replaced:
                continue
            identity = f"{uid}/{_utc(original):%Y%m%dT%H%M%S}" if repeated and uid else uid
            self._session(entry, moment, length, identity, place)

    def _starts(self, entry: Entry, start: datetime, place: Place) -> list[datetime]:
        ask = self._collector.ask
        window = (ask.first_day, ask.last_day) if ask.first_day and ask.last_day else None
        try:
            starts = starts_of(entry.event, start, window)
        except (NotARule, BrokenCalendarProperty, *_BROKEN):
            self._collector.tell(Code.REPEATS_UNREADABLE, place, entry.text("SUMMARY"))
            return [start]
        if len(starts) > MOST:
            self._collector.tell(Code.REPEATS_CUT, place, entry.text("SUMMARY"), count=MOST)
        elif len(starts) > 1:
            self._collector.tell(Code.REPEATED, place, entry.text("SUMMARY"), count=len(starts))
        return starts[:MOST]

    def _length(self, entry: Entry, start: datetime) -> timedelta | None:
        duration, end = entry.moment("DURATION"), entry.moment("DTEND")
        if isinstance(end, datetime):
            if (end.tzinfo is None) == (start.tzinfo is None):
                return end - start
            return end.replace(tzinfo=None) - start.replace(tzinfo=None)
        return duration if isinstance(duration, timedelta) else None

    def _session(
        self, entry: Entry, start: datetime, length: timedelta, identity: str, place: Place
    ) -> None:
        starts = self._wall(entry, start)
        if not timedelta() < length <= timedelta(days=31):
            code = Code.NO_DURATION if not length else Code.TOO_LONG
            code = Code.ENDS_BEFORE_START if length < timedelta() else code
            self._collector.tell(code, place, entry.text("SUMMARY"))
            return
        session = ReadSession(
            place=place,
            identity=_own_identity(identity),
            title={"": entry.text("SUMMARY")},
            starts=starts,
            ends=self._collector.after(starts, length.total_seconds() / 60),
            room=entry.text("LOCATION"),
            visibility=self._visibility(entry, place),
        )
        if self._shared is not None:
            self._collector.add(own_calendar.told(session, entry, self._shared))
            return
        description, speakers = self._description(entry)
        self._collector.add(replace(session, description={"": description}, speakers=speakers))

    def _wall(self, entry: Entry, start: datetime) -> datetime:
        """The start on the event's clock; one without a zone is taken to be on it already."""
        if start.tzinfo is None:
            named = entry.zone_of("DTSTART")
            if named:
                used = self._collector.ask.zone or self._collector.zone or "UTC"
                self._collector.tell_once(Code.UNKNOWN_ZONE, named, zone=named, used=used)
            elif self._collector.ask.zone or self._collector.zone:
                used = self._collector.ask.zone or self._collector.zone
                self._collector.tell_once(Code.FLOATING, "", used=used)
            return start
        return self._collector.on_event_clock(start)

    def _visibility(self, entry: Entry, place: Place) -> Visibility | None:
        """What somebody marked as private in their calendar is for the secretariat alone."""
        if entry.text("CLASS").upper() not in ("PRIVATE", "CONFIDENTIAL"):
            return None
        self._collector.tell(Code.PRIVATE, place, entry.text("SUMMARY"))
        return Visibility.SECRETARIAT

    def _description(self, entry: Entry) -> tuple[str, tuple[ReadSpeaker, ...] | None]:
        """The description, and those whom its lines name as speakers."""
        text = entry.text("DESCRIPTION")
        if not text.strip():
            text = entry.text("X-ALT-DESC")
        text = plain(text) if is_markup(text) else text
        kept: list[str] = []
        speakers: list[ReadSpeaker] = []
        for line in text.replace("\r\n", "\n").split("\n"):
            read_ = read_line(line) if ":" in line or "：" in line else None
            if read_ is not None and read_.part is not None and read_.speakers:
                speakers += read_.speakers
            else:
                kept.append(line)
        return "\n".join(kept).strip(), tuple(speakers) or None


def _own_identity(identity: str) -> str:
    """Our own UIDs are `key@host`; those of others stay whole."""
    return own_calendar.key_of(identity) or identity


def _latest(entries: list[Entry]) -> Iterator[Entry]:
    """Of entries with one UID and one day of a repeat, the one with the highest SEQUENCE."""
    best: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        uid = entry.text("UID")
        key = (uid, entry.text("RECURRENCE-ID")) if uid else ("", str(entry.line))
        other = best.get(key)
        if other is None or _sequence(entry) > _sequence(other):
            best[key] = entry
    chosen = {id(entry) for entry in best.values()}
    for entry in entries:
        same = best.get((entry.text("UID"), entry.text("RECURRENCE-ID")))
        if id(entry) in chosen or (same is not None and _sequence(same) == _sequence(entry)):
            yield entry


def _sequence(entry: Entry) -> int:
    text = entry.text("SEQUENCE").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
