"""Circulars: written to those whom a filter finds, sent once to each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from forumapp import config
from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM, Role
from forumapp.domain.circulars import CircularState
from forumapp.domain.errors import Conflict
from forumapp.domain.mail import MailKind, MailState
from forumapp.domain.registration import Origin, RegistrationStatus
from forumapp.jobs import engine
from forumapp.models import Circular, Event, Job, Mail, Person, Registration, User
from forumapp.services import circulars, registration
from forumapp.services.tokens import Purpose
from tests import factories as make
from tests.counting import statements
from tests.jobs.mailing import text_of


@pytest.fixture
def event(app: Flask) -> Event:
    """Two who are coming, one without an address, and one who isn't coming."""
    found = make.an_event()
    part, category = make.a_part(found), make.a_category(found)
    for name, email, locale, status in (
        ("SOK Chanthavy", "sok@ministry.example", "en", RegistrationStatus.APPROVED),
        ("ZHANG Wen", "zhang@ministry.example", "zh", RegistrationStatus.APPROVED),
        ("LIN Daw", "", "en", RegistrationStatus.APPROVED),
        ("KIM Gone", "kim@ministry.example", "en", RegistrationStatus.WITHDRAWN),
    ):
        person = make.a_person(found, printed_name=name, email=email, locale=locale)
        make.a_registration(found, person, category=category, parts=(part,), status=status)
    return found


@pytest.fixture
def office(client: FlaskClient, event: Event) -> str:
    """The address of the circulars, with a registrar signed in."""
    make.sign_in(client, event=event, role=Role.REGISTRAR)
    return f"/manage/{event.slug}/messages/circulars"


def told() -> dict[str, str]:
    """Who was written a circular, and in which language."""
    make.afresh()
    rows = db.session.scalars(sa.select(Mail).filter_by(kind=MailKind.CIRCULAR))
    return {row.recipient: row.locale for row in rows}


TEXT = {"subject-en": "Buses to {event}", "body-en": "{name}: at eight. {link}"}


def test_it_is_written_looked_at_and_sent_once_to_each_who_is_coming(
    client: FlaskClient, office: str
) -> None:
    saved = client.post(f"{office}/new", data={**TEXT, "status": "approved"})
    assert saved.status_code == 302
    here = saved.location
    page = client.get(here).text
    assert "2 people as it stands." in page
    assert "1 has no address" in page
    assert told() == {}

    client.post(f"{here}/send")
    client.post(f"{here}/send")

    assert told() == {"sok@ministry.example": "en", "zhang@ministry.example": "zh"}
    assert client.post(f"{here}/delete").status_code == 404
    assert client.get(f"{here}/edit").status_code == 302


def test_who_has_no_address_is_written_to_care_of_the_focal_point_one_mail_for_each(
    client: FlaskClient, event: Event, office: str
) -> None:
    row = make.a_delegation(event, focal_name="Ms. Focal", focal_email="focal@ministry.example")
    with unit_of_work() as written:
        written.get_one(Person, 2).email = ""
        for one in written.scalars(sa.select(Registration)):
            one.delegation_id, one.origin = row.id, Origin.FOCAL_POINT
    here = f"{office}/{make.a_circular(event.id, papers=['badge']).id}"
    page = unescape(client.get(here).text)
    assert "3 people as it stands." in page
    assert "2 of them have no address: their focal points get the mails" in page
    assert page.count("care of Ms. Focal") == 2
    said = client.get(f"{here}/mail/3").text
    assert "your nominee, who has no e-mail address with us" in said, said[1200:3500]
    assert "so please pass this mail to nobody else" in said

    client.post(f"{here}/send")

    make.afresh()
    sent = db.session.execute(sa.select(Mail.person_id, Mail.recipient).order_by(Mail.person_id))
    assert [tuple(one) for one in sent] == [
        (1, "sok@ministry.example"),
        (2, "focal@ministry.example"),
        (3, "focal@ministry.example"),
    ]


def test_a_test_goes_to_its_writer_alone_in_each_language_without_what_is_the_readers_own(
    client: FlaskClient, event: Event, office: str
) -> None:
    circular = make.a_circular(event.id).id
    reader = db.session.scalars(sa.select(Person).filter_by(printed_name="SOK Chanthavy")).one()
    token = make.token(reader, Purpose.PARTICIPATION)
    sent = client.post(
        f"{office}/{circular}/test", data={"reader": reader.id}, follow_redirects=True
    )
    assert "A test is on its way to you: English" in sent.text
    make.afresh()
    engine.run_due()

    make.afresh()
    rows = db.session.scalars(sa.select(Mail).order_by(Mail.locale)).all()
    writer = db.session.scalars(sa.select(User.email)).one()
    assert [(row.recipient, row.locale, row.state) for row in rows] == [
        (writer, "en", MailState.SENT),
        (writer, "zh", MailState.SENT),
    ]
    texts = [file.read_bytes() for file in (config.settings().instance / "outbox").glob("*.eml")]
    mails = [message_from_bytes(data, policy=policy.default) for data in texts]
    english = next(one for one in mails if one["Content-Language"] == "en")
    assert english["Subject"] == "Test: Buses to A Forum on Rural Development"
    said = text_of(english)
    assert "This is a test, sent to you alone." in said
    assert "/me/open/…" in said
    assert token not in said
    assert circulars.circular(SYSTEM, event.id, circular).is_open


def test_it_begins_from_a_text_in_each_language_for_those_whom_it_concerns(
    client: FlaskClient, office: str
) -> None:
    page: Any = html.document_fromstring(client.get(f"{office}/new?begin=joining").text)
    form = next(form for form in page.forms if "subject-en" in form.fields)
    assert form.fields["subject-en"] == "How to join online: {event}"
    assert "{link}" in form.fields["body-zh"]
    assert (form.fields["status"], form.fields["mode"]) == ("approved", "online")


def test_the_page_lists_what_became_of_each_mail_and_one_is_sent_again(
    client: FlaskClient, event: Event, office: str
) -> None:
    here = f"{office}/{make.a_circular(event.id, papers=['badge']).id}"
    client.post(f"{here}/send")
    with unit_of_work() as written:
        written.execute(sa.delete(Job))  # those done a month ago are forgotten
        first = db.session.scalars(sa.select(Mail).order_by(Mail.id).limit(1)).one()
        first.state, first.error = MailState.BOUNCED, "550 5.2.2 Mailbox full"
    assert "Mailbox full" in client.get(here).text
    narrowed = client.get(f"{here}?state=bounced").text
    assert "1 mail" in narrowed
    assert narrowed.count("@<wbr>") == 1

    again = client.post(f"/manage/{event.slug}/messages/{first.id}/again?circular={here[-1]}")
    assert again.location == f"{here}#delivery"
    make.afresh()
    assert [row.state for row in db.session.scalars(sa.select(Mail))] == [MailState.QUEUED] * 2
    assert db.session.scalars(sa.select(Job.name)).all() == ["send_papers"]


def test_the_preview_says_everything_but_the_personal_link(
    client: FlaskClient, event: Event, office: str
) -> None:
    circular = make.a_circular(event.id)
    person = db.session.scalars(sa.select(Person).filter_by(printed_name="SOK Chanthavy")).one()
    mail = client.get(f"{office}/{circular.id}/mail/{person.id}")
    assert mail.status_code == 200
    assert "<strong>eight</strong>" in mail.text
    assert "/me/open/…" in mail.text
    assert make.token(person, Purpose.PARTICIPATION) not in mail.text
    other = make.a_person(make.an_event())
    assert client.get(f"{office}/{circular.id}/mail/{other.id}").status_code == 404


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"subject-en": "", "body-en": "x"}, "Please fill this in."),
        ({"subject-en": "x", "body-en": "Dear {nmae}"}, "{nmae} is none of the placeholders."),
    ],
)
def test_a_fault_is_said_beside_its_field_and_the_text_kept(
    client: FlaskClient, office: str, data: dict[str, str], words: str
) -> None:
    answer = client.post(f"{office}/new", data=data)
    assert answer.status_code == 422
    assert words in answer.text
    assert data["body-en"] in answer.text


def test_a_planned_one_leaves_when_its_time_has_come_wherever_the_first_day_is_by_then(
    client: FlaskClient, event: Event, office: str
) -> None:
    first = (datetime.now(UTC) + timedelta(days=20)).date()
    with unit_of_work() as written:
        written.get_one(Event, event.id).starts_on = first
    circular = make.a_circular(event.id)
    assert client.post(f"{office}/{circular.id}/plan", data={"days_before": "5"}).status_code == 302
    nine = datetime.combine(first - timedelta(5), datetime.min.time(), tzinfo=make.NOW.tzinfo)
    make.afresh()

    assert circulars.due(now=nine - timedelta(days=1)) == ()
    assert circulars.due(now=nine + timedelta(hours=10)) == ((event.id, circular.id),)
    with unit_of_work() as written:
        written.get_one(Event, event.id).starts_on = first + timedelta(days=3)
    assert circulars.due(now=nine + timedelta(hours=10)) == ()
    with unit_of_work():
        circulars.send_planned(event.id, circular.id, now=nine + timedelta(days=4))
    with unit_of_work(), pytest.raises(Conflict):
        circulars.send_planned(event.id, circular.id, now=nine + timedelta(days=4))
    assert len(told()) == 2


def test_thanks_leave_so_many_days_after_the_last_day(
    client: FlaskClient, event: Event, office: str
) -> None:
    circular = make.a_circular(event.id)
    assert client.post(f"{office}/{circular.id}/plan", data={"days_after": "2"}).status_code == 302
    assert "2 days after the event, at nine." in client.get(f"{office}/{circular.id}").text
    one = datetime.combine(event.ends_on + timedelta(2), datetime.min.time(), tzinfo=UTC)
    assert circulars.due(now=one) == ()
    assert circulars.due(now=one + timedelta(hours=1)) == ((event.id, circular.id),)


def test_a_saved_filter_is_taken_over_and_a_strange_address_breaks_nothing(
    client: FlaskClient, event: Event, office: str
) -> None:
    with unit_of_work():
        registration.save_filter(
            SYSTEM, event.id, name="Those gone", query="status=withdrawn", now=make.NOW
        )
    page = client.get(f"{office}/new?begin=thanks&slug=other&key=9").text
    assert "?status=withdrawn&amp;begin=thanks" in page
    taken = client.get(f"{office}/new?status=withdrawn&begin=thanks").text
    assert "1 person as it stands." in taken
    assert "Thank you for taking part" in taken


def test_a_moment_that_has_passed_is_refused_and_what_is_planned_can_be_stopped(
    client: FlaskClient, event: Event, office: str
) -> None:
    here = f"{office}/{make.a_circular(event.id).id}"
    assert client.post(f"{here}/plan", data={"at": "2026-01-01T09:00"}).status_code == 422
    assert client.post(f"{here}/plan", data={}).status_code == 422
    assert client.post(f"{here}/plan", data={"at": "2090-01-01T09:00"}).status_code == 302
    assert client.get(f"{here}/edit").status_code == 302
    client.post(f"{here}/stop")
    make.afresh()
    states = db.session.scalars(sa.select(Circular.state)).all()
    assert states == [CircularState.DRAFT]


def test_a_viewer_and_another_event_get_nowhere(client: FlaskClient, event: Event) -> None:
    circular = make.a_circular(event.id)
    make.sign_in(client, event=event, role=Role.VIEWER)
    assert client.get(f"/manage/{event.slug}/messages/circulars").status_code == 403
    other = make.an_event(slug="other")
    make.sign_in(client, event=other, role=Role.OWNER)
    assert client.get(f"/manage/other/messages/circulars/{circular.id}").status_code == 404
    assert client.post(f"/manage/other/messages/circulars/{circular.id}/send").status_code == 404


def test_sending_takes_as_many_readings_however_many_are_meant(event: Event) -> None:
    circular = make.a_circular(event.id)
    with unit_of_work(), statements() as sent:
        assert circulars.send(SYSTEM, event.id, circular.id, now=make.NOW) == 2
    assert len([one for one in sent if "FROM people JOIN registrations" in one]) == 1


def test_it_goes_to_no_more_people_than_the_list_it_was_begun_from(
    client: FlaskClient, event: Event, office: str
) -> None:
    asked = "status=approved&origin=on_the_spot"
    assert client.get(f"{office}/new?{asked}").text.count("0 people as it stands.") == 1
    saved = client.post(f"{office}/new", data={**TEXT, "origin": "on_the_spot"})
    client.post(f"{saved.location}/send")
    assert told() == {}
