"""forumapp export and forumapp import."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx import Document
from flask import Flask

from forumapp.db import db
from forumapp.domain.speakers import SpeakingPart
from forumapp.domain.text import Translated
from forumapp.models import Event, Person, Session, Speaker
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


@pytest.mark.parametrize("kind", ["xml", "json", "ics", "csv", "xlsx", "docx"])
def test_what_was_exported_can_be_imported_and_a_second_time_changes_nothing(
    app: Flask, tmp_path: Path, kind: str
) -> None:
    file = exported(app, tmp_path, kind)
    command = ["import", "--event", "to-there", "--publish", str(file)]

    first = app.test_cli_runner().invoke(args=command)
    second = app.test_cli_runner().invoke(args=command)

    assert "2 new, 0 changed, 0 unchanged" in first.output
    assert "0 new, 0 changed, 2 unchanged" in second.output
    make.afresh()
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
    make.afresh()
    assert db.session.query(Event).filter_by(slug="brand-new").count() == 0


AGENDA = (
    ("Time", "Agenda item", "Speaker"),
    ("09:00-09:30", "Opening remarks", "H.E. Mr. LIU Huanxin, Minister of Rural Affairs, China"),
    ("9:30-10:00", "Coffee break", "Representatives of villages"),
    ("later", "Side talks", ""),
)


def a_word_agenda(tmp_path: Path) -> Path:
    document = Document()
    document.add_heading("Village Forum", 0)
    document.add_paragraph("Saturday, 19 December 2026")
    table = document.add_table(rows=0, cols=3)
    for row in AGENDA:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    file = tmp_path / "agenda.docx"
    document.save(str(file))
    return file


def test_a_word_agenda_makes_an_event_and_says_what_it_did_not_understand(
    app: Flask, tmp_path: Path
) -> None:
    done = app.test_cli_runner().invoke(
        args=["import", str(a_word_agenda(tmp_path)), "--event", "villages", "--publish"]
    )

    assert (done.exit_code, done.output.splitlines()) == (
        0,
        [
            "  wrong: table 1, row 4, Side talks: “later” is no time.",
            "  check: The file names no time zone; UTC is taken.",
            (
                "  check: table 1, row 3, Coffee break: “Representatives of villages” names nobody"
                " for certain; it stands as text."
            ),
            "  new parts: Village Forum",
            "  new people: H.E. Mr. LIU Huanxin",
            "2 new, 0 changed, 0 unchanged, 1 wrong.",
        ],
    )
    make.afresh()
    event = db.session.query(Event).filter_by(slug="villages").one()
    assert (event.title, event.starts_on.isoformat()) == (
        Translated(en="Village Forum"),
        "2026-12-19",
    )
    line = db.session.query(Speaker).one()
    person = db.session.query(Person).one()
    assert (line.part, person.family_name, person.title, person.country) == (
        SpeakingPart.OPENING_REMARKS,
        "LIU",
        Translated(en="Minister of Rural Affairs"),
        "CN",
    )
    assert publications.history(event.id)[0].number == 1


def test_a_file_without_a_usable_row_publishes_nothing(app: Flask, tmp_path: Path) -> None:
    event = make.an_event(slug="forum")
    file = tmp_path / "agenda.csv"
    file.write_text("Title,Start\nOpening,later\n")

    done = app.test_cli_runner().invoke(args=["import", str(file), "--event", "forum", "--publish"])

    assert done.exit_code == 1
    assert "“later” is no time." in done.output
    assert "nothing could be used" in done.output
    assert publications.history(event.id) == ()


def test_an_event_whose_slug_cannot_be_one_is_not_made(app: Flask, tmp_path: Path) -> None:
    done = app.test_cli_runner().invoke(
        args=["import", str(a_word_agenda(tmp_path)), "--event", "Not a slug!"]
    )

    assert done.exit_code == 1
    assert "slug: not a slug." in done.output
    assert db.session.query(Event).count() == 0


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
    make.afresh()
    assert db.session.query(Session).count() == sessions
    if name == "camp2019.xml":
        assert db.session.query(Speaker).count() > 480
