"""Speaker lists: the order, the minutes, who replaces whom, and who may change them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Actor, Role
from forumapp.domain.delegations import Capacity
from forumapp.domain.errors import Forbidden, Invalid, NotFound, Stale
from forumapp.domain.events import Mode
from forumapp.domain.registration import RegistrationStatus
from forumapp.domain.speakers import SpeakerMode, SpeakerStatus, SpeakingPart
from forumapp.domain.text import Translated
from forumapp.models import AuditEntry, Delegation, Event, Person, Session
from forumapp.services import speakers
from forumapp.services.speakers import LineChange, LineValues, SpeechValues
from tests import factories as make


@pytest.fixture
def event(app: Flask) -> Event:
    return make.an_event()


@pytest.fixture
def session(event: Event) -> Session:
    return make.a_session(event, make.a_part(event), hour=9, minutes=60)


@pytest.fixture
def editor(event: Event) -> Actor:
    return make.an_actor(Role.EDITOR, event)


def names(actor: Actor, session: Session) -> list[str]:
    found = speakers.speaker_list(actor, session.event_id, session.id)
    return [line.person.printed_name for line in found]


def three(event: Event, session: Session) -> tuple[int, int, int]:
    a, b, c = (
        make.a_speaker(session, make.a_person(event, printed_name=name), position=place).id
        for place, name in enumerate("ABC", 1)
    )
    return a, b, c


def test_a_list_is_built_line_by_line_with_the_times_of_the_turns(
    event: Event, session: Session, editor: Actor
) -> None:
    chair, first, second = (make.a_person(event, printed_name=name) for name in "ABC")
    with unit_of_work():
        for person, values in (
            (chair, LineValues(part=SpeakingPart.CHAIR)),
            (first, LineValues(part=SpeakingPart.KEYNOTE, minutes=25)),
            (second, LineValues(part=SpeakingPart.PANELLIST, minutes=10)),
        ):
            speakers.add(editor, event.id, session.id, person.id, values)

    lines = speakers.speaker_list(editor, event.id, session.id)

    nine = session.starts
    assert [line.person.printed_name for line in lines] == ["A", "B", "C"]
    assert [line.starts for line in lines] == [None, nine, nine + timedelta(minutes=25)]
    assert [line.status for line in lines] == [SpeakerStatus.INVITED] * 3


def test_moving_the_session_moves_the_turns(event: Event, session: Session, editor: Actor) -> None:
    line = make.a_speaker(session, make.a_person(event), minutes=10)
    with unit_of_work():
        moved = db.session.get_one(Session, session.id)
        moved.starts, moved.ends = (t + timedelta(hours=2) for t in (moved.starts, moved.ends))
        turn: datetime = moved.starts
    assert speakers.line(editor, event.id, line.id).starts == turn


@pytest.mark.parametrize(
    ("which", "step", "order"),
    [(0, 1, "BAC"), (2, -1, "ACB"), (0, -1, "ABC"), (2, 1, "ABC"), (0, 2, "BCA")],
)
def test_a_line_moves_up_and_down(
    event: Event, session: Session, editor: Actor, which: int, step: int, order: str
) -> None:
    lines = three(event, session)
    with unit_of_work():
        speakers.move(editor, event.id, lines[which], step=step)
    assert names(editor, session) == list(order)


def test_moving_is_no_edit_but_is_written_down(
    event: Event, session: Session, editor: Actor
) -> None:
    lines = three(event, session)
    with unit_of_work():
        speakers.move(editor, event.id, lines[0], step=1)
    assert {speakers.line(editor, event.id, line).version for line in lines} == {1}
    noted = db.session.scalars(sa.select(AuditEntry.object_id).filter_by(action="move")).all()
    assert list(noted) == [lines[0]]


def test_who_replaces_takes_the_part_and_the_minutes_right_after(
    event: Event, session: Session, editor: Actor
) -> None:
    lines = three(event, session)
    deputy = make.a_person(event, printed_name="D")
    with unit_of_work():
        added = speakers.replace(editor, event.id, lines[1], deputy.id)

    assert names(editor, session) == ["A", "B", "D", "C"]
    gone, new = (speakers.line(editor, event.id, key) for key in (lines[1], added))
    assert (gone.status, gone.starts) == (SpeakerStatus.REPLACED, None)
    assert (new.part, new.minutes, new.status) == (gone.part, gone.minutes, SpeakerStatus.INVITED)
    assert new.starts == session.starts + timedelta(minutes=15)


def test_nobody_replaces_oneself(event: Event, session: Session, editor: Actor) -> None:
    person = make.a_person(event)
    line = make.a_speaker(session, person)
    with pytest.raises(Invalid) as refusal, unit_of_work():
        speakers.replace(editor, event.id, line.id, person.id)
    assert refusal.value.errors == {"person": "same_person"}


def change(version: int = 1, **given: Any) -> LineChange:
    values = {"part": SpeakingPart.PRESENTATION, "minutes": 15, "status": SpeakerStatus.CONFIRMED}
    return LineChange(version=version, values=LineValues(**{**values, **given}))


def test_several_lines_are_saved_at_once(event: Event, session: Session, editor: Actor) -> None:
    a, b, _ = three(event, session)
    with unit_of_work():
        gone = speakers.save_list(
            editor,
            event.id,
            session.id,
            {a: change(minutes=5, mode=SpeakerMode.VIDEO_LINK), b: change(), 9999: change()},
        )
    first, second, third = speakers.speaker_list(editor, event.id, session.id)
    assert (first.minutes, first.mode, first.version) == (5, SpeakerMode.VIDEO_LINK, 2)
    assert (second.version, third.version) == (1, 1)
    assert gone == 1


def test_a_stale_line_stops_the_whole_list(event: Event, session: Session, editor: Actor) -> None:
    a, b, _ = three(event, session)
    changes: Mapping[int, LineChange] = {a: change(minutes=20)}
    with unit_of_work():
        speakers.save_list(editor, event.id, session.id, changes)
    late = {a: change(minutes=30), b: change(minutes=1)}
    with pytest.raises(Stale) as stale, unit_of_work():
        speakers.save_list(editor, event.id, session.id, late)
    assert (stale.value.yours, stale.value.theirs) == ({f"{a}.minutes": 30}, {f"{a}.minutes": 20})
    assert [line.minutes for line in speakers.speaker_list(editor, event.id, session.id)] == [
        *(20, 15, 15),
    ]


def test_a_speech_is_kept_with_its_topic_and_language(
    event: Event, session: Session, editor: Actor
) -> None:
    line = make.a_speaker(session, make.a_person(event))
    values = SpeechValues(
        part=SpeakingPart.KEYNOTE,
        minutes=20,
        topic=Translated(en="Villages", zh="乡村"),
        text="Dear *colleagues*,\r\n\r\nthank you.",
        text_language="km",
    )
    with unit_of_work():
        speakers.save(editor, event.id, line.id, values, version=1)
    kept = speakers.line(editor, event.id, line.id)
    assert (kept.topic, kept.text, kept.text_language) == (
        values.topic,
        "Dear *colleagues*,\n\nthank you.",
        "km",
    )
    again = SpeechValues(part=SpeakingPart.KEYNOTE, text="Other", text_language="km")
    with pytest.raises(Stale), unit_of_work():
        speakers.save(editor, event.id, line.id, again, version=1)


def test_minutes_and_languages_have_bounds(event: Event, session: Session, editor: Actor) -> None:
    line = make.a_speaker(session, make.a_person(event))
    for wrong, errors in (
        ({"minutes": -1}, {"minutes": "out_of_range"}),
        ({"minutes": 601}, {"minutes": "out_of_range"}),
        ({"text_language": "xx"}, {"text_language": "not_a_choice"}),
        ({"text": "x" * 100_001}, {"text": "too_many_characters"}),
    ):
        values = SpeechValues(**{"part": SpeakingPart.ADDRESS, **wrong})  # type: ignore[arg-type]  # a test gives what it names
        with pytest.raises(Invalid) as refusal, unit_of_work():
            speakers.save(editor, event.id, line.id, values, version=1)
        assert refusal.value.errors == errors


def test_another_events_person_or_session_is_not_found(
    event: Event, session: Session, editor: Actor
) -> None:
    other = make.an_event()
    elsewhere = make.a_session(other, make.a_part(other))
    stranger = make.a_person(other)
    line = make.a_speaker(elsewhere, stranger)
    mine = make.a_speaker(session, make.a_person(event))
    values = LineValues(part=SpeakingPart.ADDRESS)
    speech = SpeechValues(part=SpeakingPart.ADDRESS)
    acts = (
        lambda: speakers.add(editor, event.id, session.id, stranger.id, values),
        lambda: speakers.add(editor, event.id, elsewhere.id, stranger.id, values),
        lambda: speakers.replace(editor, event.id, mine.id, stranger.id),
        lambda: speakers.replace(editor, event.id, line.id, stranger.id),
        lambda: speakers.save(editor, event.id, line.id, speech, version=1),
        lambda: speakers.save_list(editor, event.id, elsewhere.id, {}),
        lambda: speakers.move(editor, event.id, line.id, step=1),
        lambda: speakers.remove(editor, event.id, line.id),
        lambda: speakers.line(editor, event.id, line.id),
    )
    for act in acts:
        with pytest.raises(NotFound), unit_of_work():
            act()
    with unit_of_work():
        assert speakers.save_list(editor, event.id, session.id, {line.id: change()}) == 1
    assert speakers.speaker_list(editor, event.id, elsewhere.id) == ()


def test_who_may_only_look_changes_no_list(event: Event, session: Session) -> None:
    viewer = make.an_actor(Role.VIEWER, event)
    line = make.a_speaker(session, make.a_person(event))
    assert len(speakers.speaker_list(viewer, event.id, session.id)) == 1
    values = LineValues(part=SpeakingPart.ADDRESS)
    for act in (
        lambda: speakers.add(viewer, event.id, session.id, line.person_id, values),
        lambda: speakers.move(viewer, event.id, line.id, step=1),
        lambda: speakers.remove(viewer, event.id, line.id),
        lambda: speakers.save_list(viewer, event.id, session.id, {}),
    ):
        with pytest.raises(Forbidden), unit_of_work():
            act()


def test_a_line_is_removed_and_its_text_stays_in_the_log(
    event: Event, session: Session, editor: Actor
) -> None:
    line = make.a_speaker(session, make.a_person(event), text="My speech")
    with unit_of_work():
        speakers.remove(editor, event.id, line.id)
    assert speakers.speaker_list(editor, event.id, session.id) == ()
    before = db.session.scalars(sa.select(AuditEntry.before).filter_by(action="delete")).one()
    assert before["text"] == "My speech"


def test_a_tour_de_table_gives_each_delegation_a_statement_in_the_order_of_countries(
    event: Event, session: Session, editor: Actor
) -> None:
    category, part = make.a_category(event), make.a_part(event)

    def member(of: Delegation, name: str, **given: Any) -> Person:
        person = make.a_person(event, printed_name=name)
        make.a_registration(
            event, person, category=category, parts=(part,), delegation_id=of.id, **given
        )
        return person

    viet_nam, laos, china, siam = (
        make.a_delegation(event, country=code) for code in ("VN", "LA", "CN", "TH")
    )
    asked = member(viet_nam, "Second", position=1)
    member(viet_nam, "First", capacity=Capacity.HEAD)
    member(laos, "Only", mode=Mode.ROOM)
    member(china, "Pending", status=RegistrationStatus.PENDING)
    chair, closing = (make.a_person(event, printed_name=name) for name in ("Chair", "Closing"))
    with unit_of_work():
        for person, values in (
            (chair, LineValues(part=SpeakingPart.CHAIR)),
            (asked, LineValues(part=SpeakingPart.STATEMENT, minutes=5)),
            (closing, LineValues(part=SpeakingPart.CLOSING_REMARKS)),
        ):
            speakers.add(editor, event.id, session.id, person.id, values)
        tour = speakers.tour_de_table(editor, event.id, session.id, minutes=3)

    assert (tour.added, [row.country for row in tour.silent]) == (1, ["CN", "TH"])
    found = speakers.speaker_list(editor, event.id, session.id)
    assert [(line.person.printed_name, line.minutes, line.mode) for line in found] == [
        ("Chair", 0, SpeakerMode.ROOM),
        ("Only", 3, SpeakerMode.ROOM),
        ("Second", 5, SpeakerMode.ROOM),
        ("Closing", 0, SpeakerMode.ROOM),
    ]

    member(siam, "Late")
    with unit_of_work():
        again = speakers.tour_de_table(editor, event.id, session.id, minutes=3)
    assert (again.added, [row.country for row in again.silent]) == (1, ["CN"])
    found = speakers.speaker_list(editor, event.id, session.id)
    assert [line.person.printed_name for line in found] == [
        *("Chair", "Only", "Late", "Second", "Closing")
    ]
    assert found[2].mode is SpeakerMode.VIDEO_LINK
    viewer = make.an_actor(Role.VIEWER, event)
    with pytest.raises(Forbidden):
        speakers.tour_de_table(viewer, event.id, session.id, minutes=3)
