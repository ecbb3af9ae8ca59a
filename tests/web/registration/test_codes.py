"""Personal codes: a table is checked row by row, all or none are invited, each is used once."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Role
from forumapp.domain.errors import NotFound
from forumapp.domain.mail import MailState
from forumapp.domain.registration import Approval, Origin
from forumapp.http.logs import masked
from forumapp.models import AuditEntry, Mail, PersonalCode, Registration
from forumapp.render import letters as written
from forumapp.services import letters
from tests import factories as make
from tests.services import registration_kit as kit

TABLE = (
    "姓名,E-mail,类别,Delegation,Language\n"
    "SOK Chanthavy,sok@ministry.example,政府官员,Cambodia,en\n"
    "李明,li@ministry.example,Government official,,zh\n"
)


class Desk:
    """An event with a category, a delegation and who may invite."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.event = make.an_event()
        self.part = make.a_part(self.event)
        self.category = make.a_category(self.event, approval=Approval.BY_HAND)
        self.delegation = make.a_delegation(self.event)
        self.address = f"/manage/{self.event.slug}/registrations/codes"
        make.sign_in(client, event=self.event, role=Role.REGISTRAR)

    def send(self, table: str, **more: str) -> tuple[int, str]:
        answer = self.client.post(self.address, data={"table": table, **more})
        return answer.status_code, unescape(answer.text)

    def codes(self) -> list[PersonalCode]:
        make.afresh()
        return list(db.session.scalars(sa.select(PersonalCode).order_by(PersonalCode.id)))

    def path(self, mail: Mail) -> str:
        """Where the mail leads, as it is written when it is sent."""
        letter = letters.letter(mail.id, now=make.NOW)
        text = written.write(letter, base_url="http://localhost").text
        found = re.search(r"http://localhost(/events/\S+/register/code/[^\s?]+)", text)
        assert found
        return found[1]

    def invited(self) -> list[str]:
        """Invite the two of the table; where their mails lead."""
        self.send(TABLE, confirm="yes")
        make.afresh()
        mails = db.session.scalars(sa.select(Mail).where(Mail.code_id.is_not(None))).all()
        return [self.path(mail) for mail in mails]


@pytest.fixture
def desk(client: FlaskClient) -> Desk:
    return Desk(client)


def form(desk: Desk, **given: Any) -> dict[str, Any]:
    return {
        "printed_name": "SOK Chanthavy",
        "country": "KH",
        "email": "sok@ministry.example",
        "locale": "en",
        f"part-{desk.part.id}": "room",
        "key": "k" * 24,
        **given,
    }


def test_a_table_is_checked_row_by_row_and_nobody_is_invited_while_a_row_is_wrong(
    desk: Desk,
) -> None:
    wrong = TABLE + ",nobody,Minister,Atlantis,xx\nOther,SOK@ministry.example,政府官员,,\n"
    status, text = desk.send(wrong)
    assert status == 422
    assert "2 rows have to be mended" in text
    for words in ("is missing", "is no e-mail address", "is unknown here", "is invited already"):
        assert words in text
    assert desk.send(wrong, confirm="yes")[0] == 422
    assert desk.send("Name\nAnna")[0] == 422
    assert desk.codes() == []

    status, text = desk.send(TABLE)
    assert (status, "Invite 2 people" in text) == (200, True)
    assert desk.codes() == []
    desk.send(TABLE, confirm="yes")
    assert [(c.name, c.locale, c.delegation_id) for c in desk.codes()] == [
        ("SOK Chanthavy", "en", desk.delegation.id),
        ("李明", "zh", None),
    ]


def test_a_code_fills_the_form_and_ties_the_registration_once(desk: Desk) -> None:
    path, _other = desk.invited()
    guest = desk.client.application.test_client()
    page = guest.get(path)
    assert 'value="SOK Chanthavy"' in page.text
    assert 'name="category"' not in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"

    assert guest.post(path, data=form(desk)).status_code == 303
    make.afresh()
    row = db.session.scalars(sa.select(Registration)).one()
    assert (row.origin, row.delegation_id) == (Origin.CODE, desk.delegation.id)
    assert guest.post(path, data=form(desk)).status_code == 303  # the same form, sent twice
    assert guest.post(path, data=form(desk, key="n" * 24, email="x@y.example")).status_code == 410
    assert guest.get(path).status_code == 410
    assert kit.count(desk.event) == 1
    seen = desk.client.get(desk.address).text
    assert f"registrations/{row.id}" in seen
    code = desk.codes()[0]
    assert (code.registration_id, code.used_at is not None) == (row.id, True)
    desk.client.post(f"{desk.address}/{code.id}/revoke")
    assert "has been used" in desk.client.get(desk.address).text


def test_a_revoked_code_opens_nothing_and_no_code_lies_open(desk: Desk) -> None:
    _, path = desk.invited()
    code = desk.codes()[1]
    token = path.rsplit("/", 1)[1]
    assert token not in masked(path)
    assert token not in desk.client.get(desk.address).text
    exported = desk.client.get(f"/manage/{desk.event.slug}/registrations.csv").text
    kept = db.session.execute(sa.select(Mail.facts, Mail.key)).all()
    log = db.session.execute(sa.select(AuditEntry.before, AuditEntry.after)).all()
    assert token not in exported + str(kept) + str(log)

    other = make.an_event()
    make.a_part(other)
    elsewhere = path.replace(desk.event.slug, other.slug)
    assert desk.client.get(elsewhere).status_code == 404
    desk.client.post(f"{desk.address}/{code.id}/revoke")
    assert desk.client.get(path).status_code == 404
    assert desk.client.post(path, data=form(desk)).status_code == 404
    assert desk.send(TABLE.replace("SOK Chanthavy,sok@", "NEW Person,new@"))[0] == 200


def test_who_was_not_reached_is_written_to_elsewhere_and_the_first_code_ends(desk: Desk) -> None:
    first, _other = desk.invited()
    code = desk.codes()[0]
    here = f"{desk.address}/{code.id}/address"
    with unit_of_work():
        mail = db.session.scalars(sa.select(Mail).filter_by(code_id=code.id)).one()
        mail.state, mail.error = MailState.BOUNCED, "550 5.1.1 No such user"
    seen = unescape(desk.client.get(desk.address).text)
    assert "Mails came back" in seen
    assert here in seen
    for email, words in (("nowhere", "e-mail address"), ("LI@ministry.example", "invited already")):
        refused = desk.client.post(here, data={"email": email})
        assert (refused.status_code, words in unescape(refused.text)) == (422, True)
        assert f'value="{email}"' in refused.text

    assert desk.client.post(here, data={"email": "chanthavy@ministry.example"}).status_code == 303
    make.afresh()
    last = db.session.scalars(sa.select(Mail).order_by(Mail.id.desc()).limit(1)).one()
    assert last.recipient == "chanthavy@ministry.example"
    assert "Mails came back" not in desk.client.get(desk.address).text
    assert desk.client.get(first).status_code == 404
    assert 'value="chanthavy@ministry.example"' in desk.client.get(desk.path(last)).text
    with pytest.raises(NotFound):  # a mail that still waits for the address before
        desk.path(db.session.get_one(Mail, mail.id))
    desk.client.post(f"{desk.address}/{code.id}/revoke")
    assert desk.client.post(here, data={"email": "sok@ministry.example"}).status_code == 404
