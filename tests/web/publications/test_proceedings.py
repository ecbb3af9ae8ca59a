"""The proceedings: published by the organiser, read by everyone, taken back."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Role
from forumapp.domain.events import EventState
from forumapp.domain.text import Translated
from forumapp.jobs import engine
from forumapp.models import Event, Issue, Job, Speaker
from tests import factories as make
from tests.render.pdf.reading import text_of


def read(client: FlaskClient, address: str, **given: Any) -> TestResponse:
    """The whole answer, its file closed."""
    return client.get(address, buffered=True, **given)


def a_forum(client: FlaskClient, **given: Any) -> Event:
    """A released event with a text and a listed participant, its owner signed in."""
    event = make.an_event(foreword=Translated(en="A word before all others."), **given)
    part, category = make.a_part(event), make.a_category(event)
    session = make.a_session(event, part, title=Translated(en="Village pilots"))
    make.a_speaker(session, make.a_person(event), text="What the *village* built, it keeps.")
    make.a_video_room(event, session)
    listed = make.a_person(event, printed_name="Listed Person", family_name="")
    silent = make.a_person(event, printed_name="Silent Person", family_name="")
    make.a_registration(event, listed, category=category, parts=(part,), listed=True)
    make.a_registration(event, silent, category=category, parts=(part,))
    make.publish(event)
    make.sign_in(client, event=event, role=Role.OWNER)
    return event


def publish(client: FlaskClient, slug: str) -> TestResponse:
    """Press the button, and say yes when asked."""
    address = f"/manage/{slug}/publications/proceedings"
    asked = client.post(address)
    assert "Publish the proceedings?" in asked.text
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', asked.text)
    assert seen is not None
    return client.post(address, data={"seen": seen[1], "sure": "yes"})


def test_nobody_reads_them_before_they_are_published(client: FlaskClient) -> None:
    slug = a_forum(client).slug
    public = f"/events/{slug}/proceedings"

    page = read(client, public)
    assert page.status_code == 200
    assert "The proceedings are not published yet" in page.text
    assert read(client, f"{public}.pdf").status_code == 404
    assert read(client, f"{public}.pdf/state").status_code == 404
    make.afresh()
    assert db.session.query(Job).count() == 0


def test_the_organiser_looks_publishes_and_everyone_reads_the_same_file(
    client: FlaskClient,
) -> None:
    slug = a_forum(client).slug
    public, preview = (
        f"/events/{slug}/proceedings",
        f"/manage/{slug}/publications/proceedings-en.pdf",
    )
    assert read(client, preview).status_code == 202
    engine.run_due()
    looked_at = read(client, preview)
    assert looked_at.status_code == 200
    assert looked_at.headers["Cache-Control"].startswith("private")
    assert read(client, f"{public}.pdf").status_code == 404

    assert publish(client, slug).status_code == 302

    file = read(client, f"{public}.pdf?lang=en")
    page = read(client, f"{public}?lang=en")
    assert file.data == looked_at.data
    text = text_of(file.data)
    for words in ("Awordbeforeallothers.", "Whatthevillagebuilt,itkeeps.", "ListedPerson"):
        assert words in text
    for words in ("SilentPerson", "planted", "video.example"):
        assert words not in text
    assert "Village pilots" in page.text
    assert 'Ms. <b class="family">SOK</b> Chanthavy' in page.text
    assert re.search(r"\d+ pages · [\d.]+ kB", page.text)
    assert "planted" not in page.text


def test_the_page_says_that_the_volume_is_being_prepared(client: FlaskClient) -> None:
    slug = a_forum(client).slug
    publish(client, slug)

    page = read(client, f"/events/{slug}/proceedings?lang=en")

    assert "The volume is being prepared" in page.text
    assert f'data-job="/events/{slug}/proceedings.pdf/state?page=1"' in page.text
    assert read(client, f"/events/{slug}/proceedings.pdf").status_code == 202


def test_texts_that_change_change_nothing_that_is_public(client: FlaskClient) -> None:
    slug = a_forum(client).slug
    publish(client, slug)
    with unit_of_work() as session:
        session.query(Speaker).one().text = "Mended afterwards."

    workspace = client.get(f"/manage/{slug}/publications").text
    engine.run_due()
    text = text_of(read(client, f"/events/{slug}/proceedings.pdf?lang=en").data)

    assert "Issue 1 is public, but something changed since" in workspace
    assert "Whatthevillagebuilt" in text
    assert "Mended" not in text


def test_what_was_not_seen_is_not_published(client: FlaskClient) -> None:
    slug = a_forum(client).slug
    address = f"/manage/{slug}/publications/proceedings"

    answer = client.post(address, data={"seen": "0" * 64, "sure": "yes"})

    assert answer.status_code == 409
    assert "Something changed meanwhile" in answer.text
    make.afresh()
    assert db.session.query(Issue).count() == 0


def test_they_are_offered_only_while_there_are_any(client: FlaskClient) -> None:
    slug = a_forum(client).slug
    link = f'href="/events/{slug}/proceedings"'
    pages = (f"/events/{slug}/", f"/events/{slug}/programme", f"/events/{slug}/register")

    def offered() -> list[bool]:
        return [link in read(client, page).text for page in pages]

    before = offered()
    publish(client, slug)
    meanwhile = offered()
    client.post(f"/manage/{slug}/publications/proceedings/withdraw")

    assert (before, meanwhile, offered()) == ([False] * 3, [True] * 3, [False] * 3)
    assert link in read(client, f"/events/{slug}/proceedings").text  # the page one is at


def test_proceedings_can_be_taken_back(client: FlaskClient) -> None:
    slug = a_forum(client).slug
    publish(client, slug)
    assert read(client, f"/events/{slug}/proceedings.pdf").status_code == 202

    client.post(f"/manage/{slug}/publications/proceedings/withdraw")

    assert read(client, f"/events/{slug}/proceedings.pdf").status_code == 404
    assert "not published yet" in read(client, f"/events/{slug}/proceedings?lang=en").text
    again = client.post(f"/manage/{slug}/publications/proceedings/withdraw")
    assert again.status_code == 404


def test_those_of_a_draft_event_are_nobodys(client: FlaskClient) -> None:
    slug = a_forum(client, state=EventState.DRAFT).slug
    publish(client, slug)

    for path in ("proceedings", "proceedings.pdf", "proceedings.pdf/state"):
        assert read(client, f"/events/{slug}/{path}").status_code == 404


def test_another_event_says_nothing_of_them(client: FlaskClient) -> None:
    slug = a_forum(client).slug
    publish(client, slug)
    other = make.an_event()
    other_slug = other.slug
    make.a_session(other, make.a_part(other))
    make.publish(other)

    assert read(client, f"/events/{other_slug}/proceedings.pdf").status_code == 404
    assert client.get(f"/manage/{other_slug}/publications").status_code == 404
    assert read(client, f"/manage/{other_slug}/publications/proceedings-en.pdf").status_code == 404


def test_before_the_first_release_there_is_nothing_to_publish(client: FlaskClient) -> None:
    event = make.an_event()
    slug = event.slug
    make.sign_in(client, event=event, role=Role.OWNER)

    page = client.get(f"/manage/{slug}/publications")

    assert "publish the first one" in page.text
    assert client.post(f"/manage/{slug}/publications/proceedings").status_code == 404
    assert read(client, f"/manage/{slug}/publications/proceedings-en.pdf").status_code == 404
