"""Putting the sessions of a file together, on the event's clock, and what is told of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from forumapp.domain import clock
from forumapp.domain.registration import written_in
from forumapp.domain.schedules.findings import Code, Finding, Place
from forumapp.domain.schedules.reading import (
    Ask,
    FileKind,
    ReadColumn,
    ReadEvent,
    ReadSchedule,
    ReadSession,
)
from forumapp.domain.sheets import language_of
from forumapp.gateways.schedules.cleaning import Cleaner, quoted
from forumapp.gateways.schedules.zones import of_offset, zone_name

MOST_ROWS = 10_000
WHOLE = Place()


class TooManyRows(Exception):
    """More rows than are read."""


class Collector:
    """The sessions and findings of one file so far.

    `markup` says whether texts may be HTML. `zone` is that of the file, once it is known; sessions
    are kept on the clock of the event, or of the file where there is no event yet.
    """

    def __init__(self, ask: Ask, kind: FileKind, *, markup: bool = False) -> None:
        self.ask, self.zone, self.rows = ask, "", 0
        self._kind = kind
        self._cleaner = Cleaner(self.tell, markup=markup)
        self._sessions: list[ReadSession] = []
        self._findings: list[Finding] = []
        self._once: set[tuple[Code, str]] = set()
        self._offsets: set[timedelta] = set()

    def count_row(self) -> None:
        """Raises TooManyRows."""
        self.rows += 1
        if self.rows > MOST_ROWS:
            raise TooManyRows

    def tell(self, code: Code, place: Place, name: str = "", /, **facts: object) -> None:
        """Note something of a row, or of the whole file."""
        texts = {key: quoted(str(fact)) for key, fact in facts.items()}
        self._findings.append(Finding(code=code, place=place, name=quoted(name), facts=texts))

    def tell_once(self, code: Code, fact: str, /, **facts: object) -> None:
        """Note something of the whole file, the same only once."""
        if (code, fact) not in self._once:
            self._once.add((code, fact))
            self.tell(code, WHOLE, **facts)

    def set_zone(self, name: str) -> None:
        """The zone that the file names; an unknown one is told."""
        name = name.strip()
        self.zone = zone_name(name) if name else ""
        if name and not self.zone:
            self.tell_once(Code.UNKNOWN_ZONE, name, zone=name, used=self.ask.zone or "UTC")

    def on_event_clock(self, moment: datetime) -> datetime:
        """A wall time of the event: of an aware moment, or of a naive one on the file's clock."""
        if moment.tzinfo is None:
            return self._from_wall(moment)
        target, written = self.ask.zone or self.zone, moment.replace(tzinfo=None)
        if not target:
            self._offsets.add(moment.utcoffset() or timedelta())
            return written
        wall = clock.wall(moment, target)
        if self.ask.zone and wall != written and (self.zone != "UTC" or moment.utcoffset()):
            label = clock.offset_label(moment.utcoffset() or timedelta())
            self._tell_other(self.zone or label)
        return wall

    def _from_wall(self, wall: datetime) -> datetime:
        if not (self.zone and self.ask.zone) or self.zone == self.ask.zone:
            return wall
        moved = clock.wall(wall.replace(tzinfo=ZoneInfo(self.zone)), self.ask.zone)
        if moved != wall:
            self._tell_other(self.zone)
        return moved

    def _tell_other(self, zone: str) -> None:
        if zone != self.ask.zone:
            self.tell_once(Code.OTHER_ZONE, zone, zone=zone, used=self.ask.zone)

    def after(self, wall: datetime, minutes: float) -> datetime:
        """The wall time so many minutes later on the event's clock."""
        zone = self.ask.zone or self.zone
        if not zone:
            return wall + timedelta(minutes=minutes)
        moment = clock.instant(wall, zone).astimezone(UTC) + timedelta(minutes=minutes)
        return clock.wall(moment, zone)

    def add(self, session: ReadSession) -> None:
        """Keep a session whose times are on the event's clock already, its texts cleaned."""
        cleaned = self._cleaner.session(session)
        if any(cleaned.title.values()):
            self._sessions.append(cleaned)
        else:
            self.tell(Code.NO_TITLE, session.place, session.identity)

    def languages(self, text: str) -> tuple[str, ...]:
        """The codes of languages named in a text; an unknown one is told once."""
        found: list[str] = []
        for word in text.replace(",", " ").replace(";", " ").replace("、", " ").split():
            code = language_of(word.split("-")[0].split("_")[0])
            if code:
                found.append(code)
            else:
                self.tell_once(Code.UNKNOWN_WORD, word, column="languages", text=word)
        return tuple(dict.fromkeys(found))

    def schedule(
        self, event: ReadEvent, *, columns: Iterable[ReadColumn] = (), language: str = ""
    ) -> ReadSchedule:
        """All of it, in order of start and room."""
        if self._cleaner.unmarked:
            self.tell(Code.MARKUP_REMOVED, WHOLE, count=self._cleaner.unmarked)
        zone = self.zone or self._zone_of_offsets()
        ordered = sorted(self._sessions, key=lambda s: (s.starts, s.room or "", s.place))
        return ReadSchedule(
            kind=self._kind,
            event=replace(event, zone=zone),
            language=language or self._language(),
            sessions=tuple(ordered),
            findings=tuple(self._findings),
            columns=tuple(columns),
        )

    def _zone_of_offsets(self) -> str:
        """The zone of a file that gives offsets alone, always the same one; told where used."""
        if self.ask.zone or not self._sessions:
            return ""
        offset = next(iter(self._offsets)) if len(self._offsets) == 1 else None
        zone = of_offset(offset) if offset is not None else ""
        if not any(finding.code is Code.UNKNOWN_ZONE for finding in self._findings):
            self.tell(Code.NO_ZONE, WHOLE, used=zone or "UTC")
        return zone

    def _language(self) -> str:
        """The language that most letters of the titles without one are written in."""
        titles = "".join(session.title.get("", "") for session in self._sessions)
        return written_in(titles) if titles else ""
