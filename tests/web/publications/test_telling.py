"""Who would be told of the next release: by name and count, each with the mail as it is sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forumapp.db import unit_of_work
from forumapp.domain.access import Actor, Role
from forumapp.domain.invitations import Answer
from forumapp.domain.registration import Origin
from forumapp.domain.text import Translated
from forumapp.services import invitations
from tests import factories as make
from tests.counting import queries_of
from tests.gateways.mailserver import MailServer
from tests.jobs import mailing
from tests.jobs import releasing as news


@pytest.fixture
def server(app: Flask) -> Iterator[MailServer]:
    with mailing.a_server() as running:
        yield running


@pytest.fixture
def told(server: MailServer, client: FlaskClient) -> tuple[news.Forum, dict[str, Any]]:
    """A release is out. Since then a session has moved and another has a new title; of the people
    one speaks in both, one is invited, one has a star, one has no address, one is not concerned.
    """
    forum = news.a_forum()
    moved, renamed = forum.session("S1"), forum.session("S2", hour=11)
    other = forum.session("S3", hour=14)
    people = {name: forum.person(name, country="MM") for name in ("Sok", "Kim", "Bo")}
    people["Lin"] = forum.person("Lin", locale="zh", country="VN")
    people["Mute"] = forum.person("Mute", email="")
    for session, name in ((moved, "Sok"), (renamed, "Sok"), (moved, "Mute"), (other, "Bo")):
        forum.speaker(session, people[name])
    news.invite(people["Lin"], moved)
    forum.publish()
    news.delivered(server)
    news.star(people["Kim"], moved)
    with unit_of_work():
        sok = Actor(person_id=people["Sok"].id, name="Sok")
        invitations.answer_own(sok, renamed.key, Answer.ACCEPTED, now=make.NOW)
    news.move(moved, room=forum.annex)
    news.change(renamed, title=Translated(en="Roads", zh="路"))
    make.sign_in(client, event=forum.event, role=Role.OWNER)
    return forum, people


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def test_before_publishing_it_is_said_who_is_told_what(
    told: tuple[news.Forum, dict[str, Any]], client: FlaskClient
) -> None:
    forum, _people = told
    address = f"/manage/{forum.event.slug}/publications"
    seen = re.search(r'name="seen"[^>]*value="([0-9a-f]{64})"', client.get(address).text)
    assert seen is not None

    asked = client.post(address, data={"status": "revised", "seen": seen[1]}).text
    listed = client.get(f"{address}/told").text

    for page in (asked, listed):
        text = text_of(page)
        assert [name in text for name in ("Sok", "Kim", "Lin", "Mute", "Bo ")] == [
            True,
            True,
            True,
            True,
            False,
        ]
        assert "1 person ought to be told and has no e-mail address." in text
        assert "Moved from 09:00 to 09:30, Hall A to Hall B" in text
        counted = dict(re.findall(r"<dt>(?:<a[^>]*>)?([^<]+)[^\d]*?figures\">(\d+)", page))
        assert counted == {
            "told": "3",
            "speak, or spoke": "1",
            "are invited": "1",
            "have starred it": "1",
        }


def test_a_nominee_without_an_address_is_told_through_the_focal_point(
    told: tuple[news.Forum, dict[str, Any]], client: FlaskClient
) -> None:
    forum, people = told
    delegation = make.a_delegation(forum.event, focal_email="focal@ministry.example")
    forum.registered(people["Mute"], origin=Origin.FOCAL_POINT, delegation_id=delegation.id)

    page = client.get(f"/manage/{forum.event.slug}/publications/told?q=mute").text

    assert "has no e-mail address" not in page
    assert re.search(r"publications/told/\d+[^>]*>(?:<[^>]+>)*[^<]*Mute", page)


@pytest.mark.parametrize(
    ("query", "names"),
    [("q=so", ["Sok"]), ("reason=starred", ["Kim"]), ("q=so&reason=starred", [])],
)
def test_the_list_is_searched_by_name_and_reason(
    told: tuple[news.Forum, dict[str, Any]], client: FlaskClient, query: str, names: list[str]
) -> None:
    forum, _people = told

    page = client.get(f"/manage/{forum.event.slug}/publications/told?{query}").text

    found = re.findall(r"publications/told/\d+[^>]*>(?:<[^>]+>)*([^<]+)", page)
    assert [name.replace("Ms. ", "").strip() for name in found] == names


@pytest.mark.parametrize("name", ["Sok", "Lin", "Kim"])
def test_the_preview_says_what_then_arrives(
    told: tuple[news.Forum, dict[str, Any]], server: MailServer, client: FlaskClient, name: str
) -> None:
    forum, people = told
    address = f"/manage/{forum.event.slug}/publications/told/{people[name].id}"
    query = "status=revised&note=The+hall+is+not+free."

    page, html = client.get(f"{address}?{query}"), client.get(f"{address}/mail?{query}")
    forum.publish(note="The hall is not free.", status="revised")
    message = news.delivered(server, seconds=5)[name.lower()]

    shown = re.search(r'<pre class="mail-text"[^>]*>(.*?)</pre>', page.text, re.DOTALL)
    assert shown is not None
    assert _without_tokens(unescape(shown[1])) == _without_tokens(mailing.text_of(message))
    assert _without_tokens(html.text) == _without_tokens(mailing.text_of(message, "html"))
    assert str(message["Subject"]) in unescape(page.text)
    assert page.text.count("REQUEST</span>") == len(news.entries(message))
    assert "style-src 'unsafe-hashes'" in html.headers["Content-Security-Policy"]


def _without_tokens(text: str) -> list[str]:
    """The lines, with what only the reader may know hidden."""
    hidden = re.sub(r"(/(?:answer|j|me/open)/)[^\s\"<>]+", r"\1…", text)
    return [line.strip() for line in hidden.splitlines() if line.strip()]


def test_who_is_not_told_has_no_preview(
    told: tuple[news.Forum, dict[str, Any]], client: FlaskClient
) -> None:
    forum, people = told
    for name in ("Bo", "Mute"):
        address = f"/manage/{forum.event.slug}/publications/told/{people[name].id}"
        assert client.get(address).status_code == 404


def test_only_who_publishes_reads_it(told: tuple[news.Forum, dict[str, Any]], app: Flask) -> None:
    forum, people = told
    viewer = app.test_client()
    make.sign_in(viewer, event=forum.event, role=Role.VIEWER)
    address = f"/manage/{forum.event.slug}/publications/told"

    for page in (address, f"{address}/{people['Sok'].id}", f"{address}/{people['Sok'].id}/mail"):
        assert viewer.get(page).status_code == 403


def test_the_list_costs_the_same_with_three_and_thirty_people(
    told: tuple[news.Forum, dict[str, Any]], client: FlaskClient
) -> None:
    forum, _people = told
    address = f"/manage/{forum.event.slug}/publications/told"
    few = queries_of(client, address)
    extra = forum.session("S9", hour=16)
    for number in range(30):
        forum.speaker(extra, forum.person(f"P{number}"), position=number)

    assert queries_of(client, address) == few
