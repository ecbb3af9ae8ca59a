"""The invitation to one session, in each zone, across midnight, and when a zone's rules change."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import vobject
from icalendar import Calendar

from forumapp.domain.invitations import Answer, Told, all_told, moved
from forumapp.domain.programme import Programme, compare
from forumapp.render import ical
from forumapp.render.ical import zones
from tests.programmes import a_programme, a_session
from tests.render import calendars
from tests.render.test_ical_invitations import BASE, INVITED
from tests.render.test_ical_zones import REGION, a_feed


def written(
    programme: Programme, told: Told, *, method: ical.Method = ical.Method.REQUEST
) -> bytes:
    return ical.session_invitation(
        programme, ical.Occasion(told=told), INVITED, method=method, locale="en", base_url=BASE
    )


def told_of(programme: Programme) -> Told:
    return all_told(programme)[programme.sessions[0].key]


def a_late_programme(zone: str) -> Programme:
    """One session on the second day of three, from half past ten in the night to one."""
    starts = datetime(2027, 3, 10, 22, 30)  # noqa: DTZ001  a wall time
    session = a_session(starts=starts, ends=starts + timedelta(hours=2, minutes=30))
    programme = a_programme(sessions=16, zone=zone)
    return programme.only((session,))


@pytest.mark.parametrize("zone", REGION)
@pytest.mark.parametrize("method", ical.Method)
def test_a_session_across_midnight_is_the_same_instants_for_every_reader(
    zone: str, method: ical.Method
) -> None:
    programme = a_late_programme(zone)
    told = told_of(programme)
    expected = [moment.astimezone(UTC) for moment in (told.starts_at, told.ends_at)]

    data = written(programme, told, method=method)

    strict, first = calendars.read(data), Calendar.from_ical(data).events[0]
    second = vobject.readOne(data.decode()).vevent
    (entry,) = strict.entries
    assert strict.used_zones() == set(strict.zone_names) == {zone}
    assert [entry.one(name).raw for name in ("DTSTART", "DTEND")] == [
        "20270310T223000",
        "20270311T010000",
    ]
    assert [first.DTSTART.astimezone(UTC), first.DTEND.astimezone(UTC)] == expected
    assert [second.dtstart.value.astimezone(UTC), second.dtend.value.astimezone(UTC)] == expected
    assert expected[1] - expected[0] == timedelta(hours=2, minutes=30)
    assert expected[0].hour * 60 + expected[0].minute == (22 * 60 + 30 - REGION[zone]) % 1440


@pytest.mark.parametrize(
    ("answer", "partstat", "rsvp"),
    [
        (Answer.NEEDS_ACTION, "NEEDS-ACTION", "TRUE"),
        (Answer.TENTATIVE, "TENTATIVE", "FALSE"),
        (Answer.DECLINED, "DECLINED", "FALSE"),
    ],
)
def test_the_entry_carries_the_answer_that_still_holds(
    answer: Answer, partstat: str, rsvp: str
) -> None:
    invited = ical.Invited(
        uid=INVITED.uid,
        sequence=0,
        written_at=INVITED.written_at,
        attendee=INVITED.attendee,
        organizer=INVITED.organizer,
        answer=answer,
    )
    programme = a_programme()
    occasion = ical.Occasion(told=told_of(programme))

    data = ical.session_invitation(
        programme, occasion, invited, method=ical.Method.REQUEST, locale="en", base_url=BASE
    )

    params = calendars.read(data).entries[0].one("ATTENDEE").parameters
    assert (params["PARTSTAT"], params["RSVP"]) == (partstat, rsvp)


@contextmanager
def rules_of(zone: str, *, another: str, folder: Path) -> Iterator[None]:
    """For a while a zone has the rules of another, as when a government changes them."""
    found = next(
        Path(path) / another for path in zoneinfo.TZPATH if (Path(path) / another).exists()
    )
    target = folder / zone
    target.parent.mkdir(parents=True)
    target.write_bytes(found.read_bytes())
    _begin_anew((folder, *zoneinfo.TZPATH))
    try:
        yield
    finally:
        _begin_anew(None)


def _begin_anew(path: tuple[str | Path, ...] | None) -> None:
    zoneinfo.reset_tzpath(path and [str(one) for one in path])
    ZoneInfo.clear_cache()
    zones.timezone.cache_clear()


def test_when_a_zones_rules_change_the_wall_time_stays_and_nobody_is_told(tmp_path: Path) -> None:
    programme = a_programme(zone="Asia/Yangon")
    told = told_of(programme)
    before = calendars.read(written(programme, told))

    with rules_of("Asia/Yangon", another="Asia/Bangkok", folder=tmp_path):
        again = a_programme(zone="Asia/Yangon")
        after = calendars.read(written(again, told_of(again)))
        published = calendars.read(a_feed("Asia/Yangon"))
        start = told_of(again).starts_at.astimezone(UTC)
        changed = moved(told, told_of(again)), tuple(compare(programme, again))

    for calendar in (before, after, published):
        assert calendar.entries[0].one("DTSTART").raw == "20270309T090000"
    offsets = [
        calendar.components("VTIMEZONE")[0].inside[0].one("TZOFFSETTO").raw
        for calendar in (before, after, published)
    ]
    assert offsets == ["+0630", "+0700", "+0700"]
    assert start.strftime("%H:%M") == "02:00"
    assert changed == (False, ())
