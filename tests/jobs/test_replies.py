"""Answers that come by mail: into the mailbox folder, or piped into `forumapp mail-in`."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from click.testing import Result
from flask import Flask

from forumapp import config
from forumapp.db import db, unit_of_work
from forumapp.domain.invitations import Answer, Method
from forumapp.domain.speakers import SpeakerStatus
from forumapp.gateways import replies as written
from forumapp.jobs import replies
from forumapp.models import Invitation, Speaker
from tests.factories import afresh
from tests.gateways.test_replies import UID, WRITTEN, a_mail
from tests.jobs import releasing as news

BECOMES = {
    Answer.ACCEPTED: SpeakerStatus.CONFIRMED,
    Answer.TENTATIVE: SpeakerStatus.INVITED,
    Answer.DECLINED: SpeakerStatus.DECLINED,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who was asked to speak under the UID of the replies, for the third time."""

    forum: news.Forum
    person: Any
    line: Any

    @property
    def standing(self) -> tuple[Answer, datetime | None, SpeakerStatus]:
        row = self.entry()
        return row.answer, row.answered_at, db.session.get_one(Speaker, self.line.id).status

    def entry(self) -> Invitation:
        afresh()
        return db.session.query(Invitation).filter_by(person_id=self.person.id).one()

    def change(self, **values: Any) -> None:
        row = self.entry()
        with unit_of_work():
            for name, value in values.items():
                setattr(row, name, value)


NOTHING = (Answer.NEEDS_ACTION, None, SpeakerStatus.INVITED)


@pytest.fixture(autouse=True)
def the_day_after() -> Iterator[None]:
    """The replies were written the day before."""
    with time_machine.travel("2026-12-02T00:00:00Z", tick=True):
        yield


@pytest.fixture
def asked(app: Flask) -> Asked:
    forum = news.a_forum()
    person = forum.person("Sok", email="chanthavy.sok@ministry.example")
    line = forum.speaker(forum.session("S1"), person, status=SpeakerStatus.INVITED)
    forum.publish()
    found = Asked(forum, person, line)
    found.change(uid=UID, sequence=2)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "maildir"


def deliver(folder: Path, data: bytes, *, name: str = "1764572414.M1P1.mx") -> None:
    """As mail servers do it: written aside, then moved into `new`."""
    for box in ("tmp", "new", "cur"):
        (folder / box).mkdir(parents=True, exist_ok=True)
    (folder / "tmp" / name).write_bytes(data)
    (folder / "tmp" / name).rename(folder / "new" / name)


def lying(folder: Path) -> list[str]:
    """Every message, with the box in which it lies."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", WRITTEN)
def test_each_programs_answer_shows_beside_the_speaker(
    asked: Asked, folder: Path, name: str
) -> None:
    deliver(folder, a_mail(name))

    assert replies.read_folder(folder) == 1

    reply = WRITTEN[name]
    assert asked.standing == (reply.answer, reply.at, BECOMES[reply.answer])
    assert lying(folder) == ["cur/1764572414.M1P1.mx:2,S"]
    assert replies.read_folder(folder) == 0


def test_whoever_is_killed_before_a_message_is_put_away_takes_it_again_to_no_effect(
    asked: Asked, folder: Path
) -> None:
    deliver(folder, a_mail())
    replies.read_folder(folder)
    first = asked.standing

    deliver(folder, a_mail())

    assert replies.read_folder(folder) == 1
    assert asked.standing == first


def test_the_latest_answer_counts_in_whatever_order_they_come(asked: Asked, folder: Path) -> None:
    asked.change(answer=Answer.DECLINED, answered_at=datetime(2026, 12, 1, 8, 0, tzinfo=UTC))

    deliver(folder, a_mail("outlook"))  # written at 06:30
    replies.read_folder(folder)

    assert asked.standing[0] is Answer.DECLINED


@pytest.mark.parametrize(
    "state",
    [{"sequence": 3}, {"sequence": 1}, {"method": Method.CANCEL}],
    ids=["moved since", "never told", "taken back"],
)
def test_an_answer_to_something_else_than_is_asked_now_changes_nothing(
    asked: Asked, folder: Path, state: dict[str, Any]
) -> None:
    asked.change(**state)
    deliver(folder, a_mail())

    replies.read_folder(folder)

    assert asked.standing == NOTHING
    assert lying(folder) == ["cur/1764572414.M1P1.mx:2,S"]


def test_an_answer_to_the_invitation_to_the_whole_event_is_put_away(
    asked: Asked, folder: Path
) -> None:
    asked.change(uid="another")
    news.change(asked.person, key=UID)
    deliver(folder, a_mail())

    replies.read_folder(folder)

    assert lying(folder) == ["cur/1764572414.M1P1.mx:2,S"]


def test_what_cannot_be_used_is_put_aside_and_the_log_says_why(
    asked: Asked, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    deliver(folder, b"Subject: hello\n\nWhen is lunch?\n", name="1.letter")
    deliver(folder, a_mail().replace(UID.encode(), b"of-nobody"), name="2.unknown")
    deliver(folder, a_mail().replace(b"chanthavy.sok@", b"somebody.else@"), name="3.other")

    assert replies.read_folder(folder) == 3

    assert asked.standing == NOTHING
    assert lying(folder) == [
        ".failed/cur/1.letter:2,S",
        ".failed/cur/2.unknown:2,S",
        ".failed/cur/3.other:2,S",
    ]
    assert [record.getMessage() for record in caplog.records] == [
        "mail 1.letter was put aside: no_calendar",
        "mail 2.unknown was put aside: unknown",
        "mail 3.other was put aside: somebody_else",
    ]


def test_who_has_a_new_address_may_answer_from_the_one_that_was_written_to(
    asked: Asked, folder: Path
) -> None:
    news.change(asked.person, email="new@ministry.example")
    deliver(folder, a_mail())

    replies.read_folder(folder)

    assert asked.standing[0] is Answer.ACCEPTED


def test_the_worker_reads_the_folder_of_the_settings_where_there_is_one(
    app: Flask, asked: Asked, folder: Path
) -> None:
    deliver(folder, a_mail())
    worker = app.extensions["forumapp_jobs"]

    worker.read_mail()
    before = asked.standing
    config.use(replace(config.settings(), mail_in=folder))
    worker.read_mail()

    assert (before, asked.standing[0]) == (NOTHING, Answer.ACCEPTED)


def pipe(app: Flask, data: bytes) -> Result:
    return app.test_cli_runner().invoke(args=["mail-in"], input=data)


def test_a_mail_that_is_piped_in_is_taken(app: Flask, asked: Asked) -> None:
    result = pipe(app, a_mail("google"))

    assert (result.exit_code, result.output) == (0, "Taken.\n")
    assert (asked.standing[0], asked.standing[2]) == (Answer.DECLINED, SpeakerStatus.DECLINED)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"When is lunch?\n", "Not taken: no calendar.\n"),
        (a_mail().replace(UID.encode(), b"of-nobody"), "Not taken: unknown.\n"),
        (b"x" * (written.LARGEST + 9), "Not taken: too large.\n"),
    ],
)
def test_the_mail_server_is_told_when_a_mail_is_no_answer(
    app: Flask, asked: Asked, data: bytes, words: str
) -> None:
    result = pipe(app, data)

    assert (result.exit_code, result.output) == (65, words)


def test_the_mail_server_keeps_the_mail_while_the_database_is_away(
    app: Flask, asked: Asked
) -> None:
    with unit_of_work() as session:
        session.execute(sa.text("DROP TABLE invitations"))

    result = pipe(app, a_mail())

    assert result.exit_code == 75
    assert "The database can't be reached" in result.output
