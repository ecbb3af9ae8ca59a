"""What schedule.xml and schedule.json have in common: days, rooms and events of one format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from urllib.parse import unquote, urlsplit
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from forumapp.domain.agenda import SessionKind
from forumapp.domain.events import COLOUR
from forumapp.domain.names import family_in_capitals, split_honorific
from forumapp.domain.schedules.findings import Code, Place
from forumapp.domain.schedules.reading import (
    Ask,
    FileKind,
    ReadEvent,
    ReadSchedule,
    ReadSession,
    ReadSpeaker,
)
from forumapp.domain.sheets import code_of
from forumapp.domain.text import Translated
from forumapp.gateways.schedules.collector import WHOLE, Collector
from forumapp.gateways.schedules.zones import zone_name

OWN = "forumapp"
_DURATION = re.compile(r"(?:(?P<days>\d{1,3}):)?(?P<hours>\d{1,3}):(?P<minutes>\d{1,2})")
_ISO_DURATION = re.compile(r"PT?(?:(\d+)H)?(?:(\d+)M)?", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")
_MOST_MINUTES = 100 * 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event of the format: its texts as they stand, by the format's own names."""

    place: Place
    day: str
    day_start: str
    room: str
    texts: Mapping[str, str]
    persons: tuple[str, ...]


@dataclass
class Frab:
    """A file as it was taken apart: facts of the conference, and its events in order.

    `rooms` gives the UUIDs of rooms, by which rooms that our own files only make up are known.
    """

    conference: dict[str, str] = field(default_factory=dict)
    generator: str = ""
    events: list[Event] = field(default_factory=list)
    rooms: dict[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    broken_off: bool = False

    @property
    def own(self) -> bool:
        """Whether it was written by this product, whose files say more."""
        return self.generator == OWN


def schedule(file: Frab, ask: Ask, kind: FileKind) -> ReadSchedule:
    """The sessions of a file that was taken apart."""
    collector = Collector(ask, kind, markup=not file.own)
    collector.set_zone(_zone(file, collector))
    reading = _Reading(file, collector)
    for event in file.events:
        reading.add(event)
    if file.broken_off:
        collector.tell(Code.BROKEN_OFF, WHOLE)
    return collector.schedule(_event(file))


def _zone(file: Frab, collector: Collector) -> str:
    """The zone that the conference names, unless the dates of its own events speak against it."""
    named = file.conference.get("time_zone_name", "")
    stated = _Stated(named, file.events)
    if stated.contradicted:
        collector.tell(Code.ZONE_DIFFERS, WHOLE, zone=named)
        return ""
    return named


@dataclass(frozen=True, slots=True)
class _Stated:
    """A zone that is named, beside the events whose date has an offset and the start's own time."""

    zone: str
    events: Iterable[Event]

    @property
    def contradicted(self) -> bool:
        name = zone_name(self.zone)
        if not name:
            return False
        zone = ZoneInfo(name)
        for event in self.events:
            moment = _moment(event.texts.get("date", ""))
            start = _clock(event.texts.get("start", ""))
            if moment is not None and moment.tzinfo and start is not None:
                return moment.time() == start and moment.astimezone(zone).time() != start
        return False


def _event(file: Frab) -> ReadEvent:
    facts = file.conference
    accent = facts.get("accent", "").lower()
    return ReadEvent(
        title=Translated({"": facts.get("title", "")}),
        theme=Translated({"": facts.get("description", "") if file.own else ""}),
        acronym=facts.get("acronym", "")[:60],
        languages=file.languages if file.own else (),
        first_day=_day(facts.get("start", "")) if file.own else None,
        last_day=_day(facts.get("end", "")) if file.own else None,
        accent=accent if COLOUR.fullmatch(accent) else "",
    )


class _Reading:
    def __init__(self, file: Frab, collector: Collector) -> None:
        self._file, self._collector = file, collector
        self._address = file.conference.get("url", "").rstrip("/")
        self._change = _clock(file.conference.get("day_change", ""))
        self._seen: dict[str, tuple[datetime, Place]] = {}

    def add(self, event: Event) -> None:
        texts = event.texts
        identity, name = texts.get("guid") or texts.get("id", ""), texts.get("title", "")
        starts = self._starts(event)
        if starts is None:
            self._collector.tell(Code.NO_TIME, event.place, name or identity)
            return
        minutes = self._minutes(texts)
        if minutes is None:
            self._collector.tell(Code.NO_DURATION, event.place, name or identity)
            return
        self._collector.add(
            ReadSession(
                place=event.place,
                identity=self._own(identity, starts, event),
                code=self._code(texts),
                title={"": name},
                kind=self._kind(texts),
                starts=starts,
                ends=self._collector.after(starts, minutes),
                room=self._room(texts.get("room") or event.room),
                track=texts.get("track"),
                languages=self._languages(texts),
                description=self._description(texts),
                speakers=tuple(map(_speaker, dict.fromkeys(event.persons))),
            )
        )

    def _own(self, identity: str, starts: datetime, event: Event) -> str:
        """The identity; one that an earlier event at another time has gets its start behind it."""
        if not identity:
            return ""
        first, place = self._seen.setdefault(identity, (starts, event.place))
        if first == starts:
            return identity
        name, other = event.texts.get("title", ""), place.number
        self._collector.tell(Code.IDENTITY_AGAIN, event.place, name, other=other)
        return f"{identity}/{starts:%Y%m%dT%H%M%S}"

    def _starts(self, event: Event) -> datetime | None:
        """The start on the event's clock: by the date's offset, by `start`, or by both."""
        texts = event.texts
        dated, start = _moment(texts.get("date", "")), _clock(texts.get("start", ""))
        has_time = "T" in texts.get("date", "").upper() or " " in texts.get("date", "").strip()
        if dated is None or not has_time:
            return self._on_day(texts.get("date") or event.day, start, event)
        if dated.tzinfo is None or start is None or dated.time() == start:
            return self._collector.on_event_clock(dated)
        return self._collector.on_event_clock(self._local(dated, start, event))

    def _on_day(self, text: str, start: time | None, event: Event) -> datetime | None:
        """A start in the small hours belongs to the night after the day that it is listed under."""
        day = _day(text)
        if day is None or start is None:
            return None
        begins = self._change or _clock(event.day_start.partition("T")[2])
        late = begins is not None and start < begins and start < time(9)
        wall = datetime.combine(day + timedelta(days=late), start)
        return self._collector.on_event_clock(wall)

    def _local(self, dated: datetime, start: time, event: Event) -> datetime:
        """A date that is not on the local clock, such as one in UTC, beside a local start."""
        zone = self._collector.zone
        if zone and dated.astimezone(ZoneInfo(zone)).time() == start:
            return dated
        if not zone and (offset := _offset(dated, start)) is not None:
            return dated.astimezone(timezone(offset))
        self._collector.tell(
            Code.TIMES_DIFFER,
            event.place,
            event.texts.get("title", ""),
            first=event.texts.get("date", ""),
            second=event.texts.get("start", ""),
        )
        return dated

    def _minutes(self, texts: Mapping[str, str]) -> int | None:
        minutes = minutes_of(texts.get("duration", ""))
        if minutes is None:
            starts, ends = _moment(texts.get("date", "")), _moment(texts.get("end", ""))
            if starts and ends and (starts.tzinfo is None) == (ends.tzinfo is None):
                minutes = int((ends - starts).total_seconds() // 60)
        return minutes if minutes and 0 < minutes < _MOST_MINUTES else None

    def _code(self, texts: Mapping[str, str]) -> str:
        """Our own files have the code at the end of a session's address."""
        if not self._file.own:
            return ""
        return unquote(urlsplit(texts.get("url", "")).path.rpartition("/")[2])

    def _kind(self, texts: Mapping[str, str]) -> SessionKind | None:
        """A foreign type is taken for a kind where it is one beyond an ordinary session."""
        kind = code_of(SessionKind, texts.get("type", ""))
        return None if kind is SessionKind.PARALLEL and not self._file.own else kind

    def _room(self, name: str) -> str:
        """The room; none for one that our own files make up for what is online."""
        made_up = str(uuid5(NAMESPACE_URL, f"{self._address}#online-{name}"))
        return "" if self._file.own and self._file.rooms.get(name) == made_up else name

    def _languages(self, texts: Mapping[str, str]) -> tuple[str, ...] | None:
        """The format has one language of a session; of several, our own files name the first."""
        said = texts.get("language")
        if said is None:
            return None
        return self._collector.languages(said)

    def _description(self, texts: Mapping[str, str]) -> Mapping[str, str] | None:
        """Abstract and description in one, unless one repeats the other."""
        if "abstract" not in texts and "description" not in texts:
            return None
        abstract, rest = texts.get("abstract", "").strip(), texts.get("description", "").strip()
        if not self._file.own:
            abstract = "" if abstract and abstract in rest else abstract
            rest = "" if rest and rest in abstract else rest
        return {"": "\n\n".join(part for part in (abstract, rest) if part)}


def minutes_of(duration: str) -> int | None:
    """Minutes of 1:30, 00:45, 1:00:30 (with days), 90 or PT1H30M; None for anything else."""
    text = duration.strip()
    if text.isascii() and text.isdecimal() and len(text) < 6:
        return int(text)
    found = _DURATION.fullmatch(text)
    if found:
        hours = int(found["days"] or 0) * 24 + int(found["hours"])
        return hours * 60 + int(found["minutes"])
    iso = _ISO_DURATION.fullmatch(text) if len(text) > 2 else None
    return int(iso[1] or 0) * 60 + int(iso[2] or 0) if iso else None


def _speaker(name: str) -> ReadSpeaker:
    honorific, printed = split_honorific(" ".join(name.split()))
    return ReadSpeaker(
        printed_name=printed, honorific=honorific, family_name=family_in_capitals(printed)
    )


def _offset(dated: datetime, start: time) -> timedelta | None:
    """The offset of a clock that shows `start` at an instant: the likeliest of UTC-12 to UTC+14."""
    utc = dated - (dated.utcoffset() or timedelta())
    wall = datetime.combine(utc.date(), start)
    for days in (0, 1, -1):
        offset = wall + timedelta(days=days) - utc.replace(tzinfo=None)
        if timedelta(hours=-12) <= offset <= timedelta(hours=14) and not offset.seconds % 900:
            return offset
    return None


def _moment(text: str) -> datetime | None:
    """An ISO 8601 date and time; None for anything else."""
    try:
        found = datetime.fromisoformat(text.strip())
        found.utctimetuple()
    except (ValueError, OverflowError):
        return None
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _clock(text: str) -> time | None:
    found = _CLOCK.match(text.strip())
    if found is None or int(found[1]) > 24 or int(found[2]) > 59:
        return None
    return time(int(found[1]) % 24, int(found[2]))
