"""forumapp export and forumapp import."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask

from forumapp.db import db
from forumapp.domain.text import Translated
from forumapp.models import Event, Session, Speaker
from forumapp.services import publications
from tests import factories as make

SHARED = Path(__file__).parents[3] / "shared" / "data"


def exported(app: Flask, tmp_path: Path, kind: str) -> Path:
    """The file of an event with two sessions, one of them with a speaker."""
    event = make.an_event(slug="from-here")
    part, room = make.a_part(event), make.a_room(event)
    first = make.a_session(event, part, room_id=room.id, title=Translated(en="First"))
    make.a_speaker(first, make.a_person(event, printed_name="SOK Chanthavy", honorific=""))
    make.a_session(event, part, hour=11, title=Translated(en="Second"))
    make.publish(event)
    file = tmp_path / f"programme.{kind}"
    done = app.test_cli_runner().invoke(
        args=["export", "--event", "from-here", "--format", kind, str(file)]
    )
    assert done.exit_code == 0, done.output
    return file


@pytest.mark.parametrize("kind", ["xml", "json", "ics"])
def test_what_was_exported_can_be_imported_and_a_second_time_changes_nothing(
    app: Flask, tmp_path: Path, kind: str
) -> None:
    file = exported(app, tmp_path, kind)
    command = ["import", "--event", "to-there", "--publish", str(file)]

    first = app.test_cli_runner().invoke(args=command)
    second = app.test_cli_runner().invoke(args=command)

    assert "2 new, 0 changed, 0 unchanged" in first.output
    assert "0 new, 0 changed, 2 unchanged" in second.output
    db.session.rollback()
    event = db.session.query(Event).filter_by(slug="to-there").one()
    titles = [s.title["en"] for s in db.session.query(Session).filter_by(event_id=event.id)]
    assert sorted(titles) == ["First", "Second"]
    assert publications.history(event.id)[0].number == 2


def test_a_dry_run_writes_nothing(app: Flask, tmp_path: Path) -> None:
    file = exported(app, tmp_path, "json")

    done = app.test_cli_runner().invoke(
        args=["import", "--event", "brand-new", "--dry-run", str(file)]
    )

    assert done.exit_code == 0
    assert "2 new" in done.output
    db.session.rollback()
    assert db.session.query(Event).filter_by(slug="brand-new").count() == 0


def test_an_updated_file_changes_the_session_in_place(app: Flask, tmp_path: Path) -> None:
    file = exported(app, tmp_path, "json")
    app.test_cli_runner().invoke(args=["import", "--event", "to-there", str(file)])
    changed = json.loads(file.read_text())
    rooms = changed["schedule"]["conference"]["days"][0]["rooms"]
    next(iter(rooms.values()))[0]["title"] = "First, renamed"
    file.write_text(json.dumps(changed))

    done = app.test_cli_runner().invoke(args=["import", "--event", "to-there", str(file)])

    assert "0 new, 1 changed, 1 unchanged" in done.output


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nothing",
        b"{}",
        b'{"schedule": {"conference": {"days": 3}}}',
        b"<schedule/>",
        b"<html></html>",
        b'<!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><schedule>&b;</schedule>',
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR",
    ],
)
def test_a_file_of_which_nothing_can_be_used_is_refused(
    app: Flask, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)

    done = app.test_cli_runner().invoke(args=["import", "--event", "brand-new", str(file)])

    assert done.exit_code == 1
    assert "Traceback" not in done.output
    assert db.session.query(Event).filter_by(slug="brand-new").count() == 0


@pytest.mark.parametrize(
    ("name", "sessions"),
    [
        ("camp2019.xml", 606),
        ("camp2019.json", 606),
        ("fosdem2019.xml", 775),
        ("democon.json", 36),
        ("lca2020.ics", 262),
        ("kielux2020.ics", 24),
    ],
)
def test_real_files_are_read(app: Flask, name: str, sessions: int) -> None:
    file = SHARED / name
    if not file.exists():
        pytest.skip("the real schedule files are not here")

    done = app.test_cli_runner().invoke(args=["import", "--event", "real", str(file)])

    assert done.exit_code == 0, done.output[-500:]
    db.session.rollback()
    assert db.session.query(Session).count() == sessions
    if name == "camp2019.xml":
        assert db.session.query(Speaker).count() > 480
