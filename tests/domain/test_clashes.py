"""Clashes, against a plain look at every two; and each kind by an example."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumapp.domain.agenda import SessionKind
from forumapp.domain.clashes import (
    Absence,
    Clash,
    ClashKind,
    Duty,
    Hours,
    Plan,
    Planned,
    Rules,
    Task,
    find,
    read_hours,
)

DAY = date(2027, 3, 9)
RULES = Rules(zone="Asia/Yangon", first_day=DAY, last_day=DAY)
TEN = timedelta(minutes=10)


def at(tens: int) -> datetime:
    """So many tens of minutes after 09:00 in Yangon."""
    return datetime(2027, 3, 9, 2, 30, tzinfo=UTC) + tens * TEN


def a_session(number: int, starts: int = 0, length: int = 6, **given: Any) -> Planned:
    fine = {"kind": SessionKind.PLENARY, "speaking": 2, "confirmed": 1, "presiding": 1}
    return Planned(
        **{
            "id": number,
            "part_id": 1,
            "day": DAY,
            "starts": at(starts),
            "ends": at(starts + length),
            **fine,
            **given,
        }
    )


def a_duty(session: Planned, who: str = "a", **given: Any) -> Duty:
    return Duty(
        **{
            "who": who,
            "person_id": ord(who),
            "session_id": session.id,
            "task": Task.SPEAKS,
            "starts": session.starts,
            "ends": session.ends,
            "room_id": session.room_id,
            **given,
        }
    )


def kinds(plan: Plan) -> list[ClashKind]:
    return [clash.kind for clash in find(plan)]


rooms = st.none() | st.integers(1, 2)
sessions = st.builds(
    a_session,
    st.just(0),
    st.integers(0, 12),
    st.integers(1, 6),
    room_id=rooms,
    video_room_id=rooms,
    part_id=st.integers(1, 2),
    all_rooms=st.booleans(),
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Few rooms, people and hours, so that much of it clashes."""
    drawn = draw(st.lists(sessions, max_size=10))
    numbered = tuple(replace(one, id=number) for number, one in enumerate(drawn))
    duties = [
        a_duty(
            session,
            draw(st.sampled_from("abc")),
            task=draw(st.sampled_from(Task)),
            by_video=draw(st.booleans()),
            elsewhere=draw(st.none() | st.just(7)),
        )
        for session in numbered
        for _ in range(draw(st.integers(0, 3)))
    ]
    absences = tuple(
        Absence(who=draw(st.sampled_from("abc")), starts=at(start), ends=at(start + 2))
        for start in draw(st.lists(st.integers(0, 14), max_size=2))
    )
    rules = replace(RULES, turnaround=10, longest_shift=60)
    return Plan(rules=rules, sessions=numbered, duties=tuple(duties), absences=absences)


def overlap(one: Any, other: Any) -> bool:
    return bool(one.starts < other.ends and other.starts < one.ends)


def key(kind: ClashKind, *ids: int, more: str = "") -> str:
    return f"{kind.value}:{'-'.join(map(str, sorted(ids)))}{more}"


def every_two(plan: Plan) -> Iterator[str]:
    """The keys of what clashes, found by looking at every two."""
    for one, other in combinations(plan.sessions, 2):
        if overlap(one, other):
            yield from places_of(one, other)
    for duty, other_duty in combinations(plan.duties, 2):
        yield from needed_in_both(duty, other_duty, timedelta(minutes=plan.rules.turnaround))
    for absence in plan.absences:
        for duty in plan.duties:
            if duty.who == absence.who and duty.elsewhere is None and overlap(duty, absence):
                more = f":p{duty.person_id}"
                yield key(ClashKind.UNAVAILABLE, duty.session_id, more=more)


def places_of(one: Planned, other: Planned) -> Iterator[str]:
    same_room = one.room_id is not None and one.room_id == other.room_id
    whole = one.part_id == other.part_id and (one.all_rooms or other.all_rooms)
    if same_room or whole:
        yield key(ClashKind.ROOM, one.id, other.id)
    if one.video_room_id is not None and one.video_room_id == other.video_room_id:
        yield key(ClashKind.VIDEO_ROOM, one.id, other.id)


def needed_in_both(one: Duty, other: Duty, turnaround: timedelta) -> Iterator[str]:
    two = (one, other)
    here = [duty for duty in two if duty.elsewhere is None]
    if one.who != other.who or len({(d.elsewhere, d.session_id) for d in two}) == 1 or not here:
        return
    there = "".join(f":e{d.elsewhere}-{d.session_id}" for d in two if d.elsewhere)
    more = f":p{one.person_id}{there}"
    ids = [duty.session_id for duty in here]
    walks = not any(d.by_video or d.room_id is None for d in two)
    if overlap(one, other):
        yield key(ClashKind.PERSON, *ids, more=more)
    elif (
        walks
        and max(one.starts, other.starts) - min(one.ends, other.ends) < turnaround
        and len({(d.elsewhere, d.room_id) for d in two}) == 2
    ):
        yield key(ClashKind.TURNAROUND, *ids, more=more)


COMPARED = {
    ClashKind.ROOM,
    ClashKind.VIDEO_ROOM,
    ClashKind.PERSON,
    ClashKind.TURNAROUND,
    ClashKind.UNAVAILABLE,
}


@given(plans())
def test_one_pass_finds_what_a_look_at_every_two_finds(plan: Plan) -> None:
    found = [clash.key for clash in find(plan) if clash.kind in COMPARED]

    assert sorted(found) == sorted(set(every_two(plan)))


@given(plans())
def test_a_clash_has_one_key_and_names_sessions_of_the_plan(plan: Plan) -> None:
    found = find(plan)

    assert len({clash.key for clash in found}) == len(found)
    known = {session.id for session in plan.sessions}
    assert all(set(clash.sessions) <= known and clash.sessions for clash in found)


@given(plans(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_decides_nothing(plan: Plan, chance: Any) -> None:
    shuffled = list(plan.duties)
    chance.shuffle(shuffled)

    assert {c.key for c in find(replace(plan, duties=tuple(shuffled)))} == {
        c.key for c in find(plan)
    }


def tens_of_work(plan: Plan, who: str) -> Iterator[datetime]:
    """When each ten minutes begin in which somebody interprets in this event."""
    for duty in plan.duties:
        if (duty.who, duty.task, duty.elsewhere) == (who, Task.INTERPRETS, None):
            yield from (duty.starts + TEN * n for n in range((duty.ends - duty.starts) // TEN))


def unbroken(busy: list[datetime]) -> list[tuple[datetime, datetime]]:
    """First and last of those that no ten minutes without work divide."""
    stretches: list[tuple[datetime, datetime]] = []
    for moment in busy:
        if stretches and moment - stretches[-1][1] < TEN + timedelta(minutes=10):
            stretches[-1] = stretches[-1][0], moment
        else:
            stretches.append((moment, moment))
    return stretches


@given(plans())
def test_an_interpreters_stretch_is_what_no_rest_breaks(plan: Plan) -> None:
    """Minute by minute: a stretch ends where ten minutes pass without work."""
    expected = set()
    for who in "abc":
        busy = sorted(set(tens_of_work(plan, who)))
        for first, last in unbroken(busy):
            minutes = int((last + TEN - first).total_seconds() // 60)
            if minutes > plan.rules.longest_shift:
                expected.add((ord(who), minutes))

    found = {(c.person_id, c.facts["minutes"]) for c in find(plan) if c.kind is ClashKind.SHIFT}
    assert found == expected


def test_what_fits_clashes_with_nothing() -> None:
    morning, noon = a_session(1, 0, room_id=1), a_session(2, 7, room_id=2)
    plan = Plan(rules=RULES, sessions=(morning, noon), duties=(a_duty(morning), a_duty(noon)))

    assert find(plan) == ()


def test_somebody_heard_at_other_minutes_is_told_apart_from_who_is_needed_twice() -> None:
    first, second = a_session(1, 0), a_session(2, 3)
    early = a_duty(first, turn=(at(0), at(1)))
    late = a_duty(second, turn=(at(5), at(6)))

    (softly,) = find(Plan(rules=RULES, sessions=(first, second), duties=(early, late)))
    (firmly,) = find(
        Plan(rules=RULES, sessions=(first, second), duties=(early, replace(late, turn=None)))
    )
    also_presides = replace(early, task=Task.PRESIDES, turn=None)
    (once,) = find(Plan(rules=RULES, sessions=(first, second), duties=(early, also_presides, late)))

    assert (softly.kind, softly.facts) == (ClashKind.PERSON, {"turns_apart": True})
    assert firmly.facts == {"turns_apart": True}
    assert once.facts == {"turns_apart": False}


def test_another_event_of_the_installation_counts_too() -> None:
    session = a_session(1)
    here = a_duty(session)
    there = replace(here, session_id=99, elsewhere=5, starts=at(5), ends=at(9))

    (clash,) = find(Plan(rules=RULES, sessions=(session,), duties=(here, there)))

    assert (clash.kind, clash.sessions, clash.elsewhere) == (ClashKind.PERSON, (1,), (5, 99))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"spoken": 61}, [ClashKind.MINUTES]),
        ({"spoken": 60}, []),
        ({"day": date(2027, 3, 10)}, [ClashKind.OUTSIDE]),
        ({"confirmed": 0}, [ClashKind.UNCONFIRMED]),
        ({"presiding": 0}, [ClashKind.NO_CHAIR]),
        ({"confirmed": 0, "presiding": 0, "speaking": 0}, [ClashKind.UNCONFIRMED]),
        ({"kind": SessionKind.BREAK, "confirmed": 0, "presiding": 0, "speaking": 0}, []),
        ({"room_id": 1, "expected": 41}, [ClashKind.SEATS]),
        ({"room_id": 1, "expected": 40}, []),
        ({"room_id": 2, "expected": 4000}, []),
        ({"video_room_id": 1, "expected_online": 301}, [ClashKind.VIDEO_SEATS]),
    ],
)
def test_a_session_by_itself(given: dict[str, Any], expected: list[ClashKind]) -> None:
    plan = Plan(rules=RULES, sessions=(a_session(1, **given),), seats={1: 40}, video_seats={1: 300})

    assert kinds(plan) == expected


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Europe/London", [(ClashKind.NIGHT, time(2, 30))]),
        ("Europe/Athens", [(ClashKind.NIGHT, time(4, 30))]),
        ("Asia/Dili", [(ClashKind.QUIET, time(12, 0))]),
        ("Asia/Shanghai", []),
        ("", []),
    ],
)
def test_a_speaker_by_video_link_at_night_is_named_with_the_hour(
    zone: str, expected: list[tuple[ClashKind, time]]
) -> None:
    """From 09:00 to 10:00 in Yangon (02:30 UTC), with a prayer from 12:00 to 13:00."""
    rules = replace(RULES, quiet=(Hours(time(12), time(13), "Prayer"),))
    session = a_session(1)
    duty = a_duty(session, by_video=True, zone=zone)

    found = find(Plan(rules=rules, sessions=(session,), duties=(duty,)))

    assert [(clash.kind, clash.facts["at"].time()) for clash in found] == expected  # type: ignore[attr-defined]  # its types don't tell


def test_hours_that_the_event_names_hold_at_the_venue_too() -> None:
    rules = replace(RULES, quiet=(Hours(time(9, 30), time(9, 45), "Prayer"),))

    tea = a_session(3, kind=SessionKind.BREAK, presiding=0, confirmed=0)
    (clash,) = find(Plan(rules=rules, sessions=(a_session(1), a_session(2, 12), tea)))

    assert (clash.kind, clash.sessions, clash.person_id) == (ClashKind.QUIET, (1,), None)
    assert clash.key == "quiet:1:Prayer"


@given(st.times(), st.times(), st.times())
def test_hours_across_midnight_are_those_that_the_others_are_not(
    start: time, until: time, now: time
) -> None:
    moment = datetime.combine(DAY, now)
    if start != until:
        assert Hours(start, until).has(moment) is not Hours(until, start).has(moment)


@given(st.times(), st.times(), st.text("abc 祈祷", min_size=1).map(str.strip).filter(bool))
def test_hours_are_read_as_they_are_written(start: time, until: time, name: str) -> None:
    start, until = (moment.replace(second=0, microsecond=0) for moment in (start, until))
    if start != until:
        assert read_hours(Hours(start, until, name).written) == Hours(start, until, name)


@pytest.mark.parametrize(
    ("line", "hours"),
    [
        ("12.00-13.30 Friday prayer", Hours(time(12), time(13, 30), "Friday prayer")),
        ("9:05 – 9:20：早祷", Hours(time(9, 5), time(9, 20), "早祷")),
        ("23:00至1:00 Rest", Hours(time(23), time(1), "Rest")),
    ],
)
def test_hours_are_read_as_people_write_them(line: str, hours: Hours) -> None:
    assert read_hours(line) == hours


@pytest.mark.parametrize(
    "line", ["", "noon", "12:00", "25:00-26:00 x", "12:00-12:00 x", "12:00-13:00"]
)
def test_what_is_no_hours_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_hours(line)


def test_the_gravest_stand_first_and_the_rest_in_the_order_of_the_sessions() -> None:
    early = a_session(2, 0, room_id=1, confirmed=0)
    late = a_session(1, 3, room_id=1, confirmed=0)

    found: tuple[Clash, ...] = find(Plan(rules=RULES, sessions=(early, late)))

    assert [(clash.kind, clash.sessions) for clash in found] == [
        (ClashKind.ROOM, (2, 1)),
        (ClashKind.UNCONFIRMED, (2,)),
        (ClashKind.UNCONFIRMED, (1,)),
    ]
