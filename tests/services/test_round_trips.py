"""An event that is exported and imported is the same one, field by field, but for what is stated.

docs/formats.md says the same in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.domain.agenda import SessionKind, Visibility
from forumapp.domain.programme import Programme, SessionFacts
from forumapp.domain.schedules import Ask, Outcome
from forumapp.domain.speakers import SpeakerMode, SpeakerStatus, SpeakingPart
from forumapp.domain.text import Translated
from forumapp.gateways.schedules import reading
from forumapp.models import Event
from forumapp.render import schedule
from forumapp.render.schedule import Format, Wanted, Working
from forumapp.services import agenda, publications
from tests import factories as make

SAME = ("code", "key", "kind", "title", "starts", "ends", "languages", "interpretation")
SESSION = (*SAME, "description", "visibility", "all_rooms", "online")
PERSON = ("honorific", "printed_name", "family_name", "native_name", "title", "organisation")
LINE = ("part", "minutes", "mode", "status", "topic")
EVENT = ("title", "theme", "venue", "place", "zone", "languages", "starts_on", "ends_on", "accent")


@dataclass(frozen=True, slots=True)
class Trip:
    """What doesn't come back the same, of the event, its sessions and their speakers."""

    event: frozenset[str]
    session: frozenset[str]
    speaker: frozenset[str]


@pytest.fixture
def event(app: Flask) -> Event:
    """Two days, rooms, parts, a night, a break, speakers of every kind, all in two languages."""
    event = make.an_event(
        slug="round",
        title=Translated(en="A Forum on Villages", zh="乡村论坛"),
        theme=Translated(en="From pilots to practice", zh="从试点到实践"),
        venue=Translated(en="Riverside Hall", zh="河畔会堂"),
        place=Translated(en="Riverside", zh="河畔市"),
        zone="Asia/Yangon",
        ends_on=make.DAY + timedelta(days=1),
        accent="#1f4e79",
    )
    forum = make.a_part(event, name=Translated(en="The Forum", zh="论坛"))
    lunch = make.a_part(event, name=Translated(en="A Working Lunch", zh="工作午餐"))
    hall = make.a_room(event, name=Translated(en="Hall A", zh="A厅"))
    room = make.a_room(event, name=Translated(en="Room B", zh="B室"), position=2)
    opening = make.a_session(
        event,
        forum,
        code="OPEN",
        kind=SessionKind.CEREMONY,
        room_id=hall.id,
        title=Translated(en="Opening ceremony", zh="开幕式"),
        languages=("en", "zh"),
        interpretation=("en", "zh"),
        description=Translated(en="Addresses.", zh="致辞。"),
        all_rooms=True,
    )
    make.a_session(
        event,
        lunch,
        hour=12,
        code="LUNCH",
        kind=SessionKind.BREAK,
        room_id=room.id,
        title=Translated(en="Lunch", zh="午餐"),
    )
    night = make.a_session(
        event,
        forum,
        hour=23,
        minutes=150,
        code="NIGHT",
        room_id=room.id,
        title=Translated(en="Drafting", zh="起草"),
    )
    make.a_session(
        event,
        forum,
        hour=33,
        code="HEADS",
        kind=SessionKind.CLOSED,
        room_id=hall.id,
        title=Translated(en="Heads of delegation", zh="团长会议"),
        visibility=Visibility.SECRETARIAT,
    )
    chair, guest = _people(event)
    make.a_speaker(
        opening,
        chair,
        part=SpeakingPart.CHAIR,
        minutes=0,
        position=1,
        topic=Translated(en="Why villages", zh="为何是乡村"),
    )
    make.a_speaker(
        opening, guest, part=SpeakingPart.KEYNOTE, mode=SpeakerMode.VIDEO_LINK, position=2
    )
    make.a_speaker(night, guest, part=SpeakingPart.PANELLIST, status=SpeakerStatus.INVITED)
    make.a_video_room(event, opening, name="Main line")
    return event


def _people(event: Event) -> Iterator[Any]:
    yield make.a_person(
        event,
        title=Translated(en="Deputy Director", zh="副主任"),
        organisation=Translated(en="Ministry of Rural Development", zh="农村发展部"),
    )
    yield make.a_person(
        event,
        honorific="H.E. Mr.",
        printed_name="LIU Huanxin",
        family_name="LIU",
        native_name="刘焕欣",
        title=Translated(en="Director", zh="主任"),
        organisation=Translated(en="Institute of Rural Practice", zh="乡村实践研究院"),
        country="CN",
    )


def exported(event_id: int, kind: Format, *, beside: str = "") -> bytes:
    """The draft in this format, with all that the format holds for those who work on it."""
    found = publications.working(SYSTEM, event_id, now=make.NOW)
    working = Working(video_rooms=found.video_rooms) if kind.works else None
    wanted = Wanted(locale="en", beside=beside, base_url="https://forum.example", working=working)
    return schedule.file(found.programme, kind, wanted)


def there_and_back(event: Event, kind: Format, *, beside: str = "") -> Trip:
    """Export, delete the event, found it anew from the file, and say what differs."""
    before = publications.draft(event.id, now=make.NOW)
    data = exported(event.id, kind, beside=beside)
    with unit_of_work() as session:
        session.execute(sa.delete(Event).filter_by(id=event.id))
    db.session.expunge_all()
    read = reading.read(data, Ask(today=make.NOW.date()))
    with unit_of_work():
        event_id = agenda.found_event(SYSTEM, "round", read, now=make.NOW)
        agenda.take_over(SYSTEM, event_id, read, file="round", now=make.NOW)
    return compared(before, publications.draft(event_id, now=make.NOW))


def compared(before: Programme, after: Programme) -> Trip:
    old, new = by_start(before), by_start(after)
    shared = [(old[start], new[start]) for start in old if start in new]
    sessions = {name for one, other in shared for name in differing(one, other)}
    lists = [(one["speakers"], other["speakers"]) for one, other in shared]
    if old.keys() != new.keys():
        sessions.add("hidden sessions")
    speakers = {
        name
        for mine, theirs in lists
        if len(mine) == len(theirs)
        for one, other in zip(mine, theirs, strict=True)
        for name in differing(one, other)
    }
    if any(len(mine) != len(theirs) for mine, theirs in lists):
        speakers.add("who speaks")
    events = ({name: getattr(p.event, name) for name in EVENT} for p in (before, after))
    return Trip(
        event=frozenset(differing(*events)),
        session=frozenset(sessions - {"speakers"}),
        speaker=frozenset(speakers),
    )


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[str]:
    """The fields that differ; a text of which only the English one is the same is marked so."""
    for name in one:
        if one[name] != other[name]:
            texts = isinstance(one[name], Translated) and isinstance(other[name], Translated)
            english = texts and one[name].pick("en") == other[name].pick("en")
            yield f"{name} (other languages)" if english else name


def by_start(programme: Programme) -> dict[datetime, dict[str, Any]]:
    """The sessions with names in place of numbers."""
    names = {
        kind: {one.id: one.name for one in getattr(programme, kind)} for kind in ("rooms", "parts")
    }
    people = {person.id: person for person in programme.people}

    def lines(session: SessionFacts) -> list[dict[str, Any]]:
        return [
            {
                **{name: getattr(people[line.person_id], name) for name in (*PERSON, "country")},
                **{name: getattr(line, name) for name in LINE},
            }
            for line in session.speakers
        ]

    return {
        session.starts: {
            **{name: getattr(session, name) for name in SESSION},
            "room": names["rooms"].get(session.room_id or 0),
            "part_of_event": names["parts"].get(session.part_id),
            "speakers": lines(session),
        }
        for session in programme.sessions
    }


@pytest.mark.parametrize("kind", list(Format))
def test_its_own_export_changes_nothing_of_an_event(event: Event, kind: Format) -> None:
    data = exported(event.id, kind)
    ask = agenda.asking(SYSTEM, event.id, today=make.NOW.date())

    plan = agenda.preview(SYSTEM, event.id, reading.read(data, ask))

    assert plan.counts[Outcome.NEW] == plan.counts[Outcome.WRONG] == 0
    assert [(row.name, row.differences) for row in plan.rows if row.differences] == []
    assert plan.people == ()


def _other(*names: str) -> frozenset[str]:
    return frozenset(f"{name} (other languages)" for name in names)


# Of every format: how a session is followed comes from its video room, which no file opens.
ALWAYS = frozenset({"online"})
HIDDEN = frozenset({"hidden sessions"})  # what isn't public is in no file that anyone may read
NAMES = _other("room", "part_of_event")
TEXTS = _other("title", "description") | NAMES
OF_SHEETS = Trip(
    event=frozenset({"title", "theme", "venue", "place", "zone", "accent"}),
    session=ALWAYS | NAMES,
    speaker=frozenset({"native_name", "topic"}) | _other("title", "organisation"),
)
OF_FRAB = Trip(
    event=frozenset({"theme", "venue", "place", "languages"}) | _other("title"),
    session=ALWAYS
    | HIDDEN
    | _other("title", "room", "description")
    | {"part_of_event", "languages", "interpretation", "all_rooms"},
    speaker=frozenset(
        {
            *("native_name", "title", "organisation", "country", "part", "minutes", "mode"),
            *("status", "topic"),
        }
    ),
)
OF_WORD = Trip(
    event=frozenset({"theme", "venue", "place", "zone", "languages", "ends_on", "accent"})
    | _other("title"),
    session=ALWAYS
    | HIDDEN
    | _other("title")
    | NAMES
    | {"code", "key", "languages", "interpretation", "all_rooms", "description"},
    speaker=frozenset({"minutes", "status"}) | _other("title", "organisation", "topic"),
)
OF_WORD_IN_TWO = Trip(
    event=OF_WORD.event,
    session=OF_WORD.session - _other("title"),
    speaker=frozenset({"minutes", "status"}),
)
LOST: Mapping[tuple[Format, str], Trip] = {
    (Format.ICS, ""): Trip(
        event=frozenset({"theme", "place", "languages", "ends_on", "accent"})
        | _other("title", "venue"),
        session=ALWAYS | HIDDEN | TEXTS | {"all_rooms"},
        speaker=frozenset({"minutes", "status"}) | _other("title", "organisation", "topic"),
    ),
    (Format.XML, ""): OF_FRAB,
    (Format.JSON, ""): Trip(
        event=frozenset({"venue", "place"}) | _other("title", "theme"),
        session=OF_FRAB.session,
        speaker=OF_FRAB.speaker,
    ),
    (Format.CSV, ""): OF_SHEETS,
    (Format.XLSX, ""): OF_SHEETS,
    (Format.DOCX, ""): OF_WORD,
    (Format.DOCX, "zh"): OF_WORD_IN_TWO,
}


@pytest.mark.parametrize(("kind", "beside"), LOST)
def test_what_is_exported_and_imported_is_the_same_but_for_what_is_stated(
    event: Event, kind: Format, beside: str
) -> None:
    assert there_and_back(event, kind, beside=beside) == LOST[kind, beside]
