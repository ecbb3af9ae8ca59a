"""Inviting delegations, and the link that opens a focal point's page."""

from __future__ import annotations

import io
import re
from html import unescape
from pathlib import Path

import pikepdf
import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient

from forumapp.config import Settings
from forumapp.db import db
from forumapp.domain.access import Role
from forumapp.domain.events import Mode
from forumapp.domain.text import Translated
from forumapp.jobs import engine
from forumapp.models import AuditEntry, Delegation, Event, Mail, Series
from tests import factories as make

ROOT = "/manage/forum-next/delegations"
LIST = """Cambodia, KEO Sophea, keo@ministry.example
老挝\t王秘书\twang@ministry.example

Asian Bank for Villages; Ms. Lee, Head of Office; lee@bank.example
"""


@pytest.fixture
def event(app: Flask) -> Event:
    with db.session.begin_nested():
        series = Series(name=Translated(en="A series"))
        db.session.add(series)
    db.session.commit()
    return make.an_event(slug="forum-next", series_id=series.id)


@pytest.fixture
def owner(client: FlaskClient, event: Event) -> FlaskClient:
    make.sign_in(client, event=event, role=Role.OWNER)
    return client


def link_in_mail(settings: Settings) -> str:
    """The link in the last mail that left."""
    engine.run_due()
    folder = Path(settings.mail_url.removeprefix("file:"))
    files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    text = files[-1].read_bytes().decode().replace("=\r\n", "").replace("=\n", "")
    assert 'filename="Note verbale.pdf"' in text
    found = re.search(r"/events/[^/]+/delegation/open/[\w.-]+", text)
    assert found, text
    return found[0]


def invited(owner: FlaskClient, event: Event, **given: object) -> Delegation:
    row = make.a_delegation(event, focal_email="focal@ministry.example", **given)
    answer = owner.post(f"{ROOT}/invite", data={"who": str(row.id)})
    assert answer.status_code == 302
    return row


def test_a_list_is_taken_in_whole_or_not_at_all(owner: FlaskClient) -> None:
    wrong = owner.post(f"{ROOT}/invite/list", data={"list": f"{LIST}Thailand, Nobody, no address"})
    assert wrong.status_code == 422
    assert "Line 5" in wrong.text
    assert db.session.query(Delegation).count() == 0

    chosen = owner.post(f"{ROOT}/invite/list", data={"list": LIST}).location
    again = owner.post(f"{ROOT}/invite/list", data={"list": LIST}).location

    assert chosen == again
    make.afresh()
    rows = db.session.query(Delegation).order_by(Delegation.id).all()
    assert [
        (r.country, str(r.name), r.focal_name, r.focal_email, r.focal_locale) for r in rows
    ] == [
        ("KH", "", "KEO Sophea", "keo@ministry.example", "en"),
        ("LA", "", "王秘书", "wang@ministry.example", "zh"),
        ("", "Asian Bank for Villages", "Ms. Lee, Head of Office", "lee@bank.example", "en"),
    ]


def test_the_last_edition_gives_its_delegations(owner: FlaskClient, event: Event) -> None:
    before = make.an_event(series_id=event.series_id, starts_on=event.starts_on.replace(year=2020))
    make.a_delegation(before, country="TH", focal_email="a@b.example", quota_room=4)
    make.a_delegation(before, country="KH")
    make.a_delegation(event, country="KH")

    owner.post(f"{ROOT}/invite/last-edition")

    make.afresh()
    rows = db.session.query(Delegation).filter_by(event_id=event.id).order_by(Delegation.id).all()
    assert [(r.country, r.quota_room) for r in rows] == [("KH", None), ("TH", 4)]
    again = owner.post(f"{ROOT}/invite/last-edition", follow_redirects=True).text
    assert "Every delegation of the last edition is here already." in again


def test_a_new_link_ends_the_old_and_no_page_or_log_has_either(
    client: FlaskClient, owner: FlaskClient, event: Event, settings: Settings
) -> None:
    row = invited(owner, event)
    old = link_in_mail(settings)
    assert client.get(old).location == "/events/forum-next/delegation/"
    assert "Cambodia" in client.get("/events/forum-next/delegation/").text

    owner.post(f"{ROOT}/{row.id}/invite")
    new = link_in_mail(settings)

    assert client.get("/events/forum-next/delegation/").status_code == 302
    assert client.get(old).status_code == 404
    assert client.get(f"{old}x").status_code == 404
    assert client.get(new).status_code == 303
    pages = "".join(owner.get(f"{ROOT}{end}").text for end in ("", f"/{row.id}", "/invite"))
    kept = str([(e.before, e.after) for e in db.session.query(AuditEntry)])
    kept += str([mail.facts for mail in db.session.query(Mail)])
    for link in (old, new):
        assert link.rsplit("/", 1)[1] not in pages + kept
    owner.post(f"{ROOT}/{row.id}/end-link")
    assert client.get(new).status_code == 404


def test_the_note_verbale_speaks_to_the_state_and_holds_no_link(
    owner: FlaskClient, event: Event
) -> None:
    row = invited(owner, event, quota_room=8)
    make.a_quota(row, make.a_part(event), Mode.ROOM, 2)
    address = f"{ROOT}/{row.id}/note"
    texts = [
        "\n".join(
            p.text for p in Document(io.BytesIO(owner.get(f"{address}-{ask}.docx").data)).paragraphs
        )
        for ask in ("en", "zh")
    ]

    assert "presents its compliments to the Kingdom of Cambodia" in texts[0]
    assert "in the category: Member" in texts[0]
    assert "The Forum, In the room: 2" in texts[0]
    assert "In the room: 8" in texts[0]
    assert "柬埔寨王国" in texts[1]
    assert "/delegation/open/" not in "".join(texts)
    assert owner.get(f"{address}-xx.docx").status_code == 404

    assert owner.get(f"{address}-en.pdf").status_code == 202
    make.afresh()
    engine.run_due()
    made = owner.get(f"{address}-en.pdf")
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        assert len(pdf.pages) == 1
        assert str(pdf.docinfo["/Title"]) == "Note verbale · Kingdom of Cambodia"
    assert made.headers["Cache-Control"].startswith("private")
    made.close()


def test_a_focal_point_finds_no_other_delegation(
    client: FlaskClient, owner: FlaskClient, event: Event, settings: Settings
) -> None:
    invited(owner, event)
    link = link_in_mail(settings)
    other = make.an_event(slug="forum-other")
    make.a_delegation(other, country="TH", focal_name="Not for Cambodia")

    assert client.get(link.replace("forum-next", "forum-other")).status_code == 404
    client.get(link)
    assert client.get("/events/forum-other/delegation/").status_code == 404


def test_the_text_of_the_note_is_the_organisers_to_write(owner: FlaskClient, event: Event) -> None:
    laos = make.a_delegation(event, country="LA", quota_room=3)
    siam = make.a_delegation(event, country="TH")
    address = f"{ROOT}/note-text-en"
    assert "presents its compliments to {addressee}" in unescape(owner.get(address).text)
    text = "To {addressee}.\n\nPlaces: {places}.\n\nBy {deadline}."
    wrong = owner.post(address, data={"heading": "Note", "text": "{passcode}", "version": "0"})
    assert wrong.status_code == 422
    saved = owner.post(address, data={"heading": "Note", "text": text, "version": "0"})
    assert saved.status_code == 302

    to_laos = "To the Lao People's Democratic Republic."
    assert words_in(owner, laos)[:3] == ["Note", to_laos, "Places: In the room: 3."]
    to_siam = " ".join(words_in(owner, siam))
    assert to_siam.startswith("Note To the Kingdom of Thailand. ")
    assert "Places" not in to_siam
    assert owner.post(f"{address}/usual").status_code == 302
    assert "presents its compliments" in " ".join(words_in(owner, laos))


def words_in(client: FlaskClient, row: Delegation) -> list[str]:
    """The paragraphs of a delegation's note in English."""
    data = client.get(f"{ROOT}/{row.id}/note-en.docx").data
    return [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]
