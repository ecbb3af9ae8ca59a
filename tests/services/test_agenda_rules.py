"""What clashes are measured by: rules, absences and shifts."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest
from flask import Flask

from forumapp.db import unit_of_work
from forumapp.domain.access import Actor, Role
from forumapp.domain.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from forumapp.models import Event, Part
from forumapp.services import agenda, people
from forumapp.services.agenda import RulesValues
from tests import factories as make

HOUR = timedelta(hours=1)
RULES = RulesValues(
    turnaround=15,
    longest_shift=30,
    night_from=time(21, 30),
    night_until=time(5),
    quiet_hours="12:00–13:30 Friday prayer\n\n18:00-18:30 晚餐",
)


@pytest.fixture
def event(app: Flask) -> Event:
    return make.an_event()


@pytest.fixture
def part(event: Event) -> Part:
    return make.a_part(event)


@pytest.fixture
def editor(event: Event) -> Actor:
    return make.an_actor(Role.EDITOR, event)


def test_rules_come_back_as_they_were_written(event: Event, editor: Actor) -> None:
    before = agenda.rules_of(editor, event.id)
    with unit_of_work():
        agenda.save_rules(editor, event.id, RULES, version=before.version)

    after = agenda.rules_of(editor, event.id)
    assert (after.turnaround, after.longest_shift) == (15, 30)
    assert (after.night_from, after.night_until) == (time(21, 30), time(5))
    assert after.quiet_hours == "12:00–13:30 Friday prayer\n18:00–18:30 晚餐"
    with pytest.raises(Stale), unit_of_work():
        agenda.save_rules(editor, event.id, replace(RULES, turnaround=20), version=before.version)


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"turnaround": -1}, {"turnaround": "out_of_range"}),
        ({"longest_shift": 0}, {"longest_shift": "out_of_range"}),
        ({"quiet_hours": "at noon"}, {"quiet_hours": "not_hours"}),
        ({"quiet_hours": "\n".join(["12:00-13:00 x"] * 21)}, {"quiet_hours": "too_many_hours"}),
    ],
)
def test_rules_that_are_none_are_refused(
    event: Event, editor: Actor, given: dict[str, object], errors: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refusal, unit_of_work():
        agenda.save_rules(editor, event.id, replace(RULES, **given), version=None)  # type: ignore[arg-type]  # a test gives what it names
    assert refusal.value.errors == errors


def test_absences_are_kept_by_person(event: Event, editor: Actor) -> None:
    person, other = make.a_person(event), make.a_person(event)
    starts = make.a_session(event, make.a_part(event)).starts
    with unit_of_work():
        first = people.add_absence(
            editor,
            event.id,
            person.id,
            starts=starts,
            ends=starts + timedelta(hours=1),
            note="Visa",
        )
    with pytest.raises(Invalid), unit_of_work():
        people.add_absence(editor, event.id, person.id, starts=starts, ends=starts)
    with pytest.raises(NotFound), unit_of_work():
        people.remove_absence(editor, event.id, other.id, first)

    (kept,) = people.absences(editor, event.id, person.id)
    assert (kept.starts, kept.note) == (starts, "Visa")
    with unit_of_work():
        people.remove_absence(editor, event.id, person.id, first)
    assert people.absences(editor, event.id, person.id) == ()


def test_shifts_lie_within_the_session(event: Event, part: Part, editor: Actor) -> None:
    session = make.a_session(event, part, hour=9, minutes=60)
    one, two = make.a_person(event), make.a_person(event, printed_name="KEO Piseth")
    with unit_of_work():
        agenda.add_shift(editor, event.id, session.id, one.id, language="zh", after=0, minutes=30)
        agenda.add_shift(editor, event.id, session.id, two.id, language="zh", after=30)
    for given, field in (
        ({"language": "xx"}, "language"),
        ({"language": "zh", "after": 60}, "after"),
        ({"language": "zh", "minutes": 0}, "minutes"),
    ):
        with pytest.raises(Invalid) as refusal, unit_of_work():
            agenda.add_shift(editor, event.id, session.id, one.id, **given)
        assert list(refusal.value.errors) == [field]

    found = agenda.shifts(editor, event.id, session.id)
    assert [
        (row.person.printed_name, f"{row.starts:%H:%M}", f"{row.ends:%H:%M}") for row in found
    ] == [
        (one.printed_name, "09:00", "09:30"),
        ("KEO Piseth", "09:30", "10:00"),
    ]
    with pytest.raises(Conflict), unit_of_work():
        people.delete(editor, event.id, two.id)


def test_another_events_people_and_sessions_are_not_found(
    event: Event, part: Part, editor: Actor
) -> None:
    session, other = make.a_session(event, part), make.an_event()
    stranger = make.a_person(other)
    theirs = make.a_session(other, make.a_part(other))
    with pytest.raises(NotFound), unit_of_work():
        agenda.add_shift(editor, event.id, session.id, stranger.id, language="en")
    with pytest.raises(NotFound), unit_of_work():
        agenda.add_shift(editor, event.id, theirs.id, make.a_person(event).id, language="en")
    with pytest.raises(NotFound), unit_of_work():
        people.add_absence(editor, event.id, stranger.id, starts=session.starts, ends=session.ends)
    with pytest.raises(NotFound), unit_of_work():
        agenda.save_rules(editor, other.id, RULES, version=None)
    viewer = make.an_actor(Role.VIEWER, event)
    with pytest.raises(Forbidden), unit_of_work():
        agenda.save_rules(viewer, event.id, RULES, version=None)
