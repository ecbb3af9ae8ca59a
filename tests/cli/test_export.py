"""forumapp export."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import Result
from docx import Document
from flask import Flask

from forumapp.domain.agenda import Visibility
from forumapp.domain.events import EventState
from forumapp.domain.text import Translated
from forumapp.models import Event
from forumapp.render.schedule import Format
from forumapp.services.publications import sites
from tests import factories as make

START = {
    "ics": b"BEGIN:VCALENDAR",
    "xml": b"<?xml",
    "json": b"{",
    "csv": b"\xef\xbb\xbfCode,",
    "xlsx": b"PK",
    "docx": b"PK",
}


def run(app: Flask, *arguments: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=["export", *map(str, arguments)])


@pytest.fixture
def event(app: Flask) -> Event:
    """A release of one session; another one, hidden, and one that was written since."""
    event = make.an_event(slug="from-here", languages=("en", "zh", "km"))
    part = make.a_part(event)
    make.a_session(event, part, code="S1", title=Translated(en="First", zh="第一", km="ទីមួយ"))
    make.a_session(event, part, hour=11, code="S2", visibility=Visibility.SECRETARIAT)
    make.publish(event)
    make.a_session(event, part, hour=14, code="S3", title=Translated(en="Later"))
    return event


def codes(data: bytes) -> list[str]:
    return [row[0] for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))][1:]


@pytest.mark.parametrize("kind", list(Format))
def test_every_format_is_written(app: Flask, event: Event, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "programme"

    done = run(app, "--event", "from-here", "--format", kind, file)

    assert done.output == f"1 session written to {file}.\n"
    assert file.read_bytes().startswith(START[kind])


def test_a_dash_is_the_standard_output_which_holds_the_file_alone(app: Flask, event: Event) -> None:
    done = run(app, "--event", "from-here", "--format", "csv", "-")

    assert codes(done.stdout_bytes) == ["S1"]
    assert done.stderr == "1 session written to -.\n"


def test_the_draft_holds_what_is_edited_and_a_sheet_of_it_all_of_it(
    app: Flask, event: Event
) -> None:
    sheet = run(app, "--event", "from-here", "--format", "csv", "--draft", "-")
    calendar = run(app, "--event", "from-here", "--format", "ics", "--draft", "-")

    assert codes(sheet.stdout_bytes) == ["S1", "S2", "S3"]
    assert calendar.stdout.count("BEGIN:VEVENT") == 2


def test_texts_are_in_the_language_asked_for(app: Flask, event: Event) -> None:
    texts = {
        language: run(
            app, "--event", "from-here", "--format", "xml", "--lang", language, "-"
        ).stdout
        for language in ("en", "zh", "km")
    }

    assert [title in texts[code] for code, title in (("en", "First"), ("zh", "第一"))] == [True] * 2
    assert "ទីមួយ" in texts["km"]


def test_a_word_document_may_hold_two_languages_side_by_side(
    app: Flask, event: Event, tmp_path: Path
) -> None:
    file = tmp_path / "programme.docx"
    languages = ("--lang", "en", "--with", "km")

    run(app, "--event", "from-here", "--format", "docx", *languages, file)

    row = Document(str(file)).tables[0].rows[1]
    assert [row.cells[1].text, row.cells[2].text] == ["First", "ទីមួយ"]


def test_without_a_language_it_is_english_or_else_the_event_s_first(app: Flask) -> None:
    event = make.an_event(slug="in-chinese", languages=("zh", "km"))
    make.a_session(event, make.a_part(event), title=Translated(en="First", zh="第一"))
    make.publish(event)

    done = run(app, "--event", "in-chinese", "--format", "xml", "-")

    assert "<title>第一</title>" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--lang", "fr"), "from-here has no texts in fr, only en, zh, km."),
        (("--with", "zh"), "--with is for docx; xml holds one language."),
        (("--format", "docx", "--with", "fr"), "from-here has no texts in fr, only en, zh, km."),
        (("--event", "nowhere"), "There is no event nowhere."),
    ],
)
def test_what_there_is_not_is_refused_and_no_file_is_made(
    app: Flask, event: Event, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    file = tmp_path / "programme.xml"

    done = run(app, "--event", "from-here", "--format", "xml", *arguments, file)

    assert (done.exit_code, done.output) == (1, f"Error: {said}\n")
    assert list(tmp_path.glob("programme*")) == []


def test_the_whole_site_is_one_file_in_every_language(
    app: Flask, event: Event, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sites, "volumes_in", lambda _site: ())  # setting PDFs takes a while
    file = tmp_path / "site.zip"

    done = run(app, "--event", "from-here", "--format", "site", file)
    refused = run(app, "--event", "from-here", "--format", "site", "--lang", "en", file)

    with ZipFile(file) as archive:
        names = archive.namelist()
    assert {"en/programme.html", "zh/programme.html", "en/programme.xlsx"} <= set(names)
    pages = sum(name.endswith(".html") for name in names) - 1
    assert done.output == f"{pages} pages written to {file}.\n"
    assert refused.output == "Error: The site has every language of the latest release.\n"


def test_an_event_without_a_release_has_no_site(app: Flask, tmp_path: Path) -> None:
    make.an_event(slug="new")

    done = run(app, "--event", "new", "--format", "site", tmp_path / "file")

    assert done.output == "Error: new: it has no release yet, so there is nothing to copy.\n"
    assert not (tmp_path / "file").exists()


def test_an_event_without_a_release_is_told_of_the_draft(app: Flask, tmp_path: Path) -> None:
    event = make.an_event(slug="new", state=EventState.DRAFT)
    make.a_session(event, make.a_part(event))

    done = run(app, "--event", "new", "--format", "xml", tmp_path / "file")
    draft = run(app, "--event", "new", "--format", "xml", "--draft", tmp_path / "file")

    assert done.exit_code == 1
    assert "new has no release yet; --draft writes what is being edited." in done.output
    assert draft.output == f"1 session written to {tmp_path / 'file'}.\n"


def test_a_draft_of_an_event_that_was_released_is_its_release(app: Flask) -> None:
    event = make.an_event(slug="hidden", state=EventState.DRAFT)
    make.a_session(event, make.a_part(event), code="S1")
    make.publish(event)

    assert codes(run(app, "--event", "hidden", "--format", "csv", "-").stdout_bytes) == ["S1"]


def test_a_folder_that_is_missing_is_named(app: Flask, event: Event, tmp_path: Path) -> None:
    file = tmp_path / "not" / "there.xml"

    done = run(app, "--event", "from-here", "--format", "xml", file)

    assert (done.exit_code, done.output) == (1, f"Error: {file}: No such file or directory.\n")


def test_a_folder_is_no_file(app: Flask, event: Event, tmp_path: Path) -> None:
    done = run(app, "--event", "from-here", "--format", "xml", tmp_path)

    assert done.exit_code == 2
    assert f"File '{tmp_path}' is a directory." in done.output


def test_a_file_that_can_t_be_written_whole_leaves_the_old_one(
    app: Flask, event: Event, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "programme.xml"
    file.write_text("the old one")
    monkeypatch.setattr(Path, "write_bytes", _full)

    done = run(app, "--event", "from-here", "--format", "xml", file)

    assert (done.exit_code, done.output) == (
        1,
        f"Error: {file}: No space left on device.\n",
    )
    assert file.read_text() == "the old one"
    assert [one.name for one in tmp_path.glob("*programme*")] == ["programme.xml"]


def _full(path: Path, data: bytes) -> int:
    raise OSError(28, "No space left on device", str(path))


def test_a_file_keeps_its_mode_and_a_link_its_target(
    app: Flask, event: Event, tmp_path: Path
) -> None:
    file, link = tmp_path / "programme.xml", tmp_path / "link.xml"
    file.write_text("the old one")
    file.chmod(0o640)
    link.symlink_to(file)

    run(app, "--event", "from-here", "--format", "xml", link)

    assert link.is_symlink()
    assert file.read_bytes().startswith(b"<?xml")
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_device_is_written_to_and_stays_one(app: Flask, event: Event) -> None:
    done = run(app, "--event", "from-here", "--format", "xml", "/dev/null")

    assert done.exit_code == 0
    assert Path("/dev/null").is_char_device()
