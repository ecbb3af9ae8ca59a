"""Comparing a file with an event: what is new, changed, unchanged or wrong, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from forumapp.domain.agenda import (
    CODE,
    SessionKind,
    Visibility,
    check_times,
    free_codes,
)
from forumapp.domain.errors import Invalid
from forumapp.domain.names import plain_key
from forumapp.domain.schedules.days import stretched
from forumapp.domain.schedules.faults import beside_others, found, same
from forumapp.domain.schedules.findings import Code, Finding, Place, Severity
from forumapp.domain.schedules.kinds import kind_of
from forumapp.domain.schedules.known import KnownEvent, KnownSession
from forumapp.domain.schedules.lines import Lines, Said, compared
from forumapp.domain.schedules.matching import derived_key, matched, own_key
from forumapp.domain.schedules.names import Names
from forumapp.domain.schedules.people import People
from forumapp.domain.schedules.plans import Difference, Outcome, Plan, PlannedRow
from forumapp.domain.schedules.reading import (
    ReadSchedule,
    ReadSession,
    ReadSpeaker,
    Texts,
    in_language,
)
from forumapp.domain.text import Translated

_AS_READ = ("kind", "all_rooms", "languages", "interpretation", "visibility")
_NEW: Mapping[str, Any] = {
    "track_id": None,
    "room_id": None,
    "languages": (),
    "interpretation": (),
    "description": Translated(),
    "visibility": Visibility.PUBLIC,
    "parked": False,
    "all_rooms": False,
}


def plan(read: ReadSchedule, event: KnownEvent) -> Plan:
    """What taking the file over would do to the event. The same input gives the same plan."""
    return _Planner(read, event).plan()


@dataclass
class _Planner:
    read: ReadSchedule
    event: KnownEvent
    language: str = field(init=False)
    usable: list[ReadSession] = field(default_factory=list)
    rows: list[PlannedRow] = field(default_factory=list)
    told: dict[Place, list[Finding]] = field(init=False)
    lacking: dict[str, None] = field(default_factory=dict)  # video rooms, in the file's order

    def __post_init__(self) -> None:
        languages = self.event.languages or ("en",)
        self.language = self.read.language if self.read.language in languages else languages[0]
        self.told = defaultdict(list)
        for finding in self.read.findings:
            if finding.place != Place() and finding.severity is not Severity.WRONG:
                self.told[finding.place].append(finding)
        self.parts = Names(self.event.parts, self.language)
        self.tracks = Names(self.event.tracks, self.language)
        self.rooms = Names(self.event.rooms, self.language)
        self.video_rooms = Names(self.event.video_rooms, self.language)
        self.people = People(self.event.people, self.language)
        self.codes = {session.code for session in self.event.sessions}
        self.free = self._free_codes()

    def plan(self) -> Plan:
        days = {session.starts.date() for session in self.read.sessions}
        first, last = stretched(self.event.first_day, self.event.last_day, days)
        self._leave_out(first, last)
        own = matched(self.usable, self.event)
        crowded = beside_others(self.usable)
        for place, session in enumerate(self.usable):
            self.rows.append(self._row(session, own.get(place), beside=place in crowded))
        used = {session.id for session in own.values()}
        return Plan(
            rows=tuple(sorted(self.rows, key=lambda row: row.place)),
            parts=tuple(self.parts.made),
            tracks=tuple(self.tracks.made),
            rooms=tuple(self.rooms.made),
            people=self.people.planned,
            kept=tuple(session for session in self.event.sessions if session.id not in used),
            findings=self._about_the_file(),
            first_day=first,
            last_day=last,
            longer=(first, last) != (self.event.first_day, self.event.last_day),
        )

    def _leave_out(self, first: date, last: date) -> None:
        """Sort out what is wrong: told by the reader, at no possible time, or there twice."""
        faults = {f.place: f for f in reversed(self.read.findings) if f.severity is Severity.WRONG}
        for finding in faults.values():
            self._wrong(finding)
        seen: dict[object, Place] = {}
        for session in self.read.sessions:
            wrong = self._fault(session, first, last) or same(session, seen)
            if wrong:
                self._wrong(wrong, session)
            else:
                self.usable.append(session)

    def _wrong(self, finding: Finding, session: ReadSession | None = None) -> None:
        self.rows.append(
            PlannedRow(
                place=finding.place,
                outcome=Outcome.WRONG,
                name=finding.name,
                starts=session.starts if session else None,
                ends=session.ends if session else None,
                findings=(finding, *self.told[finding.place]),
            )
        )

    def _fault(self, session: ReadSession, first: date, last: date) -> Finding | None:
        """The first thing that the rules of times refuse."""
        try:
            check_times(
                session.starts,
                session.ends,
                zone=self.event.zone,
                first_day=first,
                last_day=last,
            )
        except Invalid as refusal:
            code = Code(next(iter(refusal.errors.values())))
            return found(code, session, day=session.starts.date().isoformat())
        return None

    def _about_the_file(self) -> tuple[Finding, ...]:
        whole = (finding for finding in self.read.findings if finding.place == Place())
        lacking = (
            Finding(code=Code.UNKNOWN_VIDEO_ROOM, facts={"name": name}) for name in self.lacking
        )
        return (*whole, *lacking)

    def _row(self, read: ReadSession, own: KnownSession | None, *, beside: bool) -> PlannedRow:
        values, video_room = self._values(read, own)
        said = self._said(read)
        row = PlannedRow(
            place=read.place,
            outcome=Outcome.NEW,
            name=read.called.pick(self.language),
            starts=read.starts,
            ends=read.ends,
            room=read.room or "",
            speakers=tuple((line.speaker.part, line.name) for line in said.lines),
            findings=(*self.told[read.place], *said.findings),
        )
        lines = (
            compared(said.lines, own.lines if own else ()) if said.carried else Lines(None, (), ())
        )
        if own is None:
            return self._new(row, read, values, video_room, lines, beside=beside)
        return self._against(row, own, values, video_room, lines)

    def _new(
        self,
        row: PlannedRow,
        read: ReadSession,
        values: dict[str, Any],
        video_room: int | None,
        lines: Lines,
        *,
        beside: bool,
    ) -> PlannedRow:
        code, findings = self._code(read)
        kind = next(filter(None, map(kind_of, read.called.values())), None)
        usual = SessionKind.PARALLEL if beside else SessionKind.PLENARY
        whole = {"kind": kind or usual, "part_id": self._first_part(), **_NEW, **values}
        return replace(
            row,
            code=code,
            key=self._key(read),
            values={**whole, "code": code},
            video_room=video_room,
            lines=lines.planned or (),
            findings=(*row.findings, *findings),
        )

    def _against(
        self,
        row: PlannedRow,
        own: KnownSession,
        values: dict[str, Any],
        video_room: int | None,
        lines: Lines,
    ) -> PlannedRow:
        """The row of a session that is here already: only what differs."""
        differing = {name: v for name, v in values.items() if getattr(own, name) != v}
        moves = video_room is not None and video_room != own.video_room_id
        differences = [self._difference(own, name, value) for name, value in differing.items()]
        if moves:
            before = self.video_rooms.text(own.video_room_id)
            differences.append(Difference("video_room", before, self.video_rooms.text(video_room)))
        differences += lines.differences
        return replace(
            row,
            outcome=Outcome.CHANGED if differences else Outcome.UNCHANGED,
            code=own.code,
            session_id=own.id,
            key=own.key,
            values=differing,
            video_room=video_room if moves else None,
            lines=lines.planned,
            differences=tuple(differences),
            left=tuple(
                self.people.name(line.person_id) for line in lines.kept if line.status.speaks
            ),
        )

    def _difference(self, own: KnownSession, name: str, after: Any) -> Difference:
        before = getattr(own, name)
        names = {"part_id": self.parts, "track_id": self.tracks, "room_id": self.rooms}.get(name)
        if names is None:
            return Difference(name, before, after)
        return Difference(name.removesuffix("_id"), names.text(before), names.text(after))

    def _values(
        self, read: ReadSession, own: KnownSession | None
    ) -> tuple[dict[str, Any], int | None]:
        """The columns that the file carries, and the video room that it names."""
        values: dict[str, Any] = {
            "title": self._text(read.title, own.title if own else Translated()),
            "starts": read.starts,
            "ends": read.ends,
            **self._places(read),
        }
        if read.description is not None:
            before = own.description if own else Translated()
            values["description"] = self._text(read.description, before)
        carried = {name: getattr(read, name) for name in _AS_READ}
        values |= {name: value for name, value in carried.items() if value is not None}
        if own is not None:
            self._keep_own(values, read, own)
        return values, self._video_room(read.video_room or "")

    def _video_room(self, name: str) -> int | None:
        """A video room has an address, which no file gives it: an unknown one can't be made."""
        known = self.video_rooms.known_as(name) if name else None
        if name and known is None:
            self.lacking[name] = None
        return known

    def _places(self, read: ReadSession) -> dict[str, Any]:
        """Part, track and room by number, as far as the file carries them."""
        places: dict[str, Any] = {"part_id": self.parts.find(read.part)} if read.part else {}
        if read.track is not None:
            places["track_id"] = self.tracks.find(read.track)
        if read.room is not None:
            places["room_id"] = self._room(read.room)
        return places

    def _room(self, name: str) -> int | None:
        """The venue alone is no room, unless one is called so."""
        known = self.rooms.known_as(name)
        venue = {plain_key(text) for text in self.event.venue.values()}
        return known if known or plain_key(name) in venue else self.rooms.find(name)

    def _keep_own(self, values: dict[str, Any], read: ReadSession, own: KnownSession) -> None:
        """What has a time is parked no more; several languages outlive a file that names one."""
        if own.parked:
            values["parked"] = False
        same = own.languages[:1] == (read.languages or ())[:1]
        if self.read.kind.has_one_language and (same or not read.languages):
            values.pop("languages", None)

    def _text(self, read: Texts, before: Translated) -> Translated:
        """What is there in other languages stays; an empty text in one takes that one away."""
        return Translated({**before, **in_language(read, self.language, before=before)})

    def _said(self, read: ReadSession) -> _SaidOf:
        lines: list[Said] = []
        findings: list[Finding] = []
        for speaker in read.speakers or ():
            person, told = self.people.find(speaker, read.place)
            findings += told
            lines.append(Said(person, self.people.name(person), speaker, self._topic(speaker)))
        return _SaidOf(read.speakers is not None, tuple(lines), tuple(findings))

    def _topic(self, speaker: ReadSpeaker) -> Translated:
        return in_language(speaker.topic, self.language)

    def _first_part(self) -> int:
        """Where sessions go of which the file names no part; an event without any gets one."""
        if self.event.parts:
            return self.event.parts[0].id
        if self.parts.made:
            return self.parts.made[0].ref
        return self.parts.make(self.event.title.pick(self.language) or "…")

    def _key(self, read: ReadSession) -> str:
        """The file's own identity where it can be a key and no other event has it."""
        own = own_key(read.identity)
        if own and own not in self.event.elsewhere:
            return own
        return derived_key(self.event.key, read.identity) if read.identity else ""

    def _code(self, read: ReadSession) -> tuple[str, tuple[Finding, ...]]:
        given = read.code.upper()
        if CODE.fullmatch(given) and given not in self.codes:
            self.codes.add(given)
            return given, ()
        code = next(code for code in self.free if code not in self.codes)
        self.codes.add(code)
        if not given:
            return code, ()
        why = Code.CODE_TAKEN if CODE.fullmatch(given) else Code.NOT_A_CODE
        return code, (found(why, read, text=given, used=code),)

    def _free_codes(self) -> Iterator[str]:
        yield from free_codes((*self.codes, *(row.code.upper() for row in self.read.sessions)))


@dataclass(frozen=True, slots=True)
class _SaidOf:
    """Whether a row carries its speakers at all, they, and what is told about them."""

    carried: bool
    lines: tuple[Said, ...]
    findings: tuple[Finding, ...]
