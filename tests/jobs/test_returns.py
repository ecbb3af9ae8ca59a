"""Mails that come back: told beside the mail, and written to no more until the address changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from forumapp import config
from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM, Role
from forumapp.domain.mail import MailKind, MailState
from forumapp.jobs import replies
from forumapp.models import Delegation, Event, Mail, Person
from forumapp.services import circulars, mail
from tests import factories as make
from tests.gateways.test_reports import a_mail
from tests.jobs import mailing
from tests.jobs.test_replies import deliver, lying
from tests.services import registration_kit as kit

ADDRESS = "sok@ministry.example"


@pytest.fixture
def event(app: Flask) -> Event:
    """Somebody registered, and the mail about it has left."""
    found = make.an_event()
    kit.register(found, make.a_category(found), make.a_part(found), email=ADDRESS)
    mailing.run_after(seconds=1)
    return found


def come_back(folder: Path, name: str = "postfix", **given: str) -> None:
    """Have a report of the first mail delivered and read."""
    make.afresh()
    first = f"{mail.message_id(1)}@localhost"
    deliver(folder, a_mail(name, given.get("message_id", first)))
    replies.read_folder(folder)


def written_again(event: Event) -> Mail:
    """Another mail to the same person, tried."""
    with unit_of_work():
        number = mail.write(
            MailKind.LINK_AGAIN,
            key=f"again:{mailing.states()}",
            person_id=db.session.scalars(sa.select(Person.id)).one(),
            event_id=event.id,
            locale="en",
            facts={},
            now=make.NOW,
        )
    mailing.run_after(seconds=2)
    make.afresh()
    return db.session.get_one(Mail, number)


def test_what_came_back_is_told_and_nothing_more_goes_there_until_the_address_changes(
    event: Event, tmp_path: Path
) -> None:
    come_back(tmp_path)
    first = mailing.the_mail()
    assert (first.state, first.error[:24]) == (MailState.BOUNCED, "550 5.1.1 <sok@ministry.")
    assert lying(tmp_path) == ["cur/1764572414.M1P1.mx:2,S"]

    second = written_again(event)
    assert (second.state, second.error) == (MailState.FAILED, "came back before")

    with unit_of_work():
        db.session.scalars(sa.select(Person)).one().email = "chanthavy@ministry.example"
    assert written_again(event).state is MailState.SENT


def test_who_has_a_mail_sent_again_trusts_its_address(event: Event, tmp_path: Path) -> None:
    come_back(tmp_path)
    with unit_of_work():
        mail.retry(make.an_actor(Role.REGISTRAR, event), event.id, 1, now=make.NOW)
    mailing.run_after(seconds=2)
    assert mailing.states() == [MailState.SENT]
    assert written_again(event).state is MailState.SENT


@pytest.mark.parametrize(
    ("name", "state"), [("exchange", MailState.BOUNCED), ("delayed", MailState.SENT)]
)
def test_a_full_mailbox_or_a_delay_leaves_the_address_good(
    event: Event, tmp_path: Path, name: str, state: MailState
) -> None:
    come_back(tmp_path, name)
    assert mailing.the_mail().state is state
    assert written_again(event).state is MailState.SENT


def test_only_who_knows_a_mail_can_say_that_it_came_back(event: Event, tmp_path: Path) -> None:
    come_back(tmp_path, message_id=f"1.{'0' * 40}@localhost")
    assert lying(tmp_path) == [".failed/cur/1764572414.M1P1.mx:2,S"]
    assert mailing.the_mail().state is MailState.SENT


def test_reports_go_to_where_mails_are_read_and_a_server_that_refuses_marks_too(
    app: Flask,
) -> None:
    event = make.an_event()
    delegation = make.a_delegation(event, focal_email="focal@ministry.example").id
    config.use(replace(config.settings(), mail_in_address="answers@forum.example"))
    with mailing.a_server() as server:
        server.answers["RCPT"] = "550 5.1.1 No such user"
        for number in range(2):
            with unit_of_work():
                mail.write(
                    MailKind.DELEGATION_REMINDED,
                    key=f"reminder:{number}",
                    delegation_id=delegation,
                    event_id=event.id,
                    locale="en",
                    facts={"days": 3},
                    now=make.NOW,
                )
            mailing.run_after(seconds=1)
            server.answers.clear()
        make.afresh()
        assert [row.error for row in db.session.scalars(sa.select(Mail).order_by(Mail.id))] == [
            "550 5.1.1 No such user",
            "came back before",
        ]
        with unit_of_work():
            db.session.get_one(Delegation, delegation).focal_email = "new@ministry.example"
            db.session.get_one(Mail, 2).recipient = "new@ministry.example"
            mail.retry(make.an_actor(Role.REGISTRAR, event), event.id, 2, now=make.NOW)
        mailing.run_after(seconds=2)
    assert [sender for sender, _to, _data in server.taken] == ["answers@forum.example"]


def test_the_page_of_messages_says_what_came_back_and_why(
    client: FlaskClient, event: Event, tmp_path: Path
) -> None:
    come_back(tmp_path)
    make.sign_in(client, event=event, role=Role.REGISTRAR)
    page = client.get(f"/manage/{event.slug}/messages?state=bounced").text
    assert "Recipient address rejected" in page
    assert "Send again" in page


def test_a_report_that_is_piped_in_is_taken(app: Flask, event: Event) -> None:
    make.afresh()
    report = a_mail("postfix", f"{mail.message_id(1)}@localhost")
    for data, code in ((report, 0), (report, 0), (a_mail("postfix", "1.x@localhost"), 65)):
        assert app.test_cli_runner().invoke(args=["mail-in"], input=data).exit_code == code
    assert mailing.the_mail().state is MailState.BOUNCED


def test_the_list_of_registrations_finds_them_and_circulars_leave_them_out(
    client: FlaskClient, event: Event, tmp_path: Path
) -> None:
    def found(reach: str) -> int:
        return client.get(f"{people}?reach={reach}").text.count("SOK</b>")

    people, everyone = f"/manage/{event.slug}/registrations", {"status": "approved"}
    make.sign_in(client, event=event, role=Role.REGISTRAR)
    before = len(circulars.recipients(SYSTEM, event.id, everyone, now=make.NOW).people)
    reached = found("reached")
    come_back(tmp_path)

    assert (reached, found("reached"), found("returned"), found("missing")) == (1, 0, 1, 0)
    after = circulars.recipients(SYSTEM, event.id, everyone, now=make.NOW)
    assert (before, len(after.people), after.returned) == (1, 0, 1)
