"""The programme as a board, and what is news to who looks at it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM, Actor, Role
from forumapp.domain.clashes import ClashKind
from forumapp.domain.errors import NotFound
from forumapp.domain.speakers import SpeakerStatus, SpeakingPart
from forumapp.domain.text import Translated
from forumapp.models import AuditEntry, Event, Part
from forumapp.services import agenda, speakers
from forumapp.services.agenda import Place, Seen
from forumapp.services.agenda.news import SETTLED
from forumapp.services.speakers import LineValues
from tests import factories as make
from tests.counting import statements

LATER = datetime.now(UTC) + timedelta(hours=1)


@pytest.fixture
def event(app: Flask) -> Event:
    return make.an_event()


@pytest.fixture
def part(event: Event) -> Part:
    return make.a_part(event)


@pytest.fixture
def editor(event: Event) -> Actor:
    return make.an_actor(Role.EDITOR, event)


def test_a_video_room_has_a_column_where_it_alone_is_the_place(
    event: Event, part: Part, editor: Actor
) -> None:
    second = make.a_room(event, position=2)
    first = make.a_room(event, position=1)
    beside, alone = make.a_session(event, part, room_id=first.id), make.a_session(event, part)
    make.a_video_room(event, beside, name="A line beside a room")
    line = make.a_video_room(event, alone, name="B line alone")
    free = make.a_video_room(event, name="C line for nothing yet")

    board = agenda.board(editor, event.id, now=make.NOW)

    assert board.columns == (
        *((first.id, None), (second.id, None)),
        *((None, line.id), (None, free.id)),
    )
    assert [row.name.pick("en")[0] for row in board.video_rooms] == ["A", "B", "C"]


def test_no_place_has_a_column_where_it_is_needed(event: Event, part: Part, editor: Actor) -> None:
    def columns() -> tuple[tuple[int | None, int | None], ...]:
        return agenda.board(editor, event.id, now=make.NOW).columns

    assert columns() == ((None, None),)
    room = make.a_room(event)
    make.a_session(event, part, all_rooms=True)
    make.a_session(event, part, hour=10, parked=True)
    assert columns() == ((room.id, None),)
    make.a_session(event, part, hour=11)
    assert columns() == ((room.id, None), (None, None))


def test_names_and_minutes_are_those_of_all_who_speak(
    event: Event, part: Part, editor: Actor
) -> None:
    session = make.a_session(event, part)
    for place, status in enumerate(SpeakerStatus):
        person = make.a_person(event, printed_name=f"Is {status}")
        make.a_speaker(session, person, status=status, minutes=20, position=9 - place)
    make.a_session(event, part, hour=10, parked=True)

    blocks = agenda.board(editor, event.id, now=make.NOW).blocks

    assert [(block.speakers, block.spoken, block.parked) for block in blocks] == [
        (("Is confirmed", "Is invited"), 40, False),
        ((), 0, True),
    ]


@pytest.mark.parametrize("number", [1, 30])
def test_the_board_takes_as_many_queries_however_full(
    event: Event, part: Part, editor: Actor, number: int
) -> None:
    for _ in range(number):
        session = make.a_session(event, part, room_id=make.a_room(event).id)
        make.a_speaker(session, make.a_person(event))
        make.a_video_room(event, session)
    event_id = event.id
    make.afresh()

    with statements() as sent:
        assert len(agenda.board(editor, event_id, now=make.NOW).blocks) == number

    assert len(sent) - sum(s.startswith("BEGIN") for s in sent) == 6


def moved(event: Event, number: int, hour: int) -> None:
    block = agenda.block(SYSTEM, event.id, number)
    starts = datetime.combine(event.starts_on, datetime.min.time()) + timedelta(hours=hour)
    place = Place(starts=starts, ends=starts + timedelta(hours=1))
    with unit_of_work():
        agenda.move(SYSTEM, event.id, number, place, seen=Seen(version=block.version))


def test_moves_and_speakers_are_news_and_other_events_are_none(
    event: Event, part: Part, editor: Actor
) -> None:
    first, second = make.a_session(event, part), make.a_session(event, part)
    other = make.an_event()
    strange = make.a_session(other, make.a_part(other))
    since = agenda.board(editor, event.id, now=LATER).mark
    moved(event, first.id, 11)
    moved(other, strange.id, 11)
    person = make.a_person(event)
    line = LineValues(part=SpeakingPart.ADDRESS, minutes=5)
    with unit_of_work():
        added = speakers.add(editor, event.id, second.id, person.id, line)
    with unit_of_work():
        speakers.move(editor, event.id, added, step=-1)
    with unit_of_work():
        speakers.remove(editor, event.id, added)

    told = agenda.news(editor, event.id, since=since, now=LATER)

    assert [(c.noun, c.action, c.session_id) for c in told.changes] == [
        ("sessions", "update", first.id),
        ("speakers", "create", second.id),
        ("speakers", "delete", second.id),
    ]
    assert told.changes[0].after["starts"].endswith("11:00:00")
    assert [change.actor for change in told.changes] == ["system", editor.name, editor.name]
    assert agenda.news(editor, event.id, since=told.mark, now=LATER).changes == ()


def test_what_is_young_is_told_again_so_that_nothing_late_is_missed(
    event: Event, part: Part, editor: Actor
) -> None:
    session = make.a_session(event, part)
    now = datetime.now(UTC)
    since = agenda.board(editor, event.id, now=now).mark
    moved(event, session.id, 11)

    soon = agenda.news(editor, event.id, since=since, now=now + timedelta(seconds=2))
    later = agenda.news(editor, event.id, since=since, now=now + SETTLED + timedelta(seconds=5))

    assert soon.mark == since < later.mark
    assert soon.changes[-1] == later.changes[-1]
    late = AuditEntry(  # begun before the others, and committed after them
        id=since + 10_000,
        at=now,
        actor="Minh",
        event_id=event.id,
        action="update",
        noun="sessions",
        object_id=session.id,
    )
    db.session.add(late)
    db.session.commit()
    assert agenda.news(editor, event.id, since=soon.mark, now=now).changes[-1].actor == "Minh"


def test_nothing_new_is_one_query_however_long_the_log(
    event: Event, part: Part, editor: Actor
) -> None:
    for _ in range(20):
        moved(event, make.a_session(event, part).id, 11)
    number, since = event.id, agenda.board(editor, event.id, now=LATER).mark
    make.afresh()

    with statements() as sent:
        assert agenda.news(editor, number, since=since, now=LATER).changes == ()

    assert len(sent) - sum(s.startswith("BEGIN") for s in sent) == 1


def test_who_moved_it_last_is_known(event: Event, part: Part, editor: Actor) -> None:
    session = make.a_session(event, part)
    moved(event, session.id, 12)

    change = agenda.last_change(editor, event.id, session.id)

    assert change is not None
    assert (change.actor, change.session_id) == ("system", session.id)
    assert agenda.last_change(editor, event.id, 999) is None


def test_what_is_in_the_way_is_known_of_a_parked_session_too(
    event: Event, part: Part, editor: Actor
) -> None:
    room = make.a_room(event, name=Translated(en="Hall A"))
    busy = make.a_session(event, part, code="A1", room_id=room.id)
    parked = make.a_session(event, part, code="A2", parked=True)
    person = make.a_person(event)
    for session in (busy, parked):
        make.a_speaker(session, person)

    found = agenda.in_the_way(editor, event.id, parked.id)

    assert [(o.clash.kind, o.room_id, row.room) for o, row in found] == [
        (ClashKind.ROOM, room.id, room.name),
        (ClashKind.PERSON, None, Translated()),
    ]
    assert [[s.code for s in row.sessions] for _, row in found] == [["A2", "A1"]] * 2
    assert [row.clash.kind for row in agenda.open_rows(editor, event.id)] == [ClashKind.NO_CHAIR]


def test_obstacles_take_as_many_queries_however_full(
    event: Event, part: Part, editor: Actor
) -> None:
    session = make.a_session(event, part)
    ids, counts = (event.id, session.id), []
    for number in (2, 20):
        for _ in range(number):
            person = make.a_person(event)
            for place in (session, make.a_session(event, part, room_id=make.a_room(event).id)):
                make.a_speaker(place, person)
        db.session.commit()
        db.session.expunge_all()
        with statements() as sent:
            assert agenda.in_the_way(editor, *ids)
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_another_event_has_no_board_for_a_stranger(event: Event) -> None:
    stranger = make.an_actor(Role.OWNER, make.an_event())
    for read in (
        lambda: agenda.board(stranger, event.id, now=make.NOW),
        lambda: agenda.news(stranger, event.id, since=0, now=make.NOW),
        lambda: agenda.open_rows(stranger, event.id),
    ):
        with pytest.raises(NotFound):
            read()
