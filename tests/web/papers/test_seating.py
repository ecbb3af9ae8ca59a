"""The seating plan: by the order of countries, moved by hand, and led back."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from forumapp.db import db
from forumapp.domain.access import SYSTEM, Role
from forumapp.domain.delegations import DelegationCategory
from forumapp.domain.events import Mode
from forumapp.domain.papers.seating import Move, Seating, Spot, arranged
from forumapp.domain.proceedings import ListedDelegation
from forumapp.domain.volumes import VolumeName
from forumapp.models import AuditEntry, Event
from forumapp.services import papers
from tests import factories as make

MEMBER = ListedDelegation(category=DelegationCategory.MEMBER, country="KH", participants=())


@given(
    number=st.integers(0, 12),
    tables=st.integers(1, 5),
    moved=st.dictionaries(
        st.integers(0, 11), st.tuples(st.integers(1, 4), st.integers(1, 5)), max_size=5
    ),
)
def test_everybody_sits_once_moved_ones_where_they_were_put_the_others_in_order(
    number: int, tables: int, moved: dict[int, tuple[int, int]]
) -> None:
    apart = {spot: key for key, spot in moved.items()}  # nobody is put where another sits
    moves = {key: Move(spot=Spot(*spot)) for spot, key in apart.items()}
    rows = arranged(Seating(tables=tables), [(key, MEMBER) for key in range(number)], moves)

    seated = [table for row in rows for table in row if table]
    assert sorted(table.id for table in seated) == list(range(number))
    assert all(len(row) == tables for row in rows)
    by_rule = [table.id for table in seated if table.move is None]
    assert by_rule == sorted(by_rule)
    for table in seated:
        wanted = moves.get(table.id)
        kept = wanted is not None and wanted.spot.place <= tables
        assert table.move == (wanted if kept else None)
        assert not kept or table.spot == moves[table.id].spot


def _an_event_of(*countries: str) -> tuple[Event, dict[str, int]]:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event)
    keys = {}
    for country in countries:
        delegation = make.a_delegation(event, country=country)
        person = make.a_person(event, country=country)
        make.a_registration(
            event,
            person,
            category=category,
            parts=(part,),
            mode=Mode.ROOM,
            delegation_id=delegation.id,
        )
        keys[country] = delegation.id
    return event, keys


def _printed(event: Event) -> object:
    return papers.printed(SYSTEM, event.id, VolumeName.SEATING, layout="r2x2", locale="en")


def test_a_table_moved_by_hand_stays_until_it_is_led_back(app: Flask, client: FlaskClient) -> None:
    event, keys = _an_event_of("KH", "LA", "TH", "VN")
    make.sign_in(client, event=event, role=Role.OWNER)
    page = f"/manage/{event.slug}/papers/seating"

    def plan() -> list[list[str]]:
        rows = re.findall(r"<tr>.*?</tr>", client.get(page).text, re.DOTALL)
        return [re.findall(r'data-name="([^"]+)"', row) for row in rows]

    def post(act: str, version: int, **given: object) -> int:
        answer = client.post(f"{page}/{act}", data={"version": version, **given})
        return answer.status_code

    assert plan() == [["CAMBODIA", "LAO PDR", "THAILAND", "VIET NAM"]]
    assert post("size", 0, tables=2, seats=2) == 303
    assert plan() == [["CAMBODIA", "LAO PDR"], ["THAILAND", "VIET NAM"]]
    before = _printed(event)
    assert post("move", 1, delegation=keys["VN"], row=1, place=1, reason="By the door") == 303
    assert plan() == [["VIET NAM", "CAMBODIA"], ["LAO PDR", "THAILAND"]]
    make.afresh()
    assert (
        papers.printed(SYSTEM, event.id, VolumeName.SEATING, layout="r2x2", locale="en") != before
    )
    assert "By the door" in client.get(page).text

    assert post("move", 1, delegation=keys["KH"], row=2, place=2) == 409  # somebody was quicker
    assert post("move", 2, delegation=keys["KH"], row=1, place=1) == 303  # takes it; they change
    assert plan() == [["CAMBODIA", "VIET NAM"], ["LAO PDR", "THAILAND"]]
    assert post("move", 3, delegation=keys["KH"], row=9, place=1) == 404
    assert post("back", 3, delegation=keys["VN"]) == 303
    assert post("back", 4) == 303
    assert plan() == [["CAMBODIA", "LAO PDR"], ["THAILAND", "VIET NAM"]]
    assert post("back", 5) == 404
    assert post("size", 5, tables=99, seats=2) == 422

    _elsewhere, others = _an_event_of("BN")
    assert post("move", 5, delegation=others["BN"], row=1, place=1) == 404
    make.afresh()
    moves = db.session.query(AuditEntry).filter_by(noun="seating_moves").order_by(AuditEntry.id)
    acts = ["create", "update", "create", "delete", "delete"]
    assert [one.action for one in moves] == acts
    registrar = client.application.test_client()
    make.sign_in(registrar, event=event, role=Role.REGISTRAR)
    assert registrar.get(page).status_code == 200
    assert registrar.post(f"{page}/move", data={}).status_code == 403
