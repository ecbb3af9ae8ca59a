"""A release tells those whom it concerns, each once, with entries that calendars understand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM, Actor
from forumapp.domain.deciding import Act
from forumapp.domain.events import EventState
from forumapp.domain.invitations import Answer
from forumapp.domain.mail import MailKind
from forumapp.domain.registration import RegistrationStatus
from forumapp.domain.speakers import SpeakerStatus
from forumapp.domain.text import Translated
from forumapp.models import Event, Invitation, Mail, Part
from forumapp.services import agenda, invitations, registration
from tests import factories as make
from tests.gateways.mailserver import MailServer
from tests.jobs import mailing
from tests.jobs import releasing as news
from tests.services import registration_kit as kit


@pytest.fixture
def server(app: Flask) -> Iterator[MailServer]:
    with mailing.a_server() as running:
        yield running


def test_the_first_release_asks_who_speaks_and_who_is_invited_and_tells_nobody_else(
    server: MailServer,
) -> None:
    forum = news.a_forum()
    plenary, closed = forum.session("S1", hour=9), forum.session("S2", hour=14)
    sok, lin, kim = forum.person("Sok"), forum.person("Lin"), forum.person("Kim")
    forum.speaker(plenary, sok, status=SpeakerStatus.INVITED)
    news.invite(lin, closed)
    news.star(kim, plenary)

    forum.publish()
    mails = news.delivered(server)

    assert {name: news.entries(message) for name, message in mails.items()} == {
        "sok": [
            news.Entry(
                method="REQUEST",
                uid=entry_of(sok, plenary).uid,
                sequence=0,
                title="Session S1",
                starts="09:00",
                place="Hall A",
                status="CONFIRMED",
                attendee="mailto:sok@ministry.example",
                organizer="mailto:secretariat@forum.example",
            )
        ],
        "lin": [
            news.Entry(
                method="REQUEST",
                uid=entry_of(lin, closed).uid,
                sequence=0,
                title="Session S2",
                starts="14:00",
                place="Hall A",
                status="CONFIRMED",
                attendee="mailto:lin@ministry.example",
                organizer="mailto:secretariat@forum.example",
            )
        ],
    }
    assert mails["sok"]["Subject"].startswith("You are asked to speak: ")
    assert mails["lin"]["Subject"].startswith("You are invited: ")


def entry_of(person: Any, session: Any) -> Invitation:
    make.afresh()
    return (
        db.session.query(Invitation)
        .filter_by(person_id=person.id, session_key=session.key)
        .populate_existing()
        .one()
    )


def test_a_moved_session_is_told_to_its_speakers_guests_and_those_who_starred_it(
    server: MailServer,
) -> None:
    forum = news.a_forum()
    moved, other = forum.session("S1"), forum.session("S2", hour=11)
    sok, lin = forum.person("Sok", country="MM"), forum.person("Lin", locale="zh")
    kim, bo = forum.person("Kim"), forum.person("Bo")
    forum.speaker(moved, sok)
    forum.speaker(other, bo)
    news.invite(lin, moved)
    forum.publish()
    news.delivered(server)
    news.star(kim, moved)

    news.move(moved, minutes=30, room=forum.annex)
    forum.publish(note="The hall is not free.")
    mails = news.delivered(server, seconds=5)

    assert sorted(mails) == ["kim", "lin", "sok"]
    assert [news.entries(mails[name]) != [] for name in ("kim", "lin", "sok")] == [
        False,
        True,
        True,
    ]
    text = mailing.text_of(mails["sok"])
    assert "The hall is not free." in text
    assert "Moved from 09:00 to 09:30, Hall A to Hall B" in text
    assert "09:30–10:30 (UTC+8) · Yangon 08:00–09:00 (UTC+6:30)" in text
    assert "时间由09:00改为09:30，地点由甲厅改为乙厅" in mailing.text_of(mails["lin"])
    assert "In your schedule" in mailing.text_of(mails["kim"])
    (entry,) = news.entries(mails["sok"])
    assert (entry.method, entry.sequence, entry.starts, entry.place) == (
        "REQUEST",
        1,
        "09:30",
        "Hall B",
    )


def test_two_sessions_of_one_person_come_in_one_mail_with_a_part_each(server: MailServer) -> None:
    forum = news.a_forum()
    first, second = forum.session("S1"), forum.session("S2", hour=11)
    sok = forum.person("Sok")
    forum.speaker(first, sok)
    forum.speaker(second, sok)
    forum.publish()
    mails = news.delivered(server)

    (message,) = mails.values()
    kinds = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    assert kinds == [
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
        "text/calendar",
    ]
    names = [part.get_filename() for part in message.walk() if part.get_filename()]
    assert names == ["invite.ics", "S2.ics"]
    found = news.entries(message)
    assert [(entry.title, entry.starts) for entry in found] == [
        ("Session S1", "09:00"),
        ("Session S2", "11:00"),
    ]
    assert len({entry.uid for entry in found}) == 2


def test_what_nobody_needs_to_know_is_told_to_nobody(server: MailServer) -> None:
    forum = news.a_forum()
    session, sok = forum.session("S1"), forum.person("Sok")
    line = forum.speaker(session, sok, status=SpeakerStatus.INVITED)
    forum.publish()
    news.delivered(server)

    news.change(session, description=Translated(en="More of it"))
    news.change(sok, title=Translated(en="Director General"))
    news.change(line, status=SpeakerStatus.CONFIRMED)
    news.change(session, title=Translated(en="Session S1", zh="第一场会议"))
    release = forum.publish()

    assert news.delivered(server, seconds=5) == {}
    assert release.told == 0


def test_who_is_replaced_is_cancelled_and_who_comes_instead_is_asked(server: MailServer) -> None:
    forum = news.a_forum()
    session, sok, lin = forum.session("S1"), forum.person("Sok"), forum.person("Lin")
    kim = forum.person("Kim")
    forum.speaker(session, kim)
    line = forum.speaker(session, sok, position=2)
    forum.publish()
    news.delivered(server)

    news.replace(line, lin, forum)
    forum.publish()
    mails = news.delivered(server, seconds=5)

    assert {name: methods(message) for name, message in mails.items()} == {
        "sok": [("CANCEL", 1)],
        "lin": [("REQUEST", 0)],
        "kim": [],
    }
    assert news.entries(mails["sok"])[0].status == "CANCELLED"
    assert "You are no longer asked here" in mailing.text_of(mails["sok"])
    assert "New speaker: Ms. Lin" in mailing.text_of(mails["kim"])


def methods(message: EmailMessage) -> list[tuple[str, int]]:
    return [(entry.method, entry.sequence) for entry in news.entries(message)]


def test_a_session_that_is_deleted_is_cancelled_and_told_to_who_had_starred_it(
    server: MailServer,
) -> None:
    forum = news.a_forum()
    session, sok, kim = forum.session("S1"), forum.person("Sok"), forum.person("Kim")
    forum.session("S2", hour=11)
    forum.speaker(session, sok)
    forum.publish()
    news.delivered(server)
    news.star(kim, session)

    with unit_of_work():
        agenda.delete(SYSTEM, forum.event.id, session.id)
    forum.publish()
    mails = news.delivered(server, seconds=5)

    assert {name: methods(message) for name, message in mails.items()} == {
        "sok": [("CANCEL", 1)],
        "kim": [],
    }
    for message in mails.values():
        assert "No longer in the programme; it was: " in mailing.text_of(message)
    forum.publish()
    assert news.delivered(server, seconds=9) == {}


def test_who_comes_back_is_asked_again_under_the_same_uid_and_a_higher_sequence(
    server: MailServer,
) -> None:
    forum = news.a_forum()
    session, sok = forum.session("S1"), forum.person("Sok")
    line = forum.speaker(session, sok)
    told: list[list[tuple[str, int, str]]] = []
    for status in (SpeakerStatus.CONFIRMED, SpeakerStatus.DECLINED, SpeakerStatus.INVITED):
        news.change(line, status=status)
        forum.publish()
        told += list(news.told(server, seconds=5 * (len(told) + 1)).values())

    assert told == [
        [("REQUEST", 0, "09:00")],
        [("CANCEL", 1, "09:00")],
        [("REQUEST", 2, "09:00")],
    ]
    assert len({entry.uid for entry in news.all_entries(server)}) == 1


def test_a_new_title_is_told_under_the_same_sequence(server: MailServer) -> None:
    forum = news.a_forum()
    session, sok = forum.session("S1"), forum.person("Sok")
    forum.speaker(session, sok)
    forum.publish()
    news.delivered(server)

    news.change(session, title=Translated(en="Roads"))
    forum.publish()
    mails = news.delivered(server, seconds=5)

    (entry,) = news.entries(mails["sok"])
    assert (entry.method, entry.sequence, entry.title) == ("REQUEST", 0, "Roads")
    assert "Called “Roads”, before “Session S1”" in mailing.text_of(mails["sok"])


def test_other_dates_or_another_place_are_told_to_everyone_with_the_events_own_entry(
    server: MailServer,
) -> None:
    forum = news.a_forum()
    session = forum.session("S1")
    sok, kim, gone = forum.person("Sok"), forum.person("Kim"), forum.person("Gone")
    forum.speaker(session, sok)
    forum.registered(kim)
    forum.registered(gone, status=RegistrationStatus.WITHDRAWN)
    forum.publish()
    news.delivered(server)

    news.change(forum.event, venue=Translated(en="River House"))
    forum.publish()
    mails = news.delivered(server, seconds=5)

    assert sorted(mails) == ["kim", "sok"]
    assert mails["kim"]["Subject"].startswith("New dates or another place: ")
    (whole,) = news.entries(mails["kim"])
    assert (whole.method, whole.uid, whole.place) == ("REQUEST", kim.key, "River House")
    (own,) = news.entries(mails["sok"])
    assert (own.method, own.sequence, own.place) == ("REQUEST", 1, "Hall A, River House")


def test_what_was_kept_quiet_is_told_with_the_next_release(server: MailServer) -> None:
    forum = news.a_forum()
    session, sok, kim = forum.session("S1"), forum.person("Sok"), forum.person("Kim")
    forum.speaker(session, sok)
    forum.publish()
    news.delivered(server)
    news.star(kim, session)

    news.move(session, minutes=30)
    assert forum.publish(quiet=True).told is None
    assert news.delivered(server, seconds=5) == {}
    news.move(session, minutes=30)
    forum.publish()
    mails = news.delivered(server, seconds=9)

    assert {name: methods(message) for name, message in mails.items()} == {
        "sok": [("REQUEST", 1)],
        "kim": [],
    }
    for message in mails.values():
        assert "Moved from 09:00 to 10:00" in mailing.text_of(message)


def test_who_came_after_a_quiet_release_is_not_told_of_what_it_showed(server: MailServer) -> None:
    forum = news.a_forum()
    session, other = forum.session("S1"), forum.session("S2", hour=14)
    sok, kim, new = forum.person("Sok"), forum.person("Kim"), forum.person("New")
    forum.speaker(session, sok)
    forum.registered(kim, created_at=make.NOW)
    news.star(kim, session)
    forum.publish(now=make.NOW)
    news.delivered(server)

    news.change(forum.event, venue=Translated(en="River House"))
    news.move(session, minutes=30)
    forum.publish(quiet=True, now=make.NOW + timedelta(seconds=1))
    forum.registered(new, created_at=make.NOW + timedelta(seconds=2))
    news.star(new, session, created_at=make.NOW + timedelta(seconds=2))
    news.star(new, other, created_at=make.NOW + timedelta(seconds=2))
    news.change(other, title=Translated(en="Roads"))
    forum.publish(now=make.NOW + timedelta(seconds=3))
    mails = news.delivered(server, seconds=9)

    assert {name: _told_of_place_and_move(mail) for name, mail in mails.items()} == {
        "sok": (True, True),
        "kim": (True, True),
        "new": (False, False),
    }
    assert "Called “Roads”, before “Session S2”" in mailing.text_of(mails["new"])


def _told_of_place_and_move(mail: EmailMessage) -> tuple[bool, bool]:
    return (
        mail["Subject"].startswith("New dates or another place: "),
        "Moved from 09:00" in mailing.text_of(mail),
    )


def test_what_was_moved_and_moved_back_meanwhile_is_told_to_nobody(server: MailServer) -> None:
    forum = news.a_forum()
    session, sok = forum.session("S1"), forum.person("Sok")
    forum.speaker(session, sok)
    forum.publish()
    news.delivered(server)

    news.move(session, minutes=30)
    forum.publish(quiet=True)
    news.move(session, minutes=-30)

    assert forum.publish().told == 0


def test_of_a_draft_event_nobody_is_told_until_it_is_public(server: MailServer) -> None:
    forum = news.a_forum(state=EventState.DRAFT)
    session, sok = forum.session("S1"), forum.person("Sok")
    forum.speaker(session, sok)
    assert forum.publish().told is None

    news.change(forum.event, state=EventState.PUBLISHED)
    forum.publish()

    assert news.told(server) == {"sok": [("REQUEST", 0, "09:00")]}


def test_what_is_over_is_told_to_nobody(server: MailServer) -> None:
    forum = news.a_forum()
    session, sok = forum.session("S1"), forum.person("Sok")
    forum.speaker(session, sok)
    after = make.NOW.replace(year=make.NOW.year + 1)

    assert forum.publish(now=after).told == 0


def test_who_has_no_address_is_told_once_there_is_one(server: MailServer) -> None:
    forum = news.a_forum()
    session, sok = forum.session("S1"), forum.person("Sok", email="")
    forum.speaker(session, sok)
    assert forum.publish().told == 0

    news.change(sok, email="sok@ministry.example")
    forum.publish()

    assert news.told(server) == {"sok": [("REQUEST", 0, "09:00")]}


def a_registered_speaker(forum: news.Forum, *sessions: Any) -> registration.Received:
    received = kit.register(
        forum.event,
        make.a_category(forum.event),
        db.session.get_one(Part, forum.part.id),
        printed_name="Sok",
        family_name="",
        email="sok@ministry.example",
    )
    for session in sessions:
        forum.speaker(session, SimpleNamespace(id=received.person_id))
    return received


def test_who_withdraws_is_cancelled_everywhere_in_one_mail(server: MailServer) -> None:
    forum = news.a_forum()
    first, second = forum.session("S1"), forum.session("S2", hour=11)
    received = a_registered_speaker(forum, first, second)
    mailing.run_after(seconds=1)
    forum.publish()
    news.delivered(server, seconds=2)

    with unit_of_work():
        registration.withdraw_own(kit.participant(received), now=make.NOW)
    mails = news.delivered(server, seconds=5)

    assert [methods(message) for message in mails.values()] == [
        [("CANCEL", 2), ("CANCEL", 1), ("CANCEL", 1)]
    ]
    assert "The attachments take your entries out" in mailing.text_of(mails["sok"])
    forum.publish()
    assert news.delivered(server, seconds=9) == {}


def test_who_is_approved_again_is_asked_again_at_once(server: MailServer) -> None:
    forum = news.a_forum()
    session = forum.session("S1")
    received = a_registered_speaker(forum, session)
    forum.publish()
    news.delivered(server)
    event_id = forum.event.id
    with unit_of_work():
        registration.decide(SYSTEM, event_id, Act.REJECT, kit.chosen(received), now=make.NOW)
    news.delivered(server, seconds=5)
    with unit_of_work():
        registration.decide(SYSTEM, event_id, Act.APPROVE, kit.chosen(received), now=make.NOW)
    mails = news.delivered(server, seconds=9)

    assert methods(mails["sok"])[1:] == [("REQUEST", 2)]
    assert "YOU ARE ASKED TO SPEAK" in mailing.text_of(mails["sok"])


def test_a_mail_that_comes_late_asks_nobody_who_has_withdrawn_since(app: Flask) -> None:
    with mailing.a_server() as gone:
        pass
    mailing.send_to(gone.port)
    forum = news.a_forum()
    received = a_registered_speaker(forum, forum.session("S1"))
    forum.publish()
    mailing.run_after(seconds=1)
    with unit_of_work():
        registration.withdraw_own(kit.participant(received), now=make.NOW)

    with mailing.a_server() as server:
        mailing.run_after(hours=1)

    assert len(server.taken) == 3
    assert list(news.all_entries(server)) == []


def test_an_older_message_never_goes_after_a_later_one(app: Flask) -> None:
    with mailing.a_server() as gone:
        pass
    mailing.send_to(gone.port)
    forum = news.a_forum()
    session, sok = forum.session("S1"), forum.person("Sok")
    forum.speaker(session, sok)
    forum.publish()
    mailing.run_after(seconds=1)  # in vain: it waits for its next try
    news.move(session)
    forum.publish()

    with mailing.a_server() as server:
        first = news.told(server, seconds=2)
        late = news.told(server, hours=1)

    assert first == {"sok": [("REQUEST", 1, "09:30")]}
    assert late == {"sok": []}


def test_one_mail_a_person_and_release_whatever_is_asked_for_twice(server: MailServer) -> None:
    forum = news.a_forum()
    session, sok = forum.session("S1"), forum.person("Sok")
    forum.speaker(session, sok)
    release = forum.publish()
    news.delivered(server)
    mailing.run_after(hours=1)

    assert len(server.taken) == 1
    make.afresh()
    (mail,) = db.session.query(Mail).all()
    assert (mail.key, mail.kind) == (f"release:{release.id}:{sok.id}", MailKind.INVITED)
    assert db.session.query(Event).count() == 1


def test_who_has_answered_is_asked_anew_only_about_another_time_or_place(
    server: MailServer,
) -> None:
    forum = news.a_forum()
    session, sok = forum.session("S1"), forum.person("Sok")
    forum.speaker(session, sok)
    forum.publish()
    news.delivered(server)
    with unit_of_work():
        invitations.answer_own(
            Actor(person_id=sok.id, name="Sok"), session.key, Answer.ACCEPTED, now=make.NOW
        )

    news.change(session, title=Translated(en="Roads"))
    forum.publish()
    renamed = news.delivered(server, seconds=5)["sok"]
    news.move(session)
    forum.publish()
    moved = news.delivered(server, seconds=9)["sok"]

    assert [asks(renamed), asks(moved)] == [
        ("ACCEPTED", "FALSE", False),
        ("NEEDS-ACTION", "TRUE", True),
    ]


def asks(message: EmailMessage) -> tuple[str, str, bool]:
    """PARTSTAT and RSVP of the entry, and whether the mail has the link for an answer."""
    found = mailing.calendar_of(message)
    assert found is not None
    params = found[1].events[0]["ATTENDEE"].params
    return params["PARTSTAT"], params["RSVP"], "/answer/" in mailing.text_of(message)


def test_the_whole_life_of_an_invitation(server: MailServer) -> None:
    forum = news.a_forum()
    first, second = forum.session("S1"), forum.session("S2", hour=11)
    forum.session("S3", hour=14)
    sok = forum.person("Sok", country="MM")
    lin = forum.person("Lin", country="VN", locale="zh")
    line = forum.speaker(first, sok)
    forum.speaker(second, sok)
    forum.publish()
    begun = news.told(server)
    news.move(first, room=forum.annex)
    forum.publish()
    moved = news.told(server, seconds=3)
    news.replace(line, lin, forum)
    forum.publish()
    replaced = news.delivered(server, seconds=6)
    with unit_of_work():
        agenda.delete(SYSTEM, forum.event.id, second.id)
    forum.publish()
    removed = news.told(server, seconds=9)
    with unit_of_work():
        agenda.delete(SYSTEM, forum.event.id, first.id)
    forum.publish()
    ended = news.told(server, seconds=12)

    assert begun == {"sok": [("REQUEST", 0, "09:00"), ("REQUEST", 0, "11:00")]}
    assert moved == {"sok": [("REQUEST", 1, "09:30")]}
    assert {name: methods(mail) for name, mail in replaced.items()} == {
        "sok": [("CANCEL", 2)],
        "lin": [("REQUEST", 0)],
    }
    assert removed == {"sok": [("CANCEL", 1, "11:00")]}
    assert ended == {"lin": [("CANCEL", 1, "09:30")]}
    assert len({entry.uid for entry in news.all_entries(server)}) == 3
    text, calendar = mailing.text_of(replaced["lin"]), mailing.calendar_of(replaced["lin"])
    assert calendar is not None
    assert "09:30–10:30 (UTC+8)" in text
    assert "河内 08:30–09:30 (UTC+7)" in text
    assert "河内 08:30–09:30 (UTC+7)" in str(calendar[1].events[0]["DESCRIPTION"])
