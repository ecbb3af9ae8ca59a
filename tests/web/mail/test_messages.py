"""The organiser's page of messages."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Role
from forumapp.domain.mail import MailState
from forumapp.models import Event, Job, Mail, Person
from forumapp.services.tokens import Purpose
from tests import factories as make
from tests.counting import statements
from tests.services import registration_kit as kit


def an_event(mails: int = 1) -> Event:
    event = make.an_event()
    category, part = make.a_category(event), make.a_part(event)
    for number in range(mails):
        kit.register(
            event,
            category,
            part,
            printed_name=f"Guest {number}",
            family_name="",
            email=f"guest{number}@ministry.example",
        )
    return event


def settle(state: MailState, error: str = "", *, number: int = 1) -> None:
    with unit_of_work():
        mail = db.session.get_one(Mail, number)
        mail.state, mail.error = state, error
        job = db.session.scalars(sa.select(Job).filter_by(key=f"mail:{mail.key}")).one()
        job.state, job.attempts = "failed", 6  # type: ignore[assignment]  # put in its place on purpose


def test_the_page_says_to_whom_about_what_and_what_became_of_it(client: FlaskClient) -> None:
    event = an_event()
    settle(MailState.FAILED, "550 5.1.1 No such user <here>")
    make.sign_in(client, event=event, role=Role.REGISTRAR)

    text = client.get(f"/manage/{event.slug}/messages").text

    assert "Guest 0" in text
    assert "guest0@<wbr>ministry.example" in text
    assert "Registration received" in text
    assert "550 5.1.1 No such user &lt;here&gt;" in text


def test_the_products_own_errors_are_put_into_words(client: FlaskClient) -> None:
    event = an_event(2)
    settle(MailState.FAILED, "address")
    settle(MailState.FAILED, "421 not ready", number=2)
    make.sign_in(client, event=event, role=Role.REGISTRAR)

    text = client.get(f"/manage/{event.slug}/messages").text

    assert "Correct it, then send the mail again." in text
    assert "be reached" not in text
    assert "ready" in text


def test_no_personal_link_is_on_the_page(client: FlaskClient) -> None:
    event = an_event()
    person = db.session.query(Person).one()
    links = [make.token(person, purpose) for purpose in (Purpose.PARTICIPATION, Purpose.FEED)]
    make.sign_in(client, event=event, role=Role.OWNER)

    text = client.get(f"/manage/{event.slug}/messages").text

    assert "Guest 0" in text
    assert not [link for link in links if link in text]
    assert "/me/open/" not in text


@pytest.mark.parametrize("state", [MailState.FAILED, MailState.UNCONFIRMED])
def test_what_did_not_arrive_is_sent_again(client: FlaskClient, state: MailState) -> None:
    event = an_event()
    settle(state)
    make.sign_in(client, event=event, role=Role.REGISTRAR)
    page = client.get(f"/manage/{event.slug}/messages?state={state}").text
    (action,) = re.findall(r'action="(/manage/[^"]+/1/again[^"]*)"', page)

    sent = client.post(action.replace("&amp;", "&"), follow_redirects=True)

    assert "guest0@ministry.example again" in sent.text
    make.afresh()
    assert db.session.get_one(Mail, 1).state is MailState.QUEUED
    assert db.session.query(Job).one().state == "queued"


def test_what_was_sent_is_not_offered_and_not_sent_again(client: FlaskClient) -> None:
    event = an_event()
    settle(MailState.SENT)
    make.sign_in(client, event=event, role=Role.REGISTRAR)
    address = f"/manage/{event.slug}/messages"

    assert "/1/again" not in client.get(address).text
    client.post(f"{address}/1/again")
    make.afresh()
    assert db.session.get_one(Mail, 1).state is MailState.SENT


def test_all_failed_ones_are_sent_again_and_unconfirmed_ones_rest(client: FlaskClient) -> None:
    event = an_event(3)
    for number, state in enumerate((MailState.FAILED, MailState.UNCONFIRMED, MailState.FAILED), 1):
        settle(state, number=number)
    make.sign_in(client, event=event, role=Role.REGISTRAR)

    sent = client.post(f"/manage/{event.slug}/messages/again", follow_redirects=True)

    assert "2 mails are sent again." in sent.text
    make.afresh()
    assert [mail.state for mail in db.session.query(Mail).order_by(Mail.id)] == [
        MailState.QUEUED,
        MailState.UNCONFIRMED,
        MailState.QUEUED,
    ]


def test_filters_find_by_name_address_state_and_kind(client: FlaskClient) -> None:
    event = an_event(3)
    settle(MailState.FAILED, number=2)
    make.sign_in(client, event=event, role=Role.REGISTRAR)
    address = f"/manage/{event.slug}/messages"

    def found(query: str) -> set[str]:
        return set(re.findall(r"Guest \d", client.get(f"{address}?{query}").text))

    assert found("q=guest+2") == {"Guest 2"}
    assert found("q=guest1@") == {"Guest 1"}
    assert found("state=failed") == {"Guest 1"}
    assert found("kind=withdrawn") == set()
    assert found("state=nonsense&kind=nonsense&page=nonsense") == {"Guest 0", "Guest 1", "Guest 2"}


@pytest.mark.parametrize(
    ("role", "reads", "acts"),
    [
        (Role.OWNER, 200, 303),
        (Role.REGISTRAR, 200, 303),
        (Role.EDITOR, 403, 403),
        (Role.VIEWER, 403, 403),
        (None, 404, 404),
    ],
)
def test_only_who_decides_registrations_reads_and_acts(
    client: FlaskClient, role: Role | None, reads: int, acts: int
) -> None:
    event = an_event()
    settle(MailState.FAILED)
    make.sign_in(client, event=event, role=role)
    address = f"/manage/{event.slug}/messages"

    assert client.get(address).status_code == reads
    assert client.post(f"{address}/again").status_code == acts
    assert client.post(f"{address}/1/again").status_code == acts


def test_another_events_mail_is_not_found(client: FlaskClient) -> None:
    an_event()
    settle(MailState.FAILED)
    other = make.an_event()
    make.sign_in(client, event=other, role=Role.OWNER)

    assert client.post(f"/manage/{other.slug}/messages/1/again").status_code == 404
    assert "Guest" not in client.get(f"/manage/{other.slug}/messages").text


@pytest.mark.parametrize("mails", [1, 30])
def test_the_list_asks_the_database_the_same_for_one_and_for_thirty(
    client: FlaskClient, mails: int
) -> None:
    event = an_event(mails)
    make.sign_in(client, event=event, role=Role.REGISTRAR)
    address = f"/manage/{event.slug}/messages"
    client.get(address)
    with statements() as asked:
        client.get(address)

    assert len(asked) <= 8
