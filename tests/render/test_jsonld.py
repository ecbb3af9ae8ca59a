"""The data block of an event's pages."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from forumapp.domain.agenda import Visibility
from forumapp.domain.events import EventFormat
from forumapp.domain.programme import Programme
from forumapp.domain.text import Translated
from forumapp.render import jsonld
from tests.programmes import a_programme, a_session

BASE = "https://forum.example"
PAGE = f"{BASE}/events/forum-test/"


def an_event(programme: Programme, locale: str = "en") -> dict[str, Any]:
    return jsonld.event(programme, base_url=BASE, locale=locale)


def test_event_says_who_when_where_and_in_what_language() -> None:
    assert an_event(a_programme(sessions=1), "zh") == {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": PAGE,
        "url": PAGE,
        "name": "第三届乡村试点论坛",
        "description": "For those who do the work.",
        "startDate": "2027-03-09T09:00:00+06:30",
        "endDate": "2027-03-09T10:00:00+06:30",
        "inLanguage": ["en", "zh-Hans"],
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "location": [
            {"@type": "Place", "name": "河畔会堂", "address": "河畔市"},
            {"@type": "VirtualLocation", "url": PAGE},
        ],
        "superEvent": {"@type": "EventSeries", "name": "乡村试点论坛"},
        "organizer": [{"@type": "Organization", "name": "Ministry of Villages"}],
        "sponsor": [
            {
                "@type": "Organization",
                "name": "乡村实践研究院",
                "url": "https://institute.example/",
            }
        ],
        "subEvent": [
            {
                "@type": "Event",
                "@id": f"{PAGE}sessions/S001",
                "url": f"{PAGE}sessions/S001",
                "name": "开幕式",
                "startDate": "2027-03-09T09:00:00+06:30",
                "endDate": "2027-03-09T10:00:00+06:30",
                "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
                "location": [
                    {"@type": "Place", "name": "1号厅, 河畔会堂", "address": "河畔市"},
                    {"@type": "VirtualLocation", "url": f"{PAGE}sessions/S001"},
                ],
            }
        ],
    }


@pytest.mark.parametrize(
    ("event_format", "mode", "kinds"),
    [
        (EventFormat.HYBRID, "MixedEventAttendanceMode", ["Place", "VirtualLocation"]),
        (EventFormat.ONLINE, "OnlineEventAttendanceMode", ["VirtualLocation"]),
        (EventFormat.IN_PERSON, "OfflineEventAttendanceMode", ["Place"]),
    ],
)
def test_format_decides_mode_and_places(
    event_format: EventFormat, mode: str, kinds: list[str]
) -> None:
    data = an_event(a_programme(event_format=event_format))
    assert data["eventAttendanceMode"] == f"https://schema.org/{mode}"
    assert [place["@type"] for place in data["location"]] == kinds


def test_each_session_has_a_mode_of_its_own() -> None:
    sessions = (
        a_session(1, room=1, online=True),
        a_session(2, room=1, online=False),
        a_session(3, room=None, online=True),
        a_session(4, room=None, online=False),
    )
    data = an_event(replace(a_programme(), sessions=sessions))
    assert [
        (
            sub["eventAttendanceMode"].rsplit("/", 1)[1],
            [place["@type"] for place in sub["location"]],
        )
        for sub in data["subEvent"]
    ] == [
        ("MixedEventAttendanceMode", ["Place", "VirtualLocation"]),
        ("OfflineEventAttendanceMode", ["Place"]),
        ("OnlineEventAttendanceMode", ["VirtualLocation"]),
        ("OfflineEventAttendanceMode", ["Place"]),
    ]


def test_only_public_sessions_are_told() -> None:
    programme = a_programme()
    first, *others = programme.sessions
    hidden = (first, *(replace(s, visibility=Visibility.REGISTERED) for s in others))
    assert len(an_event(programme)["subEvent"]) == 3
    data = an_event(replace(programme, sessions=hidden))
    assert [sub["name"] for sub in data["subEvent"]] == ["Opening ceremony"]
    assert data["endDate"] == "2027-03-09T10:00:00+06:30"


def test_an_event_without_sessions_has_its_days() -> None:
    data = an_event(a_programme(sessions=0))
    assert (data["startDate"], data["endDate"]) == ("2027-03-09", "2027-03-09")
    assert "subEvent" not in data


def test_a_page_stays_small_when_the_event_is_large() -> None:
    data = an_event(a_programme(sessions=1000))
    assert len(data["subEvent"]) == jsonld.MOST_SESSIONS
    assert data["endDate"] == "2027-03-25T15:00:00+06:30"


def test_a_session_s_page_names_those_who_speak() -> None:
    programme = a_programme(sessions=1)
    data = jsonld.session(programme, programme.sessions[0], base_url=BASE, locale="en")
    assert data["superEvent"]["@id"] == PAGE
    assert data["inLanguage"] == ["en", "zh-Hans"]
    assert data["performer"][0] == {
        "@type": "Person",
        "name": "Sokdara Veasna",
        "alternateName": "វាសនា សុខដារ៉ា",
        "honorificPrefix": "H.E. Mr.",
        "jobTitle": "Director, Division 1",
        "affiliation": {"@type": "Organization", "name": "Ministry of Rural Affairs"},
    }


class OneScript(HTMLParser):
    """Collects the text of the one script element, and every tag of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@settings(deadline=None)
@given(text=st.text(max_size=80))
@example("</script><script>alert(1)</script>")
@example("<!--<script>")
@example("]]>&amp;\u2028'\"\\")
def test_no_text_breaks_out_of_its_script_element(text: str) -> None:
    programme = a_programme(sessions=1)
    title = Translated(en=text or "x")
    data = an_event(replace(programme, event=replace(programme.event, title=title)))
    page = OneScript()

    template = Environment(autoescape=True).from_string(
        '<script type="application/ld+json">{{ data }}</script>'
    )
    page.feed(template.render(data=jsonld.dumps(data)))
    page.close()

    assert page.tags == ["script"]
    assert json.loads(page.text) == data
    assert not set(page.text) & set("<>&\u2028\u2029")
