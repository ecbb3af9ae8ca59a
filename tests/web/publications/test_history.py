"""The releases for everyone: what each changed, as page and feed; each as it was, and back."""

from __future__ import annotations

import re

import feedparser
import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree

from forumapp.db import db
from forumapp.domain.access import Role
from forumapp.domain.agenda import Visibility
from forumapp.domain.events import EventState
from forumapp.domain.text import Translated
from forumapp.models import Session
from tests import factories as make
from tests.jobs import releasing as news
from tests.web.publications.test_manage import token


@pytest.fixture
def forum(app: Flask) -> news.Forum:
    """Two releases: a session that moves, and one of those registered, which moves too."""
    forum = news.a_forum(title=Translated(en="The Forum", zh="论坛"))
    first = forum.session("S3", hour=10)
    hidden = forum.session("S4", hour=14, visibility=Visibility.REGISTERED)
    forum.publish(quiet=True)
    news.move(first, room=forum.annex)
    news.move(hidden)
    forum.publish(quiet=True, note="The hall is not <free>.")
    return forum


def page(client: FlaskClient, forum: news.Forum, rest: str) -> str:
    answer = client.get(f"/events/{forum.event.slug}/programme/{rest}")
    assert answer.status_code == 200
    return answer.text


def test_everyone_reads_what_each_release_changed_and_nothing_of_what_is_hidden(
    forum: news.Forum, client: FlaskClient
) -> None:
    english, chinese = page(client, forum, "changes"), page(client, forum, "changes?lang=zh")

    assert english.index('id="release-2"') < english.index('id="release-1"')
    assert "Moved from 10:00 to 10:30, Hall A to Hall B" in english
    assert "The hall is not &lt;free&gt;." in english
    assert "The first release of the programme." in english
    assert "乙厅" in chinese
    assert "Hall B" not in chinese
    assert "S4" not in english
    assert 'type="application/atom+xml"' in english


def test_how_much_changed_since_a_visit_is_what_everyone_may_read_of_it(
    forum: news.Forum, client: FlaskClient
) -> None:
    def counted(rest: str) -> object:
        return client.get(f"/events/{forum.event.slug}/programme/changes.json?{rest}").get_json()

    assert counted("since=1") == {"count": 1, "words": "1 change since your last visit"}
    assert counted("since=1&lang=zh") == {"count": 1, "words": "自您上次访问以来有1处更改"}
    assert counted("since=2") == {"count": 0, "words": "0 changes since your last visit"}
    for strange in ("since=9", "since=x", "since=-1", ""):
        address = f"/events/{forum.event.slug}/programme/changes.json?{strange}"
        assert client.get(address).status_code == 404


def test_what_changed_since_a_release_skips_what_came_between(
    forum: news.Forum, client: FlaskClient
) -> None:
    session = db.session.query(Session).filter_by(code="S3").one()
    news.move(session, room=forum.hall)
    forum.publish(quiet=True)

    text = page(client, forum, "changes?since=1")

    assert "Moved from 10:00 to 11:00" in text
    assert "Hall B" not in text
    assert client.get(f"/events/{forum.event.slug}/programme/changes?since=9").status_code == 404
    assert client.get(f"/events/{forum.event.slug}/programme/changes?page=9").status_code == 404


@pytest.mark.parametrize(
    ("language", "title", "sentence"),
    [
        ("en", "Changes of the programme: The Forum", "Moved from 10:00 to 10:30"),
        ("zh", "日程变更：论坛", "时间由10:00改为10:30"),
    ],
)
def test_the_feed_is_read_by_readers_of_news(
    forum: news.Forum, client: FlaskClient, language: str, title: str, sentence: str
) -> None:
    address = f"/events/{forum.event.slug}/programme/changes.atom?lang={language}"
    answer = client.get(address)

    read = feedparser.parse(answer.data, response_headers={"content-type": answer.content_type})

    assert (read.bozo, read.version, read.feed.title) == (False, "atom10", title)
    assert read.feed.links[0].href == f"http://localhost{address}"
    assert read.feed.id.startswith("urn:uuid:")
    assert read.feed.author == "The secretariat"
    latest, first = read.entries
    assert (latest.link, first.link) == tuple(
        f"http://localhost/events/{forum.event.slug}/programme/releases/{n}" for n in (2, 1)
    )
    assert latest.published_parsed == latest.updated_parsed
    assert sentence in latest.content[0].value
    assert "&lt;free&gt;" in latest.content[0].value
    assert "S4" not in answer.text
    assert len({read.feed.id, latest.id, first.id}) == 3


def test_the_feed_has_what_the_standard_asks_for(forum: news.Forum, client: FlaskClient) -> None:
    """RFC 4287 4.1.1 and 4.1.2: each of these once, and a moment as RFC 3339 writes it."""
    answer = client.get(f"/events/{forum.event.slug}/programme/changes.atom")
    root = etree.fromstring(answer.data)
    atom = "{http://www.w3.org/2005/Atom}"

    assert root.tag == f"{atom}feed"
    for element in (root, *root.iter(f"{atom}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{atom}{name}")) == 1
        updated = element.findtext(f"{atom}updated")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", updated or "")
    etag = answer.headers["ETag"]
    again = client.get(
        f"/events/{forum.event.slug}/programme/changes.atom", headers={"If-None-Match": etag}
    )
    assert again.status_code == 304


def test_before_the_first_release_page_and_feed_are_empty(app: Flask, client: FlaskClient) -> None:
    forum = news.a_forum()

    assert "No programme is issued yet" in page(client, forum, "changes")
    assert feedparser.parse(page(client, forum, "changes.atom").encode()).entries == []


def test_a_draft_event_tells_nobody_of_its_releases(forum: news.Forum, client: FlaskClient) -> None:
    news.change(forum.event, state=EventState.DRAFT)

    for rest in ("changes", "changes.atom", "releases/1"):
        assert client.get(f"/events/{forum.event.slug}/programme/{rest}").status_code == 404


def test_a_release_is_shown_as_it_was(forum: news.Forum, client: FlaskClient) -> None:
    old, new = page(client, forum, "releases/1"), page(client, forum, "releases/2")

    assert "10:00" in old
    assert "Hall A" in old
    assert "Hall B" not in old
    assert "This is not the programme any more" in old
    assert "10:30" in new
    assert "Hall B" in new
    assert "This is the release in force" in new
    assert "S4" not in old + new
    assert client.get(f"/events/{forum.event.slug}/programme/releases/3").status_code == 404


def test_an_old_release_is_brought_back_once_it_was_shown_and_published_anew(
    forum: news.Forum, client: FlaskClient
) -> None:
    make.sign_in(client, event=forum.event, role=Role.EDITOR)
    address = f"/manage/{forum.event.slug}/publications/1/bring-back"

    asked = client.get(address).text
    done = client.post(address, data={"seen": token(asked)}, follow_redirects=True)
    again = client.post(address, data={"seen": token(asked)})
    forum.publish(quiet=True)

    assert "Moved from 10:30 to 10:00, Hall B to Hall A" in asked
    assert "The agenda is as release 1 had it." in done.text
    assert again.status_code == 409
    assert "Moved from 10:30 to 10:00" in page(client, forum, "changes")
    assert "Nothing has changed since." in page(client, forum, "changes?since=1")


def test_only_who_edits_the_agenda_brings_back(forum: news.Forum, client: FlaskClient) -> None:
    make.sign_in(client, event=forum.event, role=Role.VIEWER)
    address = f"/manage/{forum.event.slug}/publications/1"

    assert client.get(address).status_code == 200
    assert "bring-back" not in client.get(address).text
    assert client.get(f"{address}/bring-back").status_code == 403
    assert client.post(f"{address}/bring-back").status_code == 403
