"""Sessions: reading the timetable, changing it, and who may."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import NOBODY, Actor, Role
from forumapp.domain.agenda import SessionKind, Visibility
from forumapp.domain.errors import Forbidden, Invalid, NotFound, Stale
from forumapp.domain.speakers import SpeakerStatus
from forumapp.domain.text import Translated
from forumapp.models import AuditEntry, Event, Part, Session, Speaker
from forumapp.services import agenda, publications
from forumapp.services.agenda import SessionFilter, SessionValues
from tests import factories as make
from tests.counting import statements


@pytest.fixture
def event(app: Flask) -> Event:
    return make.an_event()


@pytest.fixture
def part(event: Event) -> Part:
    return make.a_part(event)


@pytest.fixture
def editor(event: Event) -> Actor:
    return make.an_actor(Role.EDITOR, event)


def at(event: Event, hour: int, minute: int = 0, *, day: int = 0) -> datetime:
    midnight = datetime.combine(event.starts_on, datetime.min.time())
    return midnight + timedelta(days=day, hours=hour, minutes=minute)


def values(event: Event, part: Part, **given: Any) -> SessionValues:
    plain = SessionValues(
        code="S1",
        title=Translated(en="Opening"),
        kind=SessionKind.CEREMONY,
        part_id=part.id,
        starts=at(event, 9),
        ends=at(event, 10),
    )
    return replace(plain, **given)


def test_a_session_is_kept_as_written(event: Event, part: Part, editor: Actor) -> None:
    room = make.a_room(event)
    written = values(
        event,
        part,
        title=Translated(en="Opening", zh="开幕式"),
        room_id=room.id,
        languages=("en", "zh"),
        interpretation=("km",),
        description=Translated(en="*All* rise."),
        visibility=Visibility.REGISTERED,
        ends=at(event, 1, day=1),
        starts=at(event, 22),
    )
    with unit_of_work():
        number = agenda.create(editor, event.id, written)

    row = agenda.session(editor, event.id, number)

    assert {name: getattr(row, name) for name in written.columns()} == written.columns()
    assert (row.part, row.room, row.track) == (part.name, room.name, Translated())
    assert (row.minutes, row.days_later, row.online, row.overrun) == (180, 1, False, 0)


def test_the_timetable_is_in_order_of_time_room_and_code(
    event: Event, part: Part, editor: Actor
) -> None:
    second, first = make.a_room(event, position=2), make.a_room(event, position=1)
    make.a_session(event, part, code="LATE", hour=11)
    make.a_session(event, part, code="B", room_id=second.id)
    make.a_session(event, part, code="D", room_id=first.id)
    make.a_session(event, part, code="C", room_id=first.id)
    make.a_session(event, part, code="NONE")

    assert [row.code for row in agenda.timetable(editor, event.id)] == [
        *("NONE", "C", "D", "B", "LATE"),
    ]


def test_minutes_over_the_length_are_counted_of_those_who_speak(
    event: Event, part: Part, editor: Actor
) -> None:
    session = make.a_session(event, part, minutes=30)
    for status in SpeakerStatus:
        person = make.a_person(event, printed_name=status.value)
        make.a_speaker(session, person, minutes=20, status=status)

    (row,) = agenda.timetable(editor, event.id)

    assert (row.speaking, row.spoken, row.overrun) == (2, 40, 10)
    assert row.names == ("invited", "confirmed", "declined", "replaced")
    assert agenda.totals([row]) == agenda.Totals(sessions=1, minutes=30, turns=2, over=1)


def test_a_session_shows_its_video_room(event: Event, part: Part, editor: Actor) -> None:
    session = make.a_session(event, part)
    make.a_video_room(event, session, name="Main line")
    row = agenda.session(editor, event.id, session.id)
    assert (row.online, row.video) == (True, "Main line")


def test_filters_admit_what_meets_all_of_them(event: Event, part: Part, editor: Actor) -> None:
    other = make.a_part(event, position=2)
    room = make.a_room(event, name=Translated(en="Lotus Hall", zh="荷花厅"))
    opening = make.a_session(event, part, code="A1", room_id=room.id, kind=SessionKind.CEREMONY)
    make.a_session(event, other, code="A2", title=Translated(zh="茶歇"), kind=SessionKind.BREAK)
    make.a_speaker(opening, make.a_person(event, printed_name="HÙNG Văn"), minutes=90)
    rows = agenda.timetable(editor, event.id)

    def codes(**asked: Any) -> list[str]:
        return [row.code for row in rows if SessionFilter(**asked).admits(row)]

    assert codes() == ["A2", "A1"]
    assert codes(part_id=other.id) == ["A2"]
    assert codes(room_id=room.id) == ["A1"]
    assert codes(kind=SessionKind.BREAK) == ["A2"]
    assert codes(day=event.starts_on) == ["A2", "A1"]
    assert codes(day=event.starts_on + timedelta(days=1)) == []
    assert codes(over=True) == ["A1"]
    assert codes(text="茶") == ["A2"]
    assert codes(text="hùng opening") == ["A1"]
    assert codes(text="荷花") == ["A1"]
    assert codes(text="opening", kind=SessionKind.BREAK) == []


@pytest.mark.parametrize("number", [1, 30])
def test_the_timetable_takes_two_queries_however_long(
    event: Event, part: Part, editor: Actor, number: int
) -> None:
    for index in range(number):
        session = make.a_session(event, part, code=f"S{index}")
        make.a_speaker(session, make.a_person(event))
        make.a_video_room(event, session)

    with statements() as seen:
        assert len(agenda.timetable(editor, event.id)) == number

    assert len(seen) - sum(s.startswith("BEGIN") for s in seen) == 2


def test_what_cannot_be_is_refused_and_nothing_is_written(
    event: Event, part: Part, editor: Actor
) -> None:
    make.a_session(event, part, code="TAKEN")
    for wrong, errors in (
        ({"code": "TAKEN"}, {"code": "taken"}),
        ({"code": "a b"}, {"code": "not_a_code"}),
        ({"title": Translated()}, {"title": "required"}),
        ({"title": Translated(zh="题" * 201)}, {"title.zh": "too_many_characters"}),
        ({"languages": ("en", "xx")}, {"languages": "not_a_choice"}),
        ({"code": "", "ends": at(event, 8)}, {"code": "required", "ends": "ends_before_start"}),
        ({"ends": at(event, 9)}, {"ends": "ends_before_start"}),
        (
            {"starts": at(event, 9, day=1), "ends": at(event, 10, day=1)},
            {"starts": "outside_event"},
        ),
    ):
        with pytest.raises(Invalid) as refusal, unit_of_work():
            agenda.create(editor, event.id, values(event, part, **wrong))
        assert refusal.value.errors == errors
    assert [row.code for row in agenda.timetable(editor, event.id)] == ["TAKEN"]


def test_a_session_keeps_its_own_code_when_saved(event: Event, part: Part, editor: Actor) -> None:
    session = make.a_session(event, part, code="S1")
    with unit_of_work():
        agenda.save(editor, event.id, session.id, values(event, part), version=session.version)
    assert agenda.session(editor, event.id, session.id).title == {"en": "Opening"}


def test_a_stale_save_is_refused_with_both_texts(event: Event, part: Part, editor: Actor) -> None:
    session = make.a_session(event, part, code="S1", kind=SessionKind.CEREMONY)
    first = values(event, part, title=Translated(en="First"))
    second = values(event, part, title=Translated(en="Second"))
    with unit_of_work():
        agenda.save(editor, event.id, session.id, first, version=1)

    with pytest.raises(Stale) as stale, unit_of_work():
        agenda.save(editor, event.id, session.id, second, version=1)

    assert stale.value.yours == {"title": {"en": "Second"}}
    assert stale.value.theirs == {"title": {"en": "First"}}
    with unit_of_work():
        agenda.save(editor, event.id, session.id, second, version=stale.value.version)
    assert agenda.session(editor, event.id, session.id).title == {"en": "Second"}


def test_a_session_cannot_be_put_into_another_events_places(
    event: Event, part: Part, editor: Actor
) -> None:
    other = make.an_event()
    session = make.a_session(event, part)
    strange = (
        {"room_id": make.a_room(other).id},
        {"part_id": make.a_part(other).id},
        {"track_id": 12345},
    )
    for places in strange:
        written = values(event, part, **places)
        with pytest.raises(NotFound), unit_of_work():
            agenda.create(editor, event.id, written)
        with pytest.raises(NotFound), unit_of_work():
            agenda.save(editor, event.id, session.id, written, version=1)


def test_another_events_session_is_not_found(event: Event, part: Part) -> None:
    other = make.an_event()
    stranger = make.an_actor(Role.OWNER, other)
    session = make.a_session(event, part)
    with pytest.raises(NotFound):
        agenda.session(stranger, other.id, session.id)
    with pytest.raises(NotFound):
        agenda.session(stranger, event.id, session.id)
    for act in (agenda.duplicate, agenda.delete):
        with pytest.raises(NotFound), unit_of_work():
            act(stranger, other.id, session.id)
        with pytest.raises(NotFound), unit_of_work():
            act(stranger, event.id, session.id)


def test_who_may_only_look_changes_nothing(event: Event, part: Part) -> None:
    session = make.a_session(event, part)
    viewer = make.an_actor(Role.VIEWER, event)
    assert agenda.session(viewer, event.id, session.id).code == session.code
    with pytest.raises(Forbidden), unit_of_work():
        agenda.create(viewer, event.id, values(event, part))
    with pytest.raises(Forbidden), unit_of_work():
        agenda.save(viewer, event.id, session.id, values(event, part), version=1)
    with pytest.raises(Forbidden), unit_of_work():
        agenda.delete(viewer, event.id, session.id)
    with pytest.raises(NotFound):
        agenda.timetable(NOBODY, event.id)


def test_a_copy_follows_the_original_without_its_speakers(
    event: Event, part: Part, editor: Actor
) -> None:
    room = make.a_room(event)
    original = make.a_session(event, part, code="P07", room_id=room.id, hour=9, minutes=90)
    make.a_speaker(original, make.a_person(event))
    with unit_of_work():
        number = agenda.duplicate(editor, event.id, original.id)

    copy = agenda.session(editor, event.id, number)

    assert (copy.code, copy.starts, copy.ends) == ("P08", at(event, 10, 30), at(event, 12))
    assert (copy.title, copy.room_id, copy.speaking) == (original.title, room.id, 0)
    assert copy.key != original.key


def test_a_copy_of_the_last_session_of_the_event_stands_beside_it(
    event: Event, part: Part, editor: Actor
) -> None:
    original = make.a_session(event, part, hour=23, minutes=60)
    with unit_of_work():
        number = agenda.duplicate(editor, event.id, original.id)
    assert agenda.session(editor, event.id, number).starts == original.starts


def test_deleting_takes_the_speaker_list_and_the_log_keeps_it(
    event: Event, part: Part, editor: Actor
) -> None:
    session = make.a_session(event, part)
    person = make.a_person(event)
    line = make.a_speaker(session, person, text="Dear colleagues")
    make.a_video_room(event, session, name="Main line")
    make.publish(event)
    assert agenda.lost(editor, event.id, session.id) == agenda.Lost(
        speakers=1, texts=1, stars=0, joins=0, video="Main line", released=True
    )

    with unit_of_work():
        agenda.delete(editor, event.id, session.id)

    assert agenda.timetable(editor, event.id) == ()
    assert db.session.get(Session, session.id, populate_existing=True) is None
    assert db.session.scalar(sa.select(sa.func.count(Speaker.id))) == 0
    entry = db.session.scalars(
        sa.select(AuditEntry).filter_by(action="delete", noun="speakers", object_id=line.id)
    ).one()
    assert (entry.before["text"], entry.event_id) == ("Dear colleagues", event.id)


def test_a_parked_session_waits_outside_the_programme_with_its_length(
    event: Event, part: Part, editor: Actor
) -> None:
    kept = make.a_session(event, part, code="A1", hour=9)
    long_ago = at(event, 9, day=-400)
    parked = values(
        event, part, code="A2", parked=True, starts=long_ago, ends=long_ago + timedelta(minutes=75)
    )

    with unit_of_work():
        agenda.create(editor, event.id, parked)
    make.publish(event)

    rows = agenda.timetable(editor, event.id)
    assert [(row.code, row.parked, row.minutes) for row in rows] == [
        ("A1", False, 60),
        ("A2", True, 75),
    ]
    released = publications.published(publications.current(event.slug)).programme
    assert [session.code for session in released.sessions] == [kept.code]
