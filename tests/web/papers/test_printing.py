"""Badges, nameplates, the order of flags and door lists, made from the registrations."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pikepdf import Pdf

from forumapp.domain.access import SYSTEM, Role
from forumapp.domain.agenda import SessionKind
from forumapp.domain.events import Mode
from forumapp.domain.papers import Badges, DoorList
from forumapp.domain.papers.printing import COLOURS
from forumapp.domain.volumes import VolumeName
from forumapp.jobs import engine
from forumapp.models import Event
from forumapp.render import papers as layout
from forumapp.services.papers import printed
from tests import factories as make
from tests.render.pdf.reading import text_of


class Scene:
    """Two in the room, one of them without a delegation, one online, and who waits for a seat."""

    def __init__(self) -> None:
        self.event: Event = make.an_event()
        self.part, self.category = make.a_part(self.event), make.a_category(self.event)
        self.delegation = make.a_delegation(self.event)
        self.people = {
            name: make.a_person(self.event, printed_name=name, family_name="", native_name="")
            for name in ("Room Delegate", "Room Expert", "Online Delegate")
        }
        for name, person in self.people.items():
            make.a_registration(
                self.event,
                person,
                category=self.category,
                parts=(self.part,),
                mode=Mode.ONLINE if name.startswith("Online") else Mode.ROOM,
                delegation_id=self.delegation.id if name.endswith("Delegate") else None,
            )

    def badges(self, layout: str) -> list[str]:
        _volume, found = printed(
            SYSTEM, self.event.id, VolumeName.BADGES, layout=layout, locale="en"
        )
        assert isinstance(found, Badges)
        return [badge.person.printed_name for badge in found.badges]

    def at_the_door(self, **given: Any) -> list[str]:
        session = make.a_session(self.event, self.part, **given)
        _volume, found = printed(
            SYSTEM, self.event.id, VolumeName.DOOR_LIST, layout=f"s{session.id}", locale="en"
        )
        assert isinstance(found, DoorList)
        return [one.person.printed_name for one in found.lines]


def test_badges_are_for_those_in_the_room_unless_others_are_asked_for(app: Flask) -> None:
    scene = Scene()

    assert scene.badges("a4_8") == ["Room Delegate", "Room Expert"]
    assert scene.badges("a6-online") == ["Online Delegate", "Room Delegate", "Room Expert"]
    assert scene.badges(f"a4_10-d{scene.delegation.id}") == ["Room Delegate"]
    assert scene.badges(f"a4_10-c{scene.category.id + 1}") == []


def test_a_closed_session_admits_delegations_and_who_speaks_in_it(app: Flask) -> None:
    scene = Scene()

    assert scene.at_the_door(code="A") == ["Room Delegate", "Room Expert"]
    assert scene.at_the_door(code="B", kind=SessionKind.CLOSED) == ["Room Delegate"]


@pytest.mark.parametrize(
    ("paper", "words"),
    [
        ("badges/a4_8", "RoomDelegate"),
        ("nameplates/country", "CAMBODIA"),
        ("nameplates/person", "RoomDelegate"),
        ("flags/order", "CAMBODIA"),
        ("seating/r6x2", "CAMBODIA"),
    ],
)
def test_each_paper_is_made_in_the_background(
    app: Flask, client: FlaskClient, paper: str, words: str
) -> None:
    scene = Scene()
    make.sign_in(client, event=scene.event, role=Role.REGISTRAR)
    address = f"/manage/{scene.event.slug}/papers/{paper}-en.pdf"

    asked = client.get(address)
    engine.run_due()
    data = client.get(address, buffered=True).data

    assert asked.status_code == 202
    assert words in text_of(data)
    with Pdf.open(io.BytesIO(data)) as pdf:
        assert pdf.Root.MarkInfo.Marked


def test_nothing_is_printed_that_there_isnt(app: Flask, client: FlaskClient) -> None:
    scene, other = Scene(), make.an_event()
    session = make.a_session(other, make.a_part(other))
    make.sign_in(client, event=scene.event, role=Role.REGISTRAR)
    papers = f"/manage/{scene.event.slug}/papers"

    assert client.get(f"{papers}/printing").status_code == 200
    for paper in (
        "badges/a4_9",
        "flags/x",
        "seating/r0x9",
        "programme/x",
        f"door_list/s{session.id}",
    ):
        assert client.get(f"{papers}/{paper}-en.pdf").status_code == 404


def test_the_colour_of_a_category_is_chosen_and_white_can_be_read_on_it(
    app: Flask, client: FlaskClient
) -> None:
    scene = Scene()
    make.sign_in(client, event=scene.event, role=Role.OWNER)
    page = f"/manage/{scene.event.slug}/categories/{scene.category.id}"
    sent = {"name-en": "Delegate", "approval": "by_hand", "priority": "1", "version": "1"}

    assert COLOURS[0] in client.get(page).text
    refused = client.post(page, data={**sent, "badge_colour": "#ffee00"})
    assert (refused.status_code, "contrast" in refused.text) == (422, True)
    assert client.post(page, data={**sent, "badge_colour": "#00465A"}).status_code in (302, 303)
    make.afresh()
    _volume, found = printed(SYSTEM, scene.event.id, VolumeName.BADGES, layout="a6", locale="en")
    assert isinstance(found, Badges)
    made = layout.badges(found, photos={}, locale="en", created=make.NOW)
    assert {badge.colour for badge in found.badges} == {"#00465a"}
    assert ".band-00465a .band { background: #00465a }" in "".join(made.stylesheets)
