"""The programme's PDF as a reader puts it together: languages and clocks, within bounds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forumapp.db import db, unit_of_work
from forumapp.domain.text import Translated
from forumapp.jobs import engine
from forumapp.models import Event, Job, Publication
from forumapp.services import publications
from forumapp.services.publications import volumes
from tests import factories as make
from tests.render.pdf.reading import text_of

YANGON, DILI = "Asia/Yangon", "Asia/Dili"


@pytest.fixture
def event(app: Flask) -> Event:
    event = make.an_event(slug="forum-chosen", languages=("en", "zh", "km"), capitals=(YANGON,))
    session = make.a_session(event, make.a_part(event), title=Translated(en="Opening", zh="开幕式"))
    make.a_speaker(session, make.a_person(event, title=Translated(en="Director", zh="主任")))
    make.publish(event)
    return event


ADDRESS = "/events/forum-chosen/programme.pdf"


def asked() -> list[str]:
    make.afresh()
    return [job.key.rpartition("/programme/")[2] for job in db.session.query(Job)]


def test_two_languages_and_chosen_clocks_are_in_the_file(client: FlaskClient, event: Event) -> None:
    address = f"{ADDRESS}?lang=en&with=zh&chosen=1&clock={DILI}"

    waiting = client.get(address)
    engine.run_due()
    file = client.get(address, buffered=True)

    assert waiting.status_code == 202
    assert "/programme.pdf/state?lang=en&amp;with=zh&amp;chosen=1&amp;clock=Asia" in waiting.text
    text = text_of(file.data)
    assert all(
        words in text for words in ("Opening", "开幕式", "Director", "主任，", "Dili", "UTC+9")
    )
    assert "Yangon" not in text
    assert file.headers["Content-Disposition"].endswith("forum-chosen-programme-r1-en-zh.pdf")


@pytest.mark.parametrize(
    ("query", "edition"),
    [
        ("lang=en", "r1-en"),
        (f"lang=en&chosen=1&clock={YANGON}", "r1-en"),
        ("lang=en&with=en", "r1-en"),
        ("lang=en&with=km", "r1-en+km"),
        ("lang=zh&chosen=1", "r1-zh+at"),
        (f"lang=en&chosen=1&clock={DILI}&clock={YANGON}", f"r1-en+at+{YANGON}+{DILI}"),
        (f"lang=en&chosen=1&clock={YANGON}&clock={DILI}", f"r1-en+at+{YANGON}+{DILI}"),
    ],
)
def test_what_comes_to_the_same_is_the_same_file(
    client: FlaskClient, event: Event, query: str, edition: str
) -> None:
    client.get(f"{ADDRESS}?{query}")

    assert asked() == [edition]


@pytest.mark.parametrize(
    "query", ["with=fr", "chosen=1&clock=Mars/Base", "chosen=1&clock=Europe/Paris"]
)
def test_what_is_not_offered_is_not_made(client: FlaskClient, event: Event, query: str) -> None:
    assert client.get(f"{ADDRESS}?{query}").status_code == 404
    assert asked() == []


def test_the_page_of_files_offers_the_choice(client: FlaskClient, event: Event) -> None:
    page = client.get("/events/forum-chosen/programme/files").text

    assert f'value="{YANGON}" id="clock-1" checked' in page
    assert f'value="{DILI}"' in page
    assert '<option value="km">' in page


def test_a_stranger_keeps_no_worker_busy(client: FlaskClient, event: Event) -> None:
    zones = ("Asia/Bangkok", "Asia/Dili", "Asia/Jakarta", "Asia/Manila")
    wishes = [
        f"lang={lang}&with=km&chosen=1&clock={zone}" for lang in ("en", "zh") for zone in zones
    ]
    wishes += [f"lang={lang}&chosen=1&clock={zone}" for lang in ("en", "zh") for zone in zones]

    answers = [client.get(f"{ADDRESS}?{wish}") for wish in wishes]

    assert [answer.status_code for answer in answers] == [202] * 12 + [429] * 4
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert client.get(f"{ADDRESS}?{wishes[0]}").status_code == 202, (
        "what was asked for is waited for"
    )
    assert client.get(f"{ADDRESS}?lang=en").status_code == 202, "what everyone reads is not counted"


def test_only_the_latest_choices_are_kept(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(volumes, "MOST_CHOSEN", 2)
    release = publications.history(event.id)[0]
    gone = []
    for number, clocks in enumerate([None, (), (YANGON,), (DILI,)]):
        volume = volumes.of_release(event.id, release.id, 1, locale="en", clocks=clocks)
        with unit_of_work():
            volumes.ask(volume, now=make.NOW)
            now = make.NOW + timedelta(minutes=number)
            gone.append(volumes.keep(volume, file=f"file-{number}", size=1, pages=1, now=now))

    kept = {row.edition for row in db.session.query(Publication)}
    assert kept == {"r1-en", f"r1-en+at+{YANGON}", f"r1-en+at+{DILI}"}
    assert gone == [frozenset(), frozenset(), frozenset(), frozenset({"file-1"})]
    assert sorted(asked()) == sorted(kept), "and can be asked for again"
