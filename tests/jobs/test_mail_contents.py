"""What the mails of a registration carry, as they arrive at a real mail server."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.domain.deciding import Act
from forumapp.domain.events import Mode
from forumapp.domain.mail import MailKind
from forumapp.domain.registration import Approval
from forumapp.jobs import engine
from forumapp.models import Event, Job, Mail, Person
from forumapp.services import accounts, mail, registration
from tests import factories as make
from tests.gateways.mailserver import MailServer
from tests.jobs import mailing
from tests.services import registration_kit as kit

PLANTED = ("planted-address", "planted-passcode", "planted-dial-in", "planted-host", "planted-back")


@pytest.fixture
def server(app: Flask) -> Iterator[MailServer]:
    with mailing.a_server() as running:
        yield running


def methods(server: MailServer) -> list[str | None]:
    """Of each mail that arrived, the method of its calendar entry."""
    found = [mailing.calendar_of(message) for message in mailing.arrived(server)]
    return [entry[0] if entry else None for entry in found]


def entries(server: MailServer) -> list[Calendar]:
    found = (mailing.calendar_of(message) for message in mailing.arrived(server))
    return [entry[1] for entry in found if entry]


def an_event(approval: Approval = Approval.AUTOMATIC) -> tuple[Event, registration.Received]:
    """An event with a session, and somebody who has registered for it in the room."""
    event = make.an_event()
    part = make.a_part(event)
    make.a_session(event, part, hour=9, minutes=90)
    make.publish(event)
    category = make.a_category(event, approval=approval)
    return event, kit.register(event, category, part, email="sok@ministry.example")


def test_from_the_form_to_the_page_behind_the_link(
    app: Flask, client: FlaskClient, server: MailServer
) -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event)
    make.a_video_room(event, make.a_session(event, part))
    make.publish(event)
    browser = app.test_client()
    sent = client.post(
        f"/events/{event.slug}/register",
        data={
            "printed_name": "ZHANG Wenhuilan",
            "family_name": "ZHANG",
            "native_name": "张文慧兰",
            "country": "CN",
            "email": "zhang@ministry.example",
            "locale": "zh",
            "category": str(category.id),
            f"part-{part.id}": "online",
            "key": "a-key-made-with-the-form",
        },
    )
    assert sent.status_code == 303

    engine.run_due()

    (message,) = mailing.arrived(server)
    assert message["To"].addresses[0].addr_spec == "zhang@ministry.example"
    assert message["Reply-To"] == "secretariat@forum.example"
    assert message["Content-Language"] == "zh-Hans"
    (link,) = re.findall(r"http://localhost(/me/open/\S+)", mailing.text_of(message))
    opened = browser.get(link)
    assert (opened.status_code, opened.location) == (303, "/me/")
    page = browser.get("/me/")
    assert "张文慧兰" in page.text
    assert 'lang="zh-Hans"' in page.text
    (join,) = set(re.findall(r'href="(/j/[^"]+)"', page.text))
    assert browser.get(join).status_code == 200


def test_the_confirmation_has_words_an_entry_and_a_picture(server: MailServer) -> None:
    an_event()
    mailing.run_after(seconds=1)

    (message,) = mailing.arrived(server)
    assert message["Subject"].startswith("You are registered: ")
    kinds = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    assert kinds == [
        "text/plain",
        "text/html",
        "text/calendar",
        "image/png",
        "application/ics",
    ]
    (picture,) = (part for part in message.walk() if part.get_content_type() == "image/png")
    assert picture["Content-ID"] == "<badge>"
    assert 'src="cid:badge"' in mailing.text_of(message, "html")


def test_the_entry_is_read_by_two_readers(server: MailServer) -> None:
    event, received = an_event()
    mailing.run_after(seconds=1)

    (calendar,) = entries(server)
    (entry,) = calendar.events
    second = vobject.readOne(calendar.to_ical().decode()).vevent
    assert (
        str(entry["UID"]) == second.uid.value == db.session.get_one(Person, received.person_id).key
    )
    assert entry.start == second.dtstart.value
    assert f"{entry.start:%H:%M}" == "09:00"
    assert str(entry["ATTENDEE"]) == "mailto:sok@ministry.example"
    assert str(entry["ORGANIZER"]) == "mailto:secretariat@forum.example"
    assert second.summary.value == str(entry["SUMMARY"]) == event.title.pick("en")


def test_who_waits_for_a_decision_is_invited_with_the_approval(server: MailServer) -> None:
    event, received = an_event(Approval.BY_HAND)
    mailing.run_after(seconds=1)
    with unit_of_work():
        registration.decide(SYSTEM, event.id, Act.APPROVE, kit.chosen(received), now=make.NOW)
    mailing.run_after(seconds=5)

    assert methods(server) == [None, "REQUEST"]
    assert [m["Subject"].split(":")[0] for m in mailing.arrived(server)] == [
        "We have your registration",
        "Your registration is approved",
    ]


def test_what_was_asked_for_is_cancelled_under_the_same_uid(server: MailServer) -> None:
    _event, received = an_event()
    mailing.run_after(seconds=1)
    with unit_of_work():
        registration.withdraw_own(kit.participant(received), now=make.NOW)
    mailing.run_after(seconds=5)

    assert methods(server) == ["REQUEST", "CANCEL"]
    first, last = (calendar.events[0] for calendar in entries(server))
    assert first["UID"] == last["UID"]
    assert last.sequence > first.sequence
    assert str(last["STATUS"]) == "CANCELLED"


def test_nothing_is_cancelled_that_was_never_asked_for(server: MailServer) -> None:
    event, received = an_event(Approval.BY_HAND)
    mailing.run_after(seconds=1)
    with unit_of_work():
        registration.decide(
            SYSTEM,
            event.id,
            Act.REJECT,
            kit.chosen(received),
            reason="No seat is left.",
            now=make.NOW,
        )
    mailing.run_after(seconds=5)

    assert methods(server) == [None, None]
    assert "No seat is left." in mailing.text_of(mailing.arrived(server)[1])


def test_a_confirmation_that_comes_late_invites_nobody_who_has_withdrawn(app: Flask) -> None:
    with mailing.a_server() as gone:
        pass
    mailing.send_to(gone.port)
    _event, received = an_event()
    mailing.run_after(seconds=1)
    with unit_of_work():
        registration.withdraw_own(kit.participant(received), now=make.NOW)

    with mailing.a_server() as server:
        mailing.run_after(hours=1)

    assert methods(server) == [None, None]


def test_only_who_holds_a_seat_is_invited(server: MailServer) -> None:
    event = make.an_event()
    part = make.a_part(event, seats_room=1)
    make.a_session(event, part)
    make.publish(event)
    category = make.a_category(event)
    first = kit.register(event, category, part, printed_name="First", family_name="")
    waiting = kit.register(event, category, part, printed_name="Second", family_name="")
    event_id, part_id = event.id, part.id
    mailing.run_after(seconds=1)
    assert methods(server) == ["REQUEST", None]

    with unit_of_work():
        registration.withdraw_own(kit.participant(first), now=make.NOW)
    with unit_of_work():
        registration.promote(
            SYSTEM, event_id, waiting.registration_id, part_id=part_id, now=make.NOW
        )
    mailing.run_after(seconds=5)

    assert methods(server) == ["REQUEST", None, "CANCEL", "REQUEST"]


def test_a_change_of_mode_renews_the_invitation(server: MailServer) -> None:
    event = make.an_event()
    part = make.a_part(event)
    make.a_video_room(event, make.a_session(event, part))
    make.publish(event)
    event_id, part_id = event.id, part.id
    received = kit.register(event, make.a_category(event), part)
    mailing.run_after(seconds=1)
    with unit_of_work():
        registration.change_mode(
            SYSTEM,
            event_id,
            received.registration_id,
            part_id=part_id,
            mode=Mode.ONLINE,
            now=make.NOW,
        )
    mailing.run_after(seconds=5)

    before, after = (calendar.events[0] for calendar in entries(server))
    assert "CONFERENCE" not in before
    assert str(after["CONFERENCE"]).startswith("http://localhost/j/")
    assert after.sequence > before.sequence


def test_no_mail_tells_a_secret_of_a_video_room(server: MailServer) -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event)
    session = make.a_session(event, part)
    room = make.a_video_room(event, session)
    make.publish(event)
    assert all(any(secret in value for value in secrets_of(room)) for secret in PLANTED)
    received = kit.register(event, category, {part: Mode.ONLINE})
    make.a_speaker(session, db.session.get_one(Person, received.person_id))
    make.publish(event)
    with unit_of_work():
        registration.withdraw_own(kit.participant(received), now=make.NOW)
    tell_everything(event, received.person_id)
    mailing.run_after(seconds=1)

    everything = "".join(
        str(part.get_payload(decode=True))
        for message in mailing.arrived(server)
        for part in message.walk()
        if not part.is_multipart()
    )
    assert len(server.taken) == len(MailKind) - len(TO_OTHERS)
    assert not [secret for secret in PLANTED if secret in everything]


def secrets_of(room: object) -> list[str]:
    names = ("address", "passcode", "dial_in", "host_link", "backup_address")
    return [str(getattr(room, name)) for name in names]


TOLD = (MailKind.REGISTERED, MailKind.WITHDRAWN)
TO_OTHERS = make.NOT_TO_PEOPLE - {MailKind.STAFF_INVITED}


def tell_everything(event: Event, person_id: int) -> None:
    """A mail of each kind that a participant can be sent, and those of the staff."""
    user, circular = make.a_user(), make.a_circular(event.id).id
    with unit_of_work():
        for kind in MailKind:
            if kind in TOLD or kind in TO_OTHERS:
                continue
            staff = kind is MailKind.STAFF_INVITED
            mail.write(
                kind,
                key=f"test {kind}",
                person_id=None if staff else person_id,
                user_id=user if staff else None,
                event_id=event.id,
                locale="en",
                facts={} if staff else {"status": "approved", "circular": circular},
                now=make.NOW,
            )


def test_nothing_secret_lies_in_the_tables_of_mails_and_jobs(server: MailServer) -> None:
    _event, received = an_event()
    user = make.a_user(email="lin@secretariat.example")
    with unit_of_work():
        accounts.links.ask_for_reset("lin@secretariat.example", now=make.NOW)
    mailing.run_after(seconds=1)

    person, reset = (mailing.text_of(message) for message in mailing.arrived(server))
    tokens = re.findall(r"http://localhost/(?:me/open|reset)/([^\s?]+)", person + reset)
    assert len(tokens) == 2
    assert user
    make.afresh()
    kept = "".join(
        f"{row.facts} {row.key} {row.error}" for row in db.session.query(Mail)
    ) + "".join(
        f"{row.payload} {row.key} {row.result} {row.error}" for row in db.session.query(Job)
    )
    assert not [token for token in tokens if token in kept]
    assert received.person_id


def test_who_is_registered_and_speaks_learns_when_their_turn_comes(server: MailServer) -> None:
    event = make.an_event()
    part = make.a_part(event)
    session = make.a_session(event, part, hour=10)
    received = kit.register(event, make.a_category(event), part)
    make.a_speaker(session, make.a_person(event), minutes=20)
    make.a_speaker(session, db.session.get_one(Person, received.person_id), position=1)
    make.publish(event)
    mailing.run_after(seconds=1)

    text = mailing.text_of(mailing.arrived(server)[0])
    assert "Opening plenary" in text
    assert "your turn at about 10:20" in text
