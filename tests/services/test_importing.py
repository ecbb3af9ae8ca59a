"""Taking a schedule over: sessions by identity, people by name, texts by language, all or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM, Role
from forumapp.domain.agenda import SessionKind, Visibility
from forumapp.domain.errors import Conflict, Forbidden, NotFound
from forumapp.domain.schedules import (
    FileKind,
    Outcome,
    Place,
    Plan,
    ReadSchedule,
    ReadSession,
    ReadSpeaker,
)
from forumapp.domain.speakers import SpeakerStatus, SpeakingPart
from forumapp.domain.text import Translated
from forumapp.models import (
    AuditEntry,
    Event,
    Part,
    Person,
    Room,
    Session,
    Speaker,
    VideoRoomSession,
)
from forumapp.services import agenda
from forumapp.services.agenda import importing
from forumapp.services.agenda.importing import Reading
from tests import factories as make

KEY = "11111111-2222-5333-8444-555555555555"


def at(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(make.DAY, time(hour, minute))


def a_row(number: int = 1, **more: Any) -> ReadSession:
    hour = more.pop("hour", 9)
    plain: dict[str, Any] = {
        "place": Place(0, number),
        "title": {"": f"Talk {number}"},
        "starts": at(hour),
        "ends": at(hour + 1),
    }
    return ReadSession(**{**plain, **more})


def a_file(*rows: ReadSession, language: str = "en") -> ReadSchedule:
    return ReadSchedule(kind=FileKind.XLSX, language=language, sessions=rows)


def take_over(event: Event, schedule: ReadSchedule, **more: Any) -> Plan:
    with unit_of_work():
        return agenda.take_over(SYSTEM, event.id, schedule, now=make.NOW, **more)


def all_of(model: Any, **where: Any) -> list[Any]:
    make.afresh()
    return list(
        db.session.scalars(
            sa.select(model)
            .filter_by(**where)
            .order_by(model.id)
            .execution_options(populate_existing=True)
        )
    )


@pytest.fixture
def event(app: Flask) -> Event:
    event = make.an_event()
    make.a_part(event)
    return event


def test_everything_that_a_row_names_is_made_once(event: Event) -> None:
    speaker = ReadSpeaker(
        printed_name="LIU Huanxin",
        honorific="Mr.",
        family_name="LIU",
        title=Translated({"": "Director"}),
        part=SpeakingPart.KEYNOTE,
        minutes=15,
    )
    rows = (
        a_row(1, room="Hall B", track="Roads", part="Second part", speakers=(speaker,)),
        a_row(2, hour=11, room="hall b", track="ROADS", part="second  part", speakers=(speaker,)),
    )

    plan = take_over(event, a_file(*rows))

    assert plan.counts[Outcome.NEW] == 2
    assert [room.name for room in all_of(Room)] == [Translated(en="Hall B")]
    (person,) = all_of(Person)
    assert (person.honorific, person.printed_name, person.family_name, person.title) == (
        "Mr.",
        "LIU Huanxin",
        "LIU",
        Translated(en="Director"),
    )
    first, second = all_of(Session)
    assert (first.code, first.title, first.starts) == ("S1", Translated(en="Talk 1"), at(9))
    assert (first.room_id, first.track_id, first.part_id) == (
        second.room_id,
        second.track_id,
        second.part_id,
    )
    assert [(line.part, line.minutes, line.status) for line in all_of(Speaker)] == [
        (SpeakingPart.KEYNOTE, 15, SpeakerStatus.INVITED)
    ] * 2


@pytest.mark.parametrize(
    "moved",
    [
        lambda row: replace(row, starts=at(15), ends=at(16), title={"": "Renamed"}, room="Hall C"),
        lambda row: replace(row, title={"zh": "报告"}),
    ],
)
@pytest.mark.parametrize("identity", [KEY, "https://elsewhere.example/talk/1", "7"])
def test_a_session_is_known_by_the_identity_of_its_file(
    event: Event, identity: str, moved: Callable[[ReadSession], ReadSession]
) -> None:
    row = a_row(1, identity=identity)
    take_over(event, a_file(row))

    plan = take_over(event, a_file(moved(row)))

    assert plan.counts[Outcome.CHANGED] == 1
    assert len(all_of(Session)) == 1
    assert take_over(event, a_file(moved(row))).does_something is False


def test_the_same_identity_in_two_events_makes_two_sessions(app: Flask) -> None:
    here, there = make.an_event(), make.an_event()
    for event in (here, there):
        take_over(event, a_file(a_row(1, identity=KEY)))

    assert len({session.key for session in all_of(Session)}) == 2
    for event in (here, there):
        assert take_over(event, a_file(a_row(1, identity=KEY))).counts[Outcome.UNCHANGED] == 1


def test_a_row_without_identity_is_known_by_title_and_place_even_when_moved(event: Event) -> None:
    take_over(event, a_file(a_row(1), a_row(2, hour=11)))

    plan = take_over(event, a_file(a_row(1, hour=14), a_row(2, hour=11), a_row(3, hour=16)))

    assert {row.name: row.outcome for row in plan.rows} == {
        "Talk 1": Outcome.CHANGED,
        "Talk 2": Outcome.UNCHANGED,
        "Talk 3": Outcome.NEW,
    }
    assert [session.starts for session in all_of(Session)] == [at(14), at(11), at(16)]


def test_people_are_matched_by_name_and_those_of_one_name_by_their_organisation(
    event: Event,
) -> None:
    ministry = make.a_person(event, printed_name="SOK Dara", honorific="Ms.")
    bank = make.a_person(event, printed_name="SOK Dara", organisation=Translated(en="A Bank"))
    speakers = (
        ReadSpeaker(printed_name="Dara Sok", organisation=Translated({"": "A Bank"})),
        ReadSpeaker(printed_name="SOK DARA", honorific="Dr."),
        ReadSpeaker(printed_name="Somebody Else"),
    )

    plan = take_over(event, a_file(a_row(1, speakers=speakers)))

    people = [line.person_id for line in all_of(Speaker)]
    assert people[:2] == [bank.id, ministry.id]
    assert [person.name for person in plan.people] == ["Ms. SOK Dara", "Somebody Else"]
    assert all_of(Person, id=ministry.id)[0].honorific == "Dr."


def test_texts_in_other_languages_stay(event: Event) -> None:
    take_over(event, a_file(a_row(1, title={"": "Roads", "zh": "道路"}, identity=KEY)))

    take_over(event, a_file(a_row(1, title={"": "农村道路"}, identity=KEY), language="zh"))

    assert all_of(Session)[0].title == Translated(en="Roads", zh="农村道路")


def test_speakers_that_the_file_lacks_are_kept_and_so_are_answers(event: Event) -> None:
    one, two = ReadSpeaker(printed_name="First NAME"), ReadSpeaker(printed_name="Second NAME")
    take_over(event, a_file(a_row(1, speakers=(one, two), identity=KEY)))
    with unit_of_work() as session:
        session.execute(sa.update(Speaker).values(status=SpeakerStatus.CONFIRMED))

    plan = take_over(event, a_file(a_row(1, speakers=(two,), identity=KEY)))

    assert plan.rows[0].left == ("First NAME",)
    assert plan.does_something is False
    assert {line.status for line in all_of(Speaker)} == {SpeakerStatus.CONFIRMED}


def test_sessions_that_the_file_lacks_are_kept(event: Event) -> None:
    take_over(event, a_file(a_row(1), a_row(2, hour=11)))

    plan = take_over(event, a_file(a_row(2, hour=11)))

    assert [session.code for session in plan.kept] == ["S1"]
    assert len(all_of(Session)) == 2


def test_what_a_title_tells_is_the_kind_of_a_new_session_alone(event: Event) -> None:
    rows = (
        a_row(1, title={"": "Coffee break"}),
        a_row(2, title={"": "闭幕式"}, hour=11),
        a_row(3, title={"": "One"}, hour=13),
        a_row(4, title={"": "Beside"}, hour=13, visibility=Visibility.SECRETARIAT),
    )
    take_over(event, a_file(*rows))

    assert [session.kind for session in all_of(Session)] == [
        SessionKind.BREAK,
        SessionKind.CEREMONY,
        SessionKind.PARALLEL,
        SessionKind.PARALLEL,
    ]


def test_the_event_gets_as_long_as_its_file_and_a_mistyped_year_stays_outside(
    event: Event,
) -> None:
    day, year = timedelta(days=1), timedelta(days=3650)
    rows = (
        a_row(1),
        a_row(2, starts=at(9) + day, ends=at(10) + day),
        a_row(3, starts=at(9) + year, ends=at(10) + year),
    )

    plan = take_over(event, a_file(*rows))

    assert plan.counts[Outcome.WRONG] == 1
    assert all_of(Event)[0].ends_on == make.DAY + day


def test_a_video_room_is_served_by_name_and_never_made(event: Event) -> None:
    make.a_video_room(event, name="Main line")

    plan = take_over(event, a_file(a_row(1, video_room="main line"), a_row(2, video_room="Other")))

    assert len(all_of(VideoRoomSession)) == 1
    assert [finding.facts["name"] for finding in plan.findings] == ["Other"]


def test_all_is_done_or_nothing(event: Event) -> None:
    shown = agenda.preview(SYSTEM, event.id, a_file(a_row(1)))
    make.a_session(event, all_of(Part)[0], title=Translated(en="Meanwhile"))

    with pytest.raises(Conflict) as refused:
        take_over(event, a_file(a_row(1)), seen=shown.token)

    assert refused.value.code == "changed"
    assert [session.title["en"] for session in all_of(Session)] == ["Meanwhile"]


def test_one_entry_of_the_log_says_what_was_taken_over(event: Event) -> None:
    take_over(event, a_file(a_row(1), a_row(1)), file="agenda.xlsx")

    (entry,) = all_of(AuditEntry, action="import")
    assert entry.after == {
        "file": "agenda.xlsx",
        "new": 1,
        "changed": 0,
        "unchanged": 0,
        "wrong": 1,
    }


def test_who_may_not_edit_the_agenda_takes_nothing_over(event: Event) -> None:
    viewer, stranger = make.an_actor(Role.VIEWER, event), make.an_actor(Role.OWNER)
    for actor in (viewer, stranger):
        for act in (
            lambda who: agenda.take_over(who, event.id, a_file(a_row()), now=make.NOW),
            lambda who: agenda.preview(who, event.id, a_file(a_row())),
            lambda who: importing.waiting(who, event.id, now=make.NOW),
        ):
            with pytest.raises((Forbidden, NotFound)):
                act(actor)


def test_nobody_without_an_account_keeps_a_file(event: Event) -> None:
    reading = Reading(kind=FileKind.CSV, asked="", columns={}, reading="")

    with pytest.raises(NotFound):
        importing.keep(SYSTEM, event.id, reading, name="x", now=make.NOW)
