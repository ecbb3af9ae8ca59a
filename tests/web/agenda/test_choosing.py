"""The public programme: what of it the address asks for, and how it is laid out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forumapp.domain.agenda import SessionKind
from forumapp.domain.speakers import SpeakerStatus
from forumapp.domain.text import Translated
from forumapp.http import pages
from forumapp.models import Event, Part, Session
from tests import factories as make
from tests.counting import queries_of

wall = datetime.fromisoformat
ALL = ["LUNCH", "OPEN", "ROADS", "WATER"]
STRANGE = [
    "99999",
    "-1",
    "0",
    "9" * 3000,
    "x",
    "",
    " ",
    "%00",
    "<script>",
    "1 OR 1=1",
    "١",
    "\ufffd",
]


class World:
    """An event of four sessions that differ in everything one can choose by."""

    def __init__(self) -> None:
        self.event = make.an_event(languages=("en", "zh"))
        first, second = make.a_part(self.event), make.a_part(self.event, name=Translated(en="B"))
        hall = make.a_room(self.event)
        room = make.a_room(self.event, name=Translated(en="Room 1", zh="一号厅"))
        track = make.a_track(self.event)
        self.expert = make.a_person(self.event, printed_name="Đặng Thế Nghiêm", family_name="Đặng")
        opening = self._held("OPEN", first, 9, room_id=hall.id, languages=("en",))
        water = self._held(
            "WATER",
            second,
            10,
            room_id=room.id,
            track_id=track.id,
            kind=SessionKind.PARALLEL,
            title=Translated(en="Water for villages", zh="乡村用水"),
            languages=("zh",),
            interpretation=("vi",),
        )
        roads = self._held("ROADS", second, 10, kind=SessionKind.PARALLEL)
        self._held("LUNCH", first, 12, kind=SessionKind.BREAK, title=Translated(en="Lunch"))
        make.a_video_room(self.event, opening, roads)
        make.a_speaker(opening, make.a_person(self.event))
        make.a_speaker(water, self.expert)
        make.a_speaker(roads, self.expert, status=SpeakerStatus.DECLINED)
        make.publish(self.event)
        self.chosen: Mapping[str, tuple[object, list[str]]] = {
            "part": (second.id, ["ROADS", "WATER"]),
            "room": (room.id, ["WATER"]),
            "track": (track.id, ["WATER"]),
            "kind": ("parallel", ["ROADS", "WATER"]),
            "language": ("vi", ["WATER"]),
            "mode": ("online", ["OPEN", "ROADS"]),
            "person": (self.expert.id, ["WATER"]),
            "q": ("dang  the NGHIEM", ["WATER"]),
        }

    def _held(self, code: str, part: Part, hour: int, **given: Any) -> Session:
        return make.a_session(self.event, part, code=code, hour=hour, **given)


@pytest.fixture
def world(app: Flask) -> World:
    return World()


def address(event: Event, **query: object) -> str:
    return f"/events/{event.slug}/programme?{urlencode(query)}"


def codes(text: str) -> list[str]:
    return sorted(re.findall(r'id="s-([^"]+)"', text))


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def chips(text: str) -> list[str]:
    found = re.findall(r'<a class="chip".*?>(.*?)<svg', text)
    return [words(chip).removeprefix("Take away: ") for chip in found]


def told(text: str) -> str:
    found = re.search(r'<p role="status"><strong>(.*?)</strong>', text)
    return found.group(1) if found else ""


def test_each_filter_chooses(client: FlaskClient, world: World) -> None:
    for by, (value, expected) in world.chosen.items():
        page = client.get(address(world.event, **{by: value})).text

        assert codes(page) == expected, by
        assert len(chips(page)) == 1
        assert told(page) == f"{len(expected)} session{'s' * (len(expected) > 1)} found"
    whole = client.get(address(world.event)).text
    assert (codes(whole), chips(whole), told(whole)) == (ALL, [], "")


def test_filters_hold_together_and_each_can_be_taken_away(
    client: FlaskClient, world: World
) -> None:
    part, kind = world.chosen["part"][0], world.chosen["kind"][0]
    query = {"part": part, "kind": kind, "mode": "online", "zone": "Asia/Yangon"}

    page = client.get(address(world.event, **query)).text

    assert codes(page) == ["ROADS"]
    assert chips(page) == ["Part: B", "Kind: Parallel session", "How to follow it: Online"]
    links = re.findall(r'<a class="chip" href="[^"?]*\?([^"]*)"', page)
    assert [parse_qs(link.replace("&amp;", "&")).keys() for link in links] == [
        {"kind", "mode", "zone"},
        {"part", "mode", "zone"},
        {"part", "kind", "zone"},
    ]
    assert '<input type="hidden" name="zone" value="Asia/Yangon">' in page
    assert re.search(r'class="chips-clear" href="[^"]*/programme\?zone=Asia/Yangon"', page)
    assert f'<option value="{part}" selected>B</option>' in page


def test_only_what_the_programme_has_is_offered(client: FlaskClient, world: World) -> None:
    make.a_room(world.event, name=Translated(en="Never used"))
    make.a_person(world.event, printed_name="Speaks nowhere")
    make.publish(world.event)

    page = client.get(address(world.event)).text
    selects = re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', page, re.S)

    assert {
        name: re.findall(r"<option[^>]*>([^<]+)</option>", options) for name, options in selects
    } == {
        "part": ["All", "The Forum", "B"],
        "room": ["All", "Hall A", "Room 1"],
        "kind": ["All", "Plenary", "Parallel session", "Break"],
        "language": ["All", "Chinese", "English", "Vietnamese"],
        "mode": ["All", "In the room", "Online"],
        "person": ["All", "Ms. SOK Chanthavy", "Ms. Đặng Thế Nghiêm"],
    }


def test_what_is_not_there_is_left_out_and_said(client: FlaskClient, world: World) -> None:
    for by in ("part", "room", "track", "kind", "language", "mode", "person", "view"):
        for value in STRANGE:
            answer = client.get(address(world.event, **{by: value}))

            assert (answer.status_code, codes(answer.text)) == (200, ALL), (by, value)
            ours = by != "view" and value.strip()
            assert ("Not in this programme" in answer.text) == bool(ours), (by, value)


def test_a_room_that_holds_nothing_yet_is_told_from_one_that_is_not_there(
    client: FlaskClient, world: World
) -> None:
    empty = make.a_room(world.event, name=Translated(en="Hall B"))
    make.publish(world.event)

    page = client.get(address(world.event, room=empty.id)).text

    assert (codes(page), chips(page), told(page)) == ([], ["Room: Hall B"], "0 sessions found")
    assert "Not in this programme" not in page


def test_another_events_room_is_not_there_either(client: FlaskClient, world: World) -> None:
    foreign = make.a_room(make.an_event(), name=Translated(en="Elsewhere secret"))

    page = client.get(address(world.event, room=foreign.id, kind="break")).text

    assert codes(page) == ["LUNCH"]
    assert "something under Room that is not there" in page
    assert "Elsewhere secret" not in page


def test_what_nobody_says_is_not_found_and_leads_back(client: FlaskClient, world: World) -> None:
    back = f'<a href="/events/{world.event.slug}/programme">Show the whole programme'
    for text in ("zzz", "<b>", "x" * 5000, "water zzz", "🌾", "\x00"):
        answer = client.get(address(world.event, q=text))

        assert (answer.status_code, codes(answer.text)) == (200, [])
        assert told(answer.text) == "0 sessions found"
        assert back in answer.text
    assert codes(client.get(address(world.event, q="\u200b")).text) == ALL


def test_strange_addresses_neither_push_out_the_programme_nor_fill_the_memory(
    client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    common, rare = pages.Shelf(pages.LIMIT), pages.Shelf(60_000)
    for module in ("forumapp.http.pages", "forumapp.web.agenda.asked"):
        monkeypatch.setattr(f"{module}.COMMON", common)
        monkeypatch.setattr(f"{module}.RARE", rare)
    client.get(address(world.event))
    before = common.weight
    for number in range(60):
        client.get(address(world.event, q=f"word {number}", room=number))

    assert common.weight == before > 0
    assert 0 < rare.weight <= 60_000


def test_a_page_takes_no_more_queries_for_more_sessions(client: FlaskClient, world: World) -> None:
    few = queries_of(client, address(world.event, kind="parallel", q="water"))
    part = make.a_part(world.event)
    for number in range(30):
        make.a_session(world.event, part, code=f"W{number}", kind=SessionKind.PARALLEL)
    make.publish(world.event)

    assert queries_of(client, address(world.event, kind="parallel", q="water")) <= few


def test_a_session_across_midnight_stands_on_both_days_in_its_room(client: FlaskClient) -> None:
    event = make.an_event()
    part = make.a_part(event)
    night = datetime.combine(event.starts_on, datetime.min.time()) + timedelta(hours=23)
    make.a_session(
        event,
        part,
        code="NIGHT",
        kind=SessionKind.CEREMONY,
        starts=night,
        ends=night + timedelta(hours=2),
        room_id=make.a_room(event).id,
    )
    make.a_session(event, part, code="NEXT", hour=33)
    make.publish(event)

    page = client.get(address(event)).text

    assert re.findall(r'<th scope="col">([^<]+)</th>', page) == ["Hall A", "Hall A"]
    assert codes(page) == ["NEXT", "NIGHT"]
    tomorrow = f"{event.starts_on + timedelta(days=1):%-d %b %Y}"
    assert words(page).count(f"until 01:00 on {tomorrow}") == 2
    assert f"since 23:00 on {event.starts_on:%-d %b %Y}" in page
    alone = client.get(address(event, kind="ceremony")).text
    assert len(re.findall('<section class="day"', alone)) == 1  # no day of its end alone
    assert "01:00 (next day)" in client.get(f"/events/{event.slug}/").text


def test_breaks_are_no_sessions(client: FlaskClient, world: World) -> None:
    assert "The whole programme: 3 sessions" in client.get(f"/events/{world.event.slug}/").text
    assert "<span>3 sessions</span>" in client.get(address(world.event)).text
    assert told(client.get(address(world.event, kind="break")).text) == "1 session found"


def test_who_speaks_more_than_once_leads_to_all_of_it(client: FlaskClient, world: World) -> None:
    link = f"/events/{world.event.slug}/programme?person={world.expert.id}"
    speakers = f"/events/{world.event.slug}/speakers"
    assert link not in client.get(speakers).text

    lecture = make.a_session(world.event, make.a_part(world.event), code="LECTURE", hour=15)
    make.a_speaker(lecture, world.expert)
    make.publish(world.event)

    assert link in client.get(speakers).text
    assert codes(client.get(link).text) == ["LECTURE", "WATER"]


def test_another_clock_says_its_day_and_its_offset_where_clocks_change(
    client: FlaskClient,
) -> None:
    """Clocks in New York go forward in the night between the two days, those in London don't."""
    event = make.an_event(
        zone="America/New_York", starts_on=date(2027, 3, 13), ends_on=date(2027, 3, 14)
    )
    part = make.a_part(event)
    make.a_session(event, part, hour=20)
    make.a_session(event, part, starts=wall("2027-03-14T11:00"), ends=wall("2027-03-14T12:00"))
    make.publish(event)

    page = client.get(address(event, zone="Europe/London")).text
    times = re.findall(r'<th class="slot-time".*?</th>', page, re.S)

    assert [words(time) for time in times] == [
        "20:00–21:00 UTC−5 Sun 14 Mar, 01:00–02:00 London",
        "11:00–12:00 UTC−4 15:00–16:00 London",
    ]
