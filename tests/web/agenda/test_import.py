"""An import's pages: a file is chosen, looked at, taken over whole or not at all."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from forumapp.config import settings
from forumapp.db import db, unit_of_work
from forumapp.domain.access import Role
from forumapp.domain.text import Translated
from forumapp.gateways.files import LocalFiles
from forumapp.jobs.engine import run_due
from forumapp.models import Event, Import, Part, Person, Room, Session, User
from forumapp.services import limits, upkeep
from forumapp.services.limits import Limited
from tests import factories as make
from tests.counting import queries_of

HERE = "/manage/forum/import"
DAY = make.DAY.isoformat()
SHEET = f"""Code,Title,Day,Start,End,Room,Speakers
A1,Opening,{DAY},09:00,09:30,Hall A,"Keynote | Dr. NEW Person | Director | Institute | KH | 15"
A2,Roads,{DAY},10:00,11:00,Hall A,
A3,Water,{DAY},never,12:00,Hall A,
"""


@pytest.fixture
def event(app: Flask) -> Event:
    event = make.an_event(slug="forum")
    make.a_part(event)
    return event


@pytest.fixture
def editor(client: FlaskClient, event: Event) -> FlaskClient:
    make.sign_in(client, event=event, role=Role.EDITOR)
    return client


def sent(client: FlaskClient, data: str | bytes, *, name: str = "agenda.csv") -> TestResponse:
    raw = data.encode() if isinstance(data, str) else data
    return client.post(HERE, data={"file": (io.BytesIO(raw), name)})


def previewed(client: FlaskClient, data: str | bytes) -> tuple[str, str]:
    """The address and the page of a file's preview."""
    answer = sent(client, data)
    assert answer.status_code == 302, text_of(answer.text)[:500]
    return answer.location, client.get(answer.location).text


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def counts_of(html: str) -> list[int]:
    return [int(n) for n in re.findall(r'<dd class="figures">(\d+)</dd>', html)]


def token_of(html: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]+)"', html)
    return found[1] if found else ""


def applied(client: FlaskClient, address: str) -> TestResponse:
    return client.post(address, data={"seen": token_of(client.get(address).text)})


def titles() -> list[str]:
    make.afresh()
    return [title["en"] for title in db.session.scalars(sa.select(Session.title))]


def test_a_file_is_shown_row_by_row_then_taken_over_whole(
    editor: FlaskClient, event: Event
) -> None:
    address, page = previewed(editor, SHEET)
    assert counts_of(page) == [2, 0, 0, 1, 0]
    words = text_of(page)
    assert "Dr. NEW Person Director, Institute, Cambodia" in words
    assert "Keynote: Dr. NEW Person" in words
    assert "row 4" in words
    assert "“never” is no time." in words
    assert titles() == []

    done = applied(editor, address)

    assert (done.status_code, done.location) == (302, address)
    result = editor.get(address).text
    assert counts_of(result) == [2, 0, 0, 1]
    assert 'href="/manage/forum/programme"' in result
    assert titles() == ["Opening", "Roads"]
    assert db.session.scalars(sa.select(Person.printed_name)).all() == ["NEW Person"]


def test_sending_it_twice_takes_it_over_once(editor: FlaskClient, event: Event) -> None:
    address, page = previewed(editor, SHEET)
    answers = [editor.post(address, data={"seen": token_of(page)}) for _ in range(2)]

    assert [answer.location for answer in answers] == [address, address]
    assert titles() == ["Opening", "Roads"]


def test_the_same_file_again_has_nothing_to_take_over(editor: FlaskClient, event: Event) -> None:
    applied(editor, previewed(editor, SHEET)[0])

    _address, page = previewed(editor, SHEET)

    assert counts_of(page) == [0, 0, 2, 1, 0]
    assert token_of(page) == ""
    assert "there is nothing to take over" in page


def test_an_updated_file_shows_each_field_before_and_after(
    editor: FlaskClient, event: Event
) -> None:
    applied(editor, previewed(editor, SHEET)[0])
    make.a_session(event, db.session.query(Part).one(), code="KEPT")
    updated = SHEET.replace("09:00,09:30", "09:15,09:30").replace("A2,Roads", "A2,Bridges")

    _address, page = previewed(editor, updated)

    words = text_of(page)
    assert counts_of(page) == [0, 2, 0, 1, 0]
    assert "Start: 09:00 → 09:15" in words
    assert "Title: Roads → Bridges" in words
    assert "Sessions that the file lacks 1 They stay as they are KEPT" in words


def test_a_preview_is_filtered_and_paged(editor: FlaskClient, event: Event) -> None:
    start = make.NOW.replace(hour=9, minute=0)
    rows = "".join(
        f"Talk {n},{DAY},{start + timedelta(minutes=5 * n):%H:%M},"
        f"{start + timedelta(minutes=5 * n + 5):%H:%M}\n"
        for n in range(60)
    )
    address, page = previewed(editor, f"Title,Day,Start,End\n{rows}Lost,{DAY},x,y\n")

    assert page.count('<th scope="row">') == 50 + 4  # rows, and the columns of the file
    assert "Talk 59" in editor.get(f"{address}?page=2").text
    assert editor.get(f"{address}?show=wrong").text.count("is no time.") == 1
    found = text_of(editor.get(f"{address}?q=talk+7").text)
    assert "Talk 7 row 9" in found
    assert "Talk 8 " not in found
    assert "No row is like that" in editor.get(f"{address}?q=nobody").text
    assert editor.get(f"{address}?show=nonsense&page=x").status_code == 200


def test_what_changed_meanwhile_is_shown_anew_and_nothing_is_taken_over(
    editor: FlaskClient, event: Event
) -> None:
    address, page = previewed(editor, SHEET)
    make.a_room(event, name=Translated(en="Hall A"))

    refused = editor.post(address, data={"seen": token_of(page)})

    assert refused.status_code == 409
    assert "Something changed meanwhile" in refused.text
    assert titles() == []
    assert editor.post(address, data={}).status_code == 409
    assert editor.post(address, data={"seen": token_of(refused.text)}).status_code == 302
    assert titles() == ["Opening", "Roads"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Room)) == 1


def test_columns_can_be_taken_for_something_else(editor: FlaskClient, event: Event) -> None:
    sheet = f"Was,Wann,Bis,Tag\nOpening,09:00,09:30,{DAY}\n"
    address, page = previewed(editor, sheet)
    assert counts_of(page) == []
    assert "No table with times was found." in page
    assert "Opening" in page

    nonsense = {"name": ["was", "x" * 999], "meaning": ["<script>", "start"]}
    assert editor.post(f"{address}/columns", data=nonsense).location == address
    assert editor.get(address).status_code == 200
    chosen = {"name": ["was", "wann", "bis", "tag"], "meaning": ["title", "start", "end", "day"]}
    answer = editor.post(f"{address}/columns", data=chosen)

    assert answer.location == address
    assert counts_of(editor.get(address).text) == [1, 0, 0, 0, 0]
    assert applied(editor, address).status_code == 302
    assert titles() == ["Opening"]


def test_a_file_that_was_read_for_another_clock_must_be_chosen_again(
    editor: FlaskClient, event: Event
) -> None:
    address, page = previewed(editor, SHEET)
    with unit_of_work() as session:
        session.get_one(Event, event.id).zone = "Asia/Yangon"

    for answer in (editor.get(address), editor.post(address, data={"seen": token_of(page)})):
        assert answer.location == HERE
    assert "Choose the file again." in editor.get(HERE).text
    assert titles() == []


def test_an_account_has_so_many_files_read_and_no_more(editor: FlaskClient, event: Event) -> None:
    with unit_of_work():
        for user in db.session.query(User):
            for _ in range(30):
                limits.spend(Limited.FILE_OF_ACCOUNT, str(user.id), now=datetime.now(UTC))

    assert sent(editor, SHEET).status_code == 429


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "", "Choose a file first."),
        (b"\x00\x01\x02", "x.bin", "This is no file that can be taken in"),
        (
            b'<!DOCTYPE s [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><schedule>&b;</schedule>',
            "x.xml",
            "declares entities",
        ),
        (b"PK\x03\x04rubbish", "x.xlsx", "can’t be read as ZIP"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_beside_the_field(
    editor: FlaskClient, event: Event, data: bytes, name: str, words: str
) -> None:
    answer = sent(editor, data, name=name)

    assert answer.status_code == 422
    assert words in unescape(answer.text)
    assert 'id="file-error"' in answer.text
    assert db.session.query(Import).count() == 0


def test_a_file_is_for_whoever_uploaded_it_and_for_this_event(
    app: Flask, editor: FlaskClient, event: Event
) -> None:
    address, _page = previewed(editor, SHEET)
    make.an_event(slug="other")
    colleague, viewer = app.test_client(), app.test_client()
    make.sign_in(colleague, event=event, role=Role.OWNER)
    make.sign_in(viewer, event=event, role=Role.VIEWER)

    for path in (address, f"{address}/columns", f"{address}/discard"):
        assert colleague.post(path, data={"seen": "x"}).status_code == 404
        assert viewer.post(path).status_code == 403
    assert colleague.get(address).status_code == 404
    assert viewer.get(address).status_code == 403
    assert editor.get(address.replace("forum", "other")).status_code == 404
    assert colleague.get(HERE).text.count("agenda.csv") == 0
    assert titles() == []


def test_a_file_is_thrown_away_by_hand_or_after_a_day(editor: FlaskClient, event: Event) -> None:
    first, _ = previewed(editor, SHEET)
    second, _ = previewed(editor, SHEET + f"A4,More,{DAY},13:00,14:00,,\n")
    row = db.session.query(Import).filter_by(id=int(first.rpartition("/")[2])).one()
    store, keys = LocalFiles(settings().files), (row.reading, row.file)
    assert all(store.path(key).exists() for key in keys)

    assert editor.post(f"{first}/discard").location == HERE
    assert editor.get(first).status_code == 404
    assert not any(store.path(key).exists() for key in keys)

    with unit_of_work() as session:
        session.execute(sa.update(Import).values(created_at=make.NOW - timedelta(days=2)))
    assert editor.get(second).status_code == 404
    with unit_of_work():
        upkeep.ask(now=make.NOW)
    run_due()
    make.afresh()
    assert db.session.query(Import).count() == 0
    assert list(store.path(keys[0]).parents[2].rglob("*.upload")) == []


def test_a_form_without_its_token_is_refused(app: Flask, editor: FlaskClient, event: Event) -> None:
    address, _page = previewed(editor, SHEET)
    app.config["WTF_CSRF_ENABLED"] = True

    for path in (HERE, address, f"{address}/columns", f"{address}/discard"):
        assert editor.post(path, data={}).status_code == 400
    assert titles() == []


def test_the_preview_takes_as_many_queries_for_many_rows_as_for_one(
    editor: FlaskClient, event: Event
) -> None:
    few, _ = previewed(editor, "\n".join(SHEET.split("\n")[:2]))
    rows = "".join(
        f'B{n},Talk {n},{DAY},{9 + n // 12:02}:{n % 12 * 5:02},23:00,Hall {n},"Prof. P{n} NAME"\n'
        for n in range(40)
    )
    many, _ = previewed(editor, SHEET + rows)

    assert queries_of(editor, few) == queries_of(editor, many)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize(("language", "title"), [("en", "Opening ceremony"), ("zh", "开幕式")])
def test_the_template_can_be_filled_in_and_taken_over(
    editor: FlaskClient, event: Event, kind: str, language: str, title: str
) -> None:
    file = editor.get(f"{HERE}/template.{kind}?lang={language}")
    assert f'filename="forum-template-{language}.{kind}"' in file.headers["Content-Disposition"]
    if kind == "xlsx":
        sheet = load_workbook(io.BytesIO(file.data)).worksheets[0]
        assert title in {cell.value for row in sheet.iter_rows() for cell in row}

    address, page = previewed(editor, file.data)

    assert counts_of(page) == [3, 0, 0, 0, 0]
    applied(editor, address)
    assert titles() == ["Opening ceremony", "Coffee break", "First plenary"]
    assert counts_of(previewed(editor, file.data)[1]) == [0, 0, 3, 0, 0]
