"""The clashes of an event as its tables have it, and living with them."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Actor, Role
from forumapp.domain.agenda import SessionKind
from forumapp.domain.clashes import ClashKind
from forumapp.domain.errors import Conflict, Forbidden, Invalid, NotFound
from forumapp.domain.events import EventState, Mode
from forumapp.domain.speakers import SpeakerMode, SpeakerStatus, SpeakingPart
from forumapp.domain.text import Translated
from forumapp.models import Event, Interpreter, Part, Session, Star, Unavailability
from forumapp.services import agenda
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


def presided(event: Event, part: Part, **given: Any) -> Session:
    """A session with a chair who has confirmed, so that nothing is wrong with it by itself."""
    session = make.a_session(event, part, **given)
    make.a_speaker(session, make.a_person(event), part=SpeakingPart.CHAIR, minutes=0)
    return session


def found(actor: Actor, event: Event) -> list[tuple[ClashKind, tuple[str, ...]]]:
    rows = agenda.survey(actor, event.id).rows
    return [(row.clash.kind, tuple(session.code for session in row.sessions)) for row in rows]


def test_a_room_and_a_person_asked_for_twice(event: Event, part: Part, editor: Actor) -> None:
    room = make.a_room(event)
    first = presided(event, part, code="A1", hour=9, room_id=room.id)
    second = presided(event, part, code="A2", hour=9, minutes=30, room_id=room.id)
    later = presided(event, part, code="A3", hour=10, room_id=make.a_room(event).id)
    person = make.a_person(event)
    for session in (first, second, later):
        make.a_speaker(session, person)
    parked = presided(event, part, code="A4", hour=9, room_id=room.id, parked=True)
    make.a_speaker(parked, person)

    assert found(editor, event) == [
        (ClashKind.ROOM, ("A1", "A2")),
        (ClashKind.PERSON, ("A1", "A2")),
        (ClashKind.TURNAROUND, ("A1", "A3")),
    ]


def test_who_is_replaced_or_recorded_is_needed_nowhere(
    event: Event, part: Part, editor: Actor
) -> None:
    first, second = presided(event, part, hour=9), presided(event, part, hour=9)
    for given in ({"status": SpeakerStatus.REPLACED}, {"mode": SpeakerMode.RECORDED}):
        person = make.a_person(event)
        make.a_speaker(first, person)
        make.a_speaker(second, person, **given)

    assert found(editor, event) == []


def test_the_same_person_in_another_event_is_told_without_its_secrets(
    event: Event, part: Part, editor: Actor
) -> None:
    here, other = (
        presided(event, part, code="A1", hour=9),
        make.an_event(
            title=Translated(en="Another forum"), zone="Asia/Yangon", state=EventState.DRAFT
        ),
    )
    there = make.a_session(other, make.a_part(other), hour=7, minutes=90)
    both = {"email": "sok@ministry.example", "printed_name": "SOK Chanthavy"}
    make.a_speaker(here, make.a_person(event, **both))
    make.a_speaker(there, make.a_person(other, **both))

    (row,) = agenda.survey(editor, event.id).rows
    assert (row.clash.kind, row.clash.elsewhere) == (ClashKind.PERSON, (other.id, there.id))
    assert row.elsewhere is not None
    assert (row.elsewhere.event, row.elsewhere.title) == (Translated(), Translated())
    assert row.elsewhere.starts == there.starts

    in_both = make.an_actor(Role.EDITOR, event, other)
    (row,) = agenda.survey(in_both, event.id).rows
    assert row.elsewhere is not None
    assert row.elsewhere.event == other.title


def test_people_who_share_a_mailbox_are_not_one(event: Event, part: Part, editor: Actor) -> None:
    for name in ("SOK Chanthavy", "KEO Piseth"):
        session = presided(event, part, hour=9)
        make.a_speaker(
            session, make.a_person(event, printed_name=name, email="office@ministry.example")
        )

    assert found(editor, event) == []


def test_seats_are_counted_by_who_comes(event: Event, part: Part, editor: Actor) -> None:
    """All of its part come to a plenary, and to one of several whoever starred it."""
    room = make.a_room(event, capacity=1)
    plenary = presided(event, part, code="P", hour=9, room_id=room.id)
    parallel = presided(event, part, code="X", hour=11, room_id=room.id, kind=SessionKind.PARALLEL)
    make.a_video_room(event, plenary, capacity=1)
    category = make.a_category(event)
    people = [make.a_person(event) for _ in range(4)]
    for person, mode in zip(people, (Mode.ROOM, Mode.ROOM, Mode.ONLINE, Mode.ONLINE), strict=True):
        make.a_registration(event, person, category=category, parts=(part,), mode=mode)
    db.session.add(Star(person_id=people[0].id, session_id=parallel.id, created_at=make.NOW))
    db.session.commit()

    assert found(editor, event) == [(ClashKind.SEATS, ("P",)), (ClashKind.VIDEO_SEATS, ("P",))]

    db.session.add(Star(person_id=people[1].id, session_id=parallel.id, created_at=make.NOW))
    db.session.commit()
    assert (ClashKind.SEATS, ("X",)) in found(editor, event)


def test_a_night_is_told_by_the_speakers_own_clock(event: Event, part: Part, editor: Actor) -> None:
    """At 06:00 in Beijing it is 04:30 in Yangon, where one speaker's country has its capital."""
    early = presided(event, part, code="E", hour=6)
    make.a_speaker(early, make.a_person(event, country="MM"), mode=SpeakerMode.VIDEO_LINK)
    make.a_speaker(early, make.a_person(event, country="MM"), mode=SpeakerMode.ROOM)
    make.a_speaker(
        early,
        make.a_person(event, country="MM", zone="Asia/Dili"),
        mode=SpeakerMode.VIDEO_LINK,
    )

    (row,) = agenda.survey(editor, event.id).rows
    assert row.clash.kind is ClashKind.NIGHT
    assert row.clash.facts["at"] == datetime.combine(event.starts_on, time(4, 30))


def test_absences_and_shifts(event: Event, part: Part, editor: Actor) -> None:
    session = presided(event, part, code="A1", hour=9, minutes=90)
    speaker, interpreter = make.a_person(event), make.a_person(event)
    make.a_speaker(session, speaker)
    make._add(
        Unavailability(),
        event_id=event.id,
        person_id=speaker.id,
        starts=session.starts - timedelta(hours=1),
        ends=session.starts + timedelta(minutes=5),
        note="Lands at 09:00",
    )
    shift = make._add(Interpreter(), session_id=session.id, person_id=interpreter.id, language="zh")

    assert found(editor, event) == [
        (ClashKind.UNAVAILABLE, ("A1",)),
        (ClashKind.SHIFT, ("A1",)),
    ]

    shift.after, shift.minutes = 30, 30
    db.session.commit()
    assert found(editor, event) == [(ClashKind.UNAVAILABLE, ("A1",))]


def test_a_clash_is_accepted_with_a_reason_and_counts_again_when_that_is_taken_back(
    event: Event, part: Part, editor: Actor
) -> None:
    make.a_session(event, part)
    (row,) = agenda.survey(editor, event.id).rows
    key = row.clash.key

    with pytest.raises(Invalid), unit_of_work():
        agenda.accept(editor, event.id, key, reason="  ", now=make.NOW)
    with unit_of_work():
        agenda.accept(editor, event.id, key, reason="Invitations go out today", now=make.NOW)
    with pytest.raises(Conflict), unit_of_work():
        agenda.accept(editor, event.id, key, reason="Again", now=make.NOW)

    (row,) = agenda.survey(editor, event.id).rows
    assert row.accepted is not None
    assert (row.accepted.reason, row.accepted.accepted_by) == (
        "Invitations go out today",
        editor.name,
    )
    assert agenda.open_clashes(editor, event.id) == 0

    with unit_of_work():
        agenda.object_to(editor, event.id, key)
    assert agenda.open_clashes(editor, event.id) == 1


def test_only_what_clashes_can_be_accepted_and_only_by_who_edits(
    event: Event, part: Part, editor: Actor
) -> None:
    make.a_session(event, part)
    (row,) = agenda.survey(editor, event.id).rows

    with pytest.raises(NotFound), unit_of_work():
        agenda.accept(editor, event.id, "room:1-2", reason="Why not", now=make.NOW)
    viewer = make.an_actor(Role.VIEWER, event)
    with pytest.raises(Forbidden), unit_of_work():
        agenda.accept(viewer, event.id, row.clash.key, reason="Why not", now=make.NOW)


def test_the_clocks_of_the_delegations(event: Event, part: Part, editor: Actor) -> None:
    presided(event, part, hour=6)
    for country in ("MM", "CN"):
        make.a_delegation(event, country=country)
    make.a_delegation(event, country="", name=Translated(en="The ASEAN Secretariat"))

    survey = agenda.survey(editor, event.id)

    assert [(clock.zone, clock.minutes) for clock in survey.clocks] == [
        ("Asia/Yangon", 60),
        ("Asia/Shanghai", 0),
    ]
    assert [(one.by, one.harmed) for one in survey.suggestions] == [(timedelta(minutes=90), 0)]


def test_a_survey_takes_as_many_statements_for_thirty_sessions_as_for_two(
    event: Event, part: Part, editor: Actor
) -> None:
    room = make.a_room(event)

    def filled(number: int) -> None:
        for _ in range(number):
            session = presided(event, part, room_id=room.id)
            make.a_speaker(session, make.a_person(event), mode=SpeakerMode.VIDEO_LINK)

    def asked() -> int:
        make.afresh()
        db.session.expire_all()
        event_id = event.id
        with statements() as sent:
            agenda.survey(editor, event_id)
        return len(sent)

    filled(2)
    few = asked()
    filled(28)
    assert asked() == few
