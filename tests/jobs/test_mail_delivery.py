"""Mails leave at most once, and none is lost, whatever becomes of the mail server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from forumapp import config
from forumapp.config import Settings
from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM, Role
from forumapp.domain.errors import Conflict
from forumapp.domain.jobs import LEASE, LOST, USUAL, JobState
from forumapp.domain.mail import MailKind, MailState
from forumapp.models import Event, Mail, Person
from forumapp.services import accounts, circulars, jobs, mail
from tests import factories as make
from tests.conftest import SECRET
from tests.jobs import mailing, releasing
from tests.services import registration_kit as kit

RUN = """
from forumapp.jobs import engine
from forumapp.app import create_app
with create_app().app_context():
    engine.run_due()
"""


def a_registered_person(email: str = "sok@ministry.example") -> tuple[Event, int]:
    event = make.an_event()
    received = kit.register(event, make.a_category(event), make.a_part(event), email=email)
    return event, received.person_id


def test_a_mail_is_written_at_once_and_sent_by_the_engine(app: Flask) -> None:
    with mailing.a_server() as server:
        a_registered_person()
        assert server.taken == []

        mailing.run_after(seconds=1)

    ((sender, recipients, _data),) = server.taken
    assert (sender, recipients) == ("secretariat@forum.example", ["sok@ministry.example"])
    sent = mailing.the_mail()
    assert (sent.state, sent.error) == (MailState.SENT, "")
    assert sent.sent_at is not None
    assert mailing.the_job().state is JobState.DONE


def test_a_second_run_sends_nothing(app: Flask) -> None:
    with mailing.a_server() as server:
        a_registered_person()
        mailing.run_after(seconds=1)
        with unit_of_work():
            db.session.get_one(type(mailing.the_job()), 1).state = JobState.QUEUED

        mailing.run_after(hours=1)

    assert len(server.taken) == 1
    assert mailing.states() == [MailState.SENT]


def test_a_mail_server_away_for_a_day_loses_nothing_and_doubles_nothing(app: Flask) -> None:
    with mailing.a_server() as server:
        pass  # its port refuses connections from now on
    mailing.send_to(server.port)
    event = make.an_event()
    category, part = make.a_category(event), make.a_part(event)
    for _ in range(3):
        kit.register(event, category, part)
    circular = make.a_circular(event.id, filters={}).id
    make.a_circular_file(circular, b"%PDF-1.7 the map %%EOF")
    with unit_of_work():
        circulars.send(SYSTEM, event.id, circular, now=make.NOW)

    for hour in range(30):
        mailing.run_after(hours=hour)
    assert mailing.states() == [MailState.QUEUED] * 6

    with mailing.a_server() as server:
        mailing.run_after(hours=30, minutes=20)
        mailing.run_after(hours=31)
    assert mailing.states() == [MailState.SENT] * 6
    arrived = mailing.arrived(server)
    assert len(arrived) == len({message["Message-ID"] for message in arrived}) == 6
    attached = [part.get_filename() for mail in arrived for part in mail.iter_attachments()]
    assert attached.count("Map.pdf") == 3


def test_a_temporary_refusal_is_tried_again(app: Flask) -> None:
    with mailing.a_server() as server:
        a_registered_person()
        server.answers["RCPT"] = "451 4.7.1 Greylisted, come back"
        mailing.run_after(seconds=1)
        waiting = mailing.the_mail()
        assert (waiting.state, waiting.error) == (
            MailState.QUEUED,
            "451 4.7.1 Greylisted, come back",
        )

        server.answers.clear()
        mailing.run_after(minutes=1)

    assert len(server.taken) == 1
    assert (mailing.the_mail().state, mailing.the_mail().error) == (MailState.SENT, "")


def test_after_three_days_a_mail_is_given_up_with_its_last_error(app: Flask) -> None:
    with mailing.a_server() as server:
        a_registered_person()
        server.answers["RCPT"] = "451 busy"
        for hour in range(24 * 3 + 2):
            mailing.run_after(hours=hour)

    assert (mailing.the_mail().state, mailing.the_mail().error) == (MailState.FAILED, "451 busy")
    assert mailing.the_job().state is JobState.FAILED


def test_a_refusal_for_good_fails_at_once_and_can_be_sent_again_to_a_mended_address(
    app: Flask,
) -> None:
    with mailing.a_server() as server:
        event, person_id = a_registered_person(email="typo@ministry.example")
        server.answers["RCPT"] = "550 5.1.1 No such user"
        mailing.run_after(seconds=1)
        assert (mailing.the_mail().state, mailing.the_mail().error) == (
            MailState.FAILED,
            "550 5.1.1 No such user",
        )
        assert mailing.the_job().state is JobState.FAILED

        server.answers.clear()
        with unit_of_work():
            db.session.get_one(Person, person_id).email = "right@ministry.example"
        registrar = make.an_actor(Role.REGISTRAR, event)
        with unit_of_work():
            mail.retry(registrar, event.id, mailing.the_mail().id, now=make.NOW)
        mailing.run_after(seconds=5)

    ((_, recipients, _data),) = server.taken
    assert recipients == ["right@ministry.example"]
    assert mailing.states() == [MailState.SENT]


def test_an_answer_that_never_came_leaves_the_mail_unconfirmed_and_at_rest(app: Flask) -> None:
    with mailing.a_server() as server:
        event, _person = a_registered_person()
        server.answers["DATA"] = "hang up"
        mailing.run_after(seconds=1)
        assert mailing.states() == [MailState.UNCONFIRMED]

        server.answers.clear()
        mailing.run_after(hours=48)
        assert len(server.taken) == 1  # the server had it, which nobody could know

        registrar = make.an_actor(Role.REGISTRAR, event)
        with unit_of_work():
            mail.retry(registrar, event.id, mailing.the_mail().id, now=make.NOW)
        mailing.run_after(seconds=5)

    first, second = mailing.arrived(server)
    assert first["Message-ID"] == second["Message-ID"]  # so that mail programs show it once
    assert mailing.states() == [MailState.SENT]


def test_a_mail_that_was_sent_cannot_be_sent_again(app: Flask) -> None:
    with mailing.a_server():
        event, _person = a_registered_person()
        mailing.run_after(seconds=1)

    registrar = make.an_actor(Role.REGISTRAR, event)
    with pytest.raises(Conflict), unit_of_work():
        mail.retry(registrar, event.id, mailing.the_mail().id, now=make.NOW)


def a_worker(settings: Settings, port: int) -> subprocess.Popen[bytes]:
    """A process of its own that sends what is due."""
    environ = {
        **os.environ,
        "FORUMAPP_INSTANCE": str(settings.instance),
        "FORUMAPP_SECRET_KEY": SECRET,
        "FORUMAPP_MAIL_URL": f"smtp://127.0.0.1:{port}",
    }
    folder = Path(__file__).parents[2]
    return subprocess.Popen([sys.executable, "-c", RUN], env=environ, cwd=folder)


def wait_for(state: MailState) -> None:
    for _ in range(400):
        if mailing.states() == [state]:
            return
        time.sleep(0.05)
    pytest.fail(f"the mail never became {state}")


def test_a_worker_killed_in_the_hand_over_never_causes_a_second_mail(
    app: Flask, settings: Settings
) -> None:
    with mailing.a_server() as server:
        a_registered_person()
        server.answers["DATA"] = "stall"
        worker = a_worker(settings, server.port)
        try:
            wait_for(MailState.HANDING_OVER)
            time.sleep(0.2)
        finally:
            worker.send_signal(signal.SIGKILL)
            worker.wait(timeout=20)
        reached = len(server.taken)
        server.answers.clear()
        assert mailing.states() == [MailState.HANDING_OVER]

        mailing.run_after(hours=5)  # finds that its worker is gone
        mailing.run_after(hours=6)

        assert mailing.states() == [MailState.UNCONFIRMED]
        assert len(server.taken) == reached <= 1


def test_a_worker_killed_between_the_mails_of_a_release_doubles_none_and_loses_none(
    app: Flask, settings: Settings
) -> None:
    forum = releasing.a_forum()
    session = forum.session("S1")
    for position, name in enumerate(("Sok", "Lin", "Kim")):
        forum.speaker(session, forum.person(name), position=position)
    with mailing.a_server() as server:
        forum.publish()
        server.taking_first, server.answers["DATA"] = 1, "stall"
        worker = a_worker(settings, server.port)
        try:
            for _ in range(400):
                if {MailState.SENT, MailState.HANDING_OVER} <= set(mailing.states()):
                    break
                time.sleep(0.05)
        finally:
            worker.send_signal(signal.SIGKILL)
            worker.wait(timeout=20)
        server.answers.clear()

        mailing.run_after(hours=5)  # finds that its worker is gone
        mailing.run_after(hours=6)

        told = [recipient for _sender, (recipient,), _data in server.taken]
        assert sorted(mailing.states()) == [MailState.SENT, MailState.SENT, MailState.UNCONFIRMED]
        assert len(told) == len(set(told))
        assert len(told) >= 2


def test_a_worker_killed_before_the_hand_over_costs_nothing(app: Flask) -> None:
    with mailing.a_server() as server:
        a_registered_person()
        with unit_of_work():
            assert jobs.claim(mailing.the_job().id, now=make.NOW)  # and then it was killed

        mailing.run_after(seconds=(LEASE / 2).total_seconds())
        assert server.taken == []
        mailing.run_after(seconds=(LEASE * 2).total_seconds())
        mailing.run_after(seconds=(LEASE * 3).total_seconds())

    assert len(server.taken) == 1
    assert mailing.states() == [MailState.SENT]


@pytest.mark.parametrize(
    ("when", "becomes"),
    [
        (MailState.QUEUED, (MailState.FAILED, LOST)),
        (MailState.HANDING_OVER, (MailState.UNCONFIRMED, "")),
    ],
)
def test_a_mail_that_ends_its_worker_each_time_is_given_up(
    app: Flask, when: MailState, becomes: tuple[MailState, str]
) -> None:
    a_registered_person()
    with unit_of_work() as session:
        session.get_one(Mail, 1).state = when

    for hour in range(USUAL.attempts):
        with unit_of_work():
            assert jobs.claim(mailing.the_job().id, now=make.NOW + timedelta(hours=hour))
        mailing.run_after(hours=hour + 0.5)

    assert mailing.the_job().state is JobState.FAILED
    assert (mailing.the_mail().state, mailing.the_mail().error) == becomes


def test_one_broken_mail_does_not_hold_up_the_others(app: Flask) -> None:
    with mailing.a_server() as server:
        event, person_id = a_registered_person()
        kit.register(event, make.a_category(event), make.a_part(event), printed_name="SOK Other")
        with unit_of_work():
            found = mailing.states()
            assert found == [MailState.QUEUED] * 2
            db.session.get_one(Person, person_id).country = "KH"
            first = db.session.get_one(Mail, 1)
            first.facts = {**first.facts, "status": "of no kind"}
        mailing.run_after(seconds=1)

    assert mailing.states() == [MailState.QUEUED, MailState.SENT]
    assert len(server.taken) == 1


def test_a_link_that_is_over_is_not_mailed(app: Flask) -> None:
    with mailing.a_server() as server:
        user = make.a_user(email="lin@secretariat.example")
        with unit_of_work():
            link = accounts.links.issue(user, accounts.links.LinkPurpose.RESET, now=make.NOW)
            mail.write(
                MailKind.PASSWORD_RESET,
                key="reset",
                user_id=user,
                locale="en",
                facts={"link": link},
                now=make.NOW,
            )

        mailing.run_after(hours=2)

    assert server.taken == []
    assert (mailing.the_mail().state, mailing.the_mail().error) == (
        MailState.FAILED,
        "link expired",
    )


def test_a_desk_without_a_mail_server_keeps_mails_in_a_folder(app: Flask) -> None:
    a_registered_person()

    mailing.run_after(seconds=1)

    (file,) = (config.settings().instance / "outbox").glob("*.eml")
    assert file.stem + "@localhost" in file.read_text() or "Message-ID" in file.read_text()
    assert mailing.states() == [MailState.SENT]
