"""Moving sessions about the programme: to a time and a place, aside, in two, back together."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM, Actor, Role
from forumapp.domain.agenda import SessionKind
from forumapp.domain.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from forumapp.domain.speakers import SpeakingPart
from forumapp.domain.text import Translated
from forumapp.models import AuditEntry, Event, Interpreter, Invitee, Part, Session
from forumapp.services import agenda, speakers
from forumapp.services.agenda import Block, Place, Seen, Sketch
from tests import factories as make

LINES = ("CHAIR", "First", "Second", "Third", "Last words")


@pytest.fixture
def event(app: Flask) -> Event:
    return make.an_event(ends_on=make.DAY + timedelta(days=1))


@pytest.fixture
def part(event: Event) -> Part:
    return make.a_part(event)


@pytest.fixture
def editor(event: Event) -> Actor:
    return make.an_actor(Role.EDITOR, event)


def at(event: Event, hour: int, minute: int = 0, *, day: int = 0) -> datetime:
    midnight = datetime.combine(event.starts_on, datetime.min.time())
    return midnight + timedelta(days=day, hours=hour, minutes=minute)


def place_of(block: Block, **other: Any) -> Place:
    names = ("starts", "ends", "room_id", "video_room_id", "parked")
    return replace(Place(**{name: getattr(block, name) for name in names}), **other)


def seen(block: Block) -> Seen:
    return Seen(version=block.version, video_room_id=block.video_room_id)


def block_of(event: Event, session: Session | int) -> Block:
    make.afresh()
    number = session if isinstance(session, int) else session.id
    return agenda.block(SYSTEM, event.id, number)


def put(actor: Actor, event: Event, block: Block, **place: Any) -> Block:
    """Move a block and return it as it is then."""
    with unit_of_work():
        agenda.move(actor, event.id, block.id, place_of(block, **place), seen=seen(block))
    return block_of(event, block.id)


def test_a_session_is_moved_to_a_time_a_room_and_a_video_room(
    event: Event, part: Part, editor: Actor
) -> None:
    room, line = make.a_room(event), make.a_video_room(event)
    before = block_of(event, make.a_session(event, part))
    place: dict[str, Any] = {
        "starts": at(event, 10, 5, day=1),
        "ends": at(event, 11, day=1),
        "room_id": room.id,
        "video_room_id": line.id,
    }

    after = put(editor, event, before, **place)

    assert after == replace(before, version=before.version + 1, **place)


def test_a_parked_session_keeps_its_length_and_comes_back(
    event: Event, part: Part, editor: Actor
) -> None:
    before = block_of(event, make.a_session(event, part, hour=9, minutes=45))

    parked = put(editor, event, before, parked=True)
    back = put(editor, event, parked, parked=False)

    assert (parked.parked, parked.starts, parked.ends) == (True, before.starts, before.ends)
    assert replace(back, version=before.version) == before


def test_only_the_video_room_changed_is_written_down_too(
    event: Event, part: Part, editor: Actor
) -> None:
    session = make.a_session(event, part)
    first, second = make.a_video_room(event, session), make.a_video_room(event)

    after = put(editor, event, block_of(event, session), video_room_id=second.id)
    none = put(editor, event, after, video_room_id=None)

    assert (after.video_room_id, none.video_room_id) == (second.id, None)
    entries = db.session.scalars(
        sa.select(AuditEntry).filter_by(noun="sessions", action="update").order_by(AuditEntry.id)
    )
    assert [(e.before, e.after) for e in entries] == [
        ({"video_room_id": first.id}, {"video_room_id": second.id}),
        ({"video_room_id": second.id}, {"video_room_id": None}),
    ]


def test_a_stale_move_is_refused_with_what_changed(event: Event, part: Part, editor: Actor) -> None:
    before = block_of(event, make.a_session(event, part, hour=9))
    put(editor, event, before, starts=at(event, 9, 30))

    with pytest.raises(Stale) as stale:
        put(editor, event, before, starts=at(event, 9, 15))

    assert stale.value.yours == {"starts": at(event, 9, 15)}
    assert stale.value.theirs == {"starts": at(event, 9, 30)}
    assert block_of(event, before.id).starts == at(event, 9, 30)


def test_a_move_to_where_it_is_already_is_no_conflict(
    event: Event, part: Part, editor: Actor
) -> None:
    before = block_of(event, make.a_session(event, part, hour=9))
    there = put(editor, event, before, starts=at(event, 9, 30))

    assert put(editor, event, before, starts=at(event, 9, 30)) == there


def test_a_video_room_given_meanwhile_is_not_taken_away(
    event: Event, part: Part, editor: Actor
) -> None:
    session = make.a_session(event, part)
    before = block_of(event, session)
    line = make.a_video_room(event, session)

    with pytest.raises(Stale) as stale:
        put(editor, event, before, starts=at(event, 9, 15))

    assert stale.value.theirs == {"video_room_id": line.id}
    assert block_of(event, session).starts == before.starts


@pytest.mark.parametrize(
    ("place", "errors"),
    [
        ({"ends": 8}, {"ends": "ends_before_start"}),
        ({"ends": 9}, {"ends": "ends_before_start"}),
        ({"ends": 34}, {"ends": "too_long"}),
        ({"starts": 57, "ends": 58}, {"starts": "outside_event"}),
        ({"starts": -2, "ends": -1}, {"starts": "outside_event"}),
    ],
)
def test_a_time_that_cannot_be_is_refused(
    event: Event, part: Part, editor: Actor, place: dict[str, int], errors: dict[str, str]
) -> None:
    before = block_of(event, make.a_session(event, part, hour=9))

    with pytest.raises(Invalid) as refusal:
        put(editor, event, before, **{name: at(event, hour) for name, hour in place.items()})

    assert refusal.value.errors == errors
    assert block_of(event, before.id) == before


def test_nothing_of_another_event_is_touched(event: Event, part: Part, editor: Actor) -> None:
    other = make.an_event()
    before = block_of(event, make.a_session(event, part))
    strange = block_of(other, make.a_session(other, make.a_part(other)))
    acts: tuple[Any, ...] = (
        lambda: agenda.move(editor, event.id, strange.id, place_of(strange), seen=seen(strange)),
        lambda: agenda.split(editor, event.id, strange.id, at=at(event, 9, 30), version=1),
        lambda: agenda.join(editor, event.id, before.id, strange.id, version=1, second=1),
        lambda: agenda.withdraw(editor, event.id, strange.id, version=1),
        lambda: agenda.in_the_way(editor, event.id, strange.id),
        lambda: agenda.block(editor, event.id, strange.id),
    )
    for act in acts:
        with pytest.raises(NotFound), unit_of_work():
            act()
    for model in (make.a_room(other), make.a_video_room(other)):
        name = "room_id" if model.__tablename__ == "rooms" else "video_room_id"
        with pytest.raises(NotFound):
            put(editor, event, before, **{name: model.id})


def test_who_may_only_look_moves_nothing(event: Event, part: Part) -> None:
    viewer = make.an_actor(Role.VIEWER, event)
    before = block_of(event, make.a_session(event, part))
    sketch = Sketch(title=Translated(en="Mine"), kind=SessionKind.BREAK, part_id=part.id)
    acts: tuple[Any, ...] = (
        lambda: agenda.move(viewer, event.id, before.id, place_of(before), seen=seen(before)),
        lambda: agenda.draw(viewer, event.id, sketch, place_of(before)),
        lambda: agenda.split(viewer, event.id, before.id, at=at(event, 9, 30), version=1),
        lambda: agenda.join(viewer, event.id, before.id, before.id, version=1, second=1),
        lambda: agenda.withdraw(viewer, event.id, before.id, version=1),
        lambda: speakers.reorder(viewer, event.id, before.id, (), seen=()),
    )
    for act in acts:
        with pytest.raises(Forbidden), unit_of_work():
            act()
    assert agenda.board(viewer, event.id, now=make.NOW).blocks == (before,)


def test_a_drawn_session_stands_where_it_was_drawn(event: Event, part: Part, editor: Actor) -> None:
    make.a_session(event, part, code="P07")
    room, line = make.a_room(event), make.a_video_room(event)
    place = Place(
        starts=at(event, 14), ends=at(event, 14, 25), room_id=room.id, video_room_id=line.id
    )
    sketch = Sketch(title=Translated(zh="茶歇"), kind=SessionKind.BREAK, part_id=part.id)

    with unit_of_work():
        made = agenda.draw(editor, event.id, replace(sketch, all_rooms=True), place)

    drawn = block_of(event, made)
    assert place_of(drawn) == place
    assert (drawn.code, drawn.title, drawn.kind, drawn.all_rooms) == (
        *("P08", Translated(zh="茶歇"), SessionKind.BREAK, True),
    )
    with unit_of_work():
        agenda.withdraw(editor, event.id, made, version=drawn.version)
    with pytest.raises(NotFound):
        block_of(event, made)


def test_what_somebody_has_worked_on_is_not_taken_back(
    event: Event, part: Part, editor: Actor
) -> None:
    made = block_of(event, make.a_session(event, part))
    with pytest.raises(Stale), unit_of_work():
        agenda.withdraw(editor, event.id, made.id, version=made.version + 1)
    make.a_speaker(db.session.get_one(Session, made.id), make.a_person(event))
    with pytest.raises(Conflict, match="has_speakers"), unit_of_work():
        agenda.withdraw(editor, event.id, made.id, version=made.version)
    assert block_of(event, made.id).spoken == 15


def a_full_session(event: Event, part: Part) -> Session:
    """From 09:00 to 10:30, with a chair and three speakers of half an hour each."""
    session = make.a_session(event, part, code="P1", hour=9, minutes=90)
    for position, (name, minutes) in enumerate(zip(LINES, (0, 30, 30, 30, 0), strict=True), 1):
        part_played = SpeakingPart.PRESENTATION if minutes else SpeakingPart.CHAIR
        person = make.a_person(event, printed_name=name)
        make.a_speaker(session, person, part=part_played, minutes=minutes, position=position)
    return session


def names(event: Event, session_id: int) -> list[str]:
    lines = speakers.speaker_list(SYSTEM, event.id, session_id)
    return [line.person.printed_name for line in lines]


def cut(actor: Actor, event: Event, block: Block, *, hour: int, minute: int) -> tuple[Block, Block]:
    moment = at(event, hour, minute)
    with unit_of_work():
        second = agenda.split(actor, event.id, block.id, at=moment, version=block.version)
    return block_of(event, block.id), block_of(event, second)


@pytest.mark.parametrize(
    ("minute", "staying"),
    [(5, 2), (30, 2), (35, 3), (55, 3), (59, 3)],
)
def test_who_speaks_after_the_cut_goes_along(
    event: Event, part: Part, editor: Actor, minute: int, staying: int
) -> None:
    line = make.a_video_room(event, session := a_full_session(event, part))

    first, second = cut(editor, event, block_of(event, session), hour=9, minute=minute)

    assert (first.starts, first.ends) == (at(event, 9), at(event, 9, minute))
    assert (second.starts, second.ends) == (at(event, 9, minute), at(event, 10, 30))
    assert (second.code, second.title, second.video_room_id) == ("P2", session.title, line.id)
    assert (names(event, first.id), names(event, second.id)) == (
        list(LINES[:staying]),
        list(LINES[staying:]),
    )


def test_what_was_split_comes_together_as_it_was(event: Event, part: Part, editor: Actor) -> None:
    session = a_full_session(event, part)
    before = block_of(event, session)
    first, second = cut(editor, event, before, hour=10, minute=0)

    with unit_of_work():
        agenda.join(
            editor, event.id, first.id, second.id, version=first.version, second=second.version
        )

    whole = block_of(event, session)
    assert replace(whole, version=before.version) == before
    assert names(event, session.id) == list(LINES)
    with pytest.raises(NotFound):
        block_of(event, second.id)


def test_halves_that_somebody_moved_stay_apart(event: Event, part: Part, editor: Actor) -> None:
    first, second = cut(
        editor, event, block_of(event, a_full_session(event, part)), hour=10, minute=0
    )
    moved = put(editor, event, second, starts=at(event, 14), ends=at(event, 14, 30))

    def join(version: int) -> None:
        with unit_of_work():
            agenda.join(
                editor, event.id, first.id, second.id, version=first.version, second=version
            )

    with pytest.raises(Stale):
        join(second.version)
    with pytest.raises(Conflict, match="apart"):
        join(moved.version)
    assert block_of(event, second.id) == moved


def test_a_cut_outside_the_session_or_of_another_length_is_refused(
    event: Event, part: Part, editor: Actor
) -> None:
    before = block_of(event, make.a_session(event, part, hour=9))
    for hour, minute in ((9, 0), (10, 0), (8, 0), (23, 0)):
        with pytest.raises(Invalid) as refusal:
            cut(editor, event, before, hour=hour, minute=minute)
        assert refusal.value.errors == {"at": "outside_session"}
    put(editor, event, before, ends=at(event, 9, 50))
    with pytest.raises(Stale) as stale:
        cut(editor, event, before, hour=9, minute=30)
    assert stale.value.theirs == {"ends": at(event, 9, 50)}


def test_shifts_are_cut_and_those_invited_are_invited_to_both(
    event: Event, part: Part, editor: Actor
) -> None:
    session = make.a_session(event, part, hour=9, minutes=90)
    early, across, late, whole, guest = (make.a_person(event) for _ in range(5))
    shifts = ((early, 0, 30), (across, 30, 45), (late, 75, 15), (whole, 0, None))
    for person, after, minutes in shifts:
        given = {"language": "km", "after": after, "minutes": minutes}
        db.session.add(Interpreter(session_id=session.id, person_id=person.id, **given))
    db.session.add(Invitee(session_id=session.id, person_id=guest.id))
    db.session.commit()

    def kept(session_id: int) -> set[tuple[int, int, int | None]]:
        found = db.session.scalars(sa.select(Interpreter).filter_by(session_id=session_id))
        return {(shift.person_id, shift.after, shift.minutes) for shift in found}

    first, second = cut(editor, event, block_of(event, session), hour=10, minute=0)
    assert kept(first.id) == {(early.id, 0, 30), (across.id, 30, 45), (whole.id, 0, None)}
    assert kept(second.id) == {(across.id, 0, 15), (late.id, 15, 15), (whole.id, 0, None)}
    invited = db.session.scalars(sa.select(Invitee.session_id).order_by(Invitee.id)).all()
    assert invited == [first.id, second.id]

    with unit_of_work():
        agenda.join(
            editor, event.id, first.id, second.id, version=first.version, second=second.version
        )
    assert kept(first.id) == {(person.id, after, minutes) for person, after, minutes in shifts}


def test_a_list_is_put_into_another_order(event: Event, part: Part, editor: Actor) -> None:
    session = a_full_session(event, part)
    present = [line.id for line in speakers.speaker_list(editor, event.id, session.id)]
    wanted = [*present[1:], present[0]]

    with unit_of_work():
        speakers.reorder(editor, event.id, session.id, wanted, seen=present)

    assert names(event, session.id) == [*LINES[1:], LINES[0]]
    for order, known in ((present, present), (present[:-1], wanted), ([*wanted, 99], wanted)):
        with pytest.raises(Conflict, match="changed"), unit_of_work():
            speakers.reorder(editor, event.id, session.id, order, seen=known)
    assert names(event, session.id) == [*LINES[1:], LINES[0]]


@pytest.mark.postgres
def test_of_two_moves_in_one_moment_on_postgresql_one_is_told(postgres_app: Flask) -> None:
    event = make.an_event()
    lines = [make.a_video_room(event, name=name) for name in "AB"]
    before = block_of(event, make.a_session(event, make.a_part(event)))
    together, told = Barrier(2), []

    def move(line: int) -> None:
        with postgres_app.app_context():
            together.wait()
            try:
                put(SYSTEM, event, before, video_room_id=line, starts=at(event, 9, line % 2))
            except Stale:
                told.append(line)
            db.session.remove()

    threads = [Thread(target=move, args=(line.id,)) for line in lines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    (refused,) = told
    after = block_of(event, before.id)
    assert after.video_room_id in {line.id for line in lines} - {refused}
