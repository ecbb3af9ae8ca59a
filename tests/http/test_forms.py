"""Forms clean what is typed, put refusals beside their field and show both of two saves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask

from forumapp.domain.agenda import SessionKind
from forumapp.domain.errors import Invalid, Stale
from forumapp.domain.text import Translated
from forumapp.http.forms import (
    CodeField,
    CodesField,
    Colour,
    CountryField,
    Day,
    EditForm,
    Line,
    Mail,
    ReferenceField,
    TranslatedField,
    WallTime,
    Whole,
    ZoneField,
)

Make = Callable[..., Any]
GOOD = {
    "title-en": "Opening",
    "title-zh": "开幕",
    "kind": "plenary",
    "starts": "2026-06-28T09:00",
    "day": "2026-06-28",
    "zone": "Asia/Yangon",
    "colour": "#7A1F2B",
}


class SessionForm(EditForm):
    title = TranslatedField("Title", required=True)
    note = Line("Note")
    mail = Mail("Mail")
    kind = CodeField("Kind", SessionKind)
    room = ReferenceField("Room")
    languages_spoken = CodesField("Languages")
    country = CountryField("Country")
    starts = WallTime("Start", required=True)
    day = Day("Day")
    zone = ZoneField("Zone")
    colour = Colour("Colour")
    seats = Whole("Seats", low=0, high=1000)


@pytest.fixture
def posted(app: Flask) -> Make:
    def make(**changes: str) -> SessionForm:
        sent = {**GOOD, **{name.replace("__", "-"): text for name, text in changes.items()}}
        with app.test_request_context("/", method="POST", data=sent):
            form = SessionForm(languages=("en", "zh"), data={"title": {"km": "បើក"}})
            form.room.offer([(3, "Hall A")], empty="–")
            form.languages_spoken.offer([("en", "English"), ("zh", "Chinese")])
            form.validate()
            return form

    return make


def test_values_are_cleaned_and_typed(posted: Make) -> None:
    form = posted(note="  two\r\nlines ", seats="40", room="3", languages_spoken="zh")

    assert form.errors == {}
    assert form.values() == {
        "title": Translated(en="Opening", zh="开幕", km="បើក"),
        "note": "two lines",
        "mail": "",
        "kind": SessionKind.PLENARY,
        "room": 3,
        "languages_spoken": ("zh",),
        "country": "",
        "starts": datetime.fromisoformat("2026-06-28T09:00"),
        "day": date(2026, 6, 28),
        "zone": "Asia/Yangon",
        "colour": "#7a1f2b",
        "seats": 40,
    }


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("title__en", "x" * 201),
        ("note", "x" * 201),
        ("mail", "nobody"),
        ("kind", "banquet"),
        ("room", "99"),
        ("room", "abc"),
        ("languages_spoken", "tlh"),
        ("country", "XX"),
        ("starts", ""),
        ("starts", "2026-06-31T09:00"),
        ("starts", "0001-01-01T00:00"),
        ("day", "2026-02-30"),
        ("day", "9999-12-31"),
        ("zone", "Asia/Atlantis"),
        ("zone", ""),
        ("seats", "-1"),
        ("seats", "9" * 400),
        ("seats", "9" * 5000),
        ("seats", "1e3"),
        ("colour", "x" * 201),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(posted: Make, field: str, text: str) -> None:
    form = posted(**{field: text})

    assert list(form.errors) == [field.removesuffix("__en")]


@pytest.mark.parametrize(
    "name", ["ស" * 200, "\u202bشرق\u202c", "🧑‍🌾 Ramo", "<b>Ramo</b>", "=1+1", "刘焕鑫" * 60]
)
def test_a_name_may_be_in_any_script(posted: Make, name: str) -> None:
    form = posted(title__en=name, note=name)

    assert form.errors == {}
    assert (form.title.data["en"], form.note.data) == (name, name)


def test_a_title_is_needed_in_one_language_only(posted: Make) -> None:
    assert posted(title__en="").errors == {}


def test_a_refusal_of_the_rules_stands_beside_its_language(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data=GOOD):
        form = SessionForm(languages=("en", "zh"))

        def save() -> None:
            raise Invalid({"title.zh": "taken", "starts": "no_such_time", "whole": "taken"})

        assert not form.sent(save)
    assert form.status == 422
    assert list(form.title.wrong) == ["zh"]
    assert form.starts.errors == ["The clocks there skip this time. Please choose another."]
    assert form.form_errors == ["This is taken already. Please choose another."]


def test_a_stale_save_shows_both_versions_and_the_next_one_goes_through(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={**GOOD, "version": "1"}):
        form = SessionForm(languages=("en", "zh"))
        form.room.offer([(3, "Hall A")], empty="None")

        def save() -> None:
            yours = {
                "title": Translated(en="Opening", zh="开幕"),
                "kind": SessionKind.PLENARY,
                "room": 3,
            }
            theirs = {
                "title": Translated(en="Opening", zh="开幕式"),
                "kind": SessionKind.CEREMONY,
                "room": None,
            }
            raise Stale(yours, theirs, 4)

        assert not form.sent(save)
        assert form.status == 409
        assert form.conflict == [
            ("Title · 中文", "开幕式", "开幕"),
            ("Kind", "Ceremony", "Plenary"),
            ("Room", "None", "Hall A"),
        ]
        assert 'value="4"' in form.version()


def test_each_zone_is_offered_once_with_its_state_and_a_territory_by_its_place(
    posted: Make,
) -> None:
    offered = {choice.value: choice.label for choice in posted().zone.choices}
    assert offered["Asia/Dushanbe"] == "Dushanbe, Tajikistan (UTC+5)"
    assert offered["Pacific/Guam"] == "Guam (UTC+10)"
    assert "Asia/Calcutta" not in offered
    assert len(offered) == len(posted().zone.choices)


def test_an_older_name_of_a_zone_can_be_kept(app: Flask) -> None:
    kept = {**GOOD, "zone": "Asia/Calcutta"}
    with app.test_request_context(method="POST", data=kept):
        form = SessionForm(languages=("en", "zh"), data={"zone": "Asia/Calcutta"})
        form.validate()
        assert "zone" not in form.errors
        assert form.zone.data == "Asia/Calcutta"
