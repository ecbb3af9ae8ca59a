"""A chapter is held to its limits; what breaks is reported, tried again and cleared away."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from forumapp.render.pdf.document import Chapter, Limits, PdfFailed, Reason
from forumapp.render.pdf.engine import write
from tests.render.pdf.reading import text_of
from tests.render.pdf.test_build import a_chapter, a_document

# Some thousands of cells to fit: more than a second's work, and much memory.
ROW = "<tr>" + "<td>some words here</td>" * 12 + "</tr>"
LARGE = "<table>" + ROW * 600 + "</table>"


def children() -> set[int]:
    """The processes this one has started."""
    here = Path("/proc/self/task")
    return {int(pid) for task in here.iterdir() for pid in (task / "children").read_text().split()}


def failure_of(chapter: Chapter, limits: Limits) -> PdfFailed:
    with pytest.raises(PdfFailed) as failure:
        write(a_document(chapter), limits=limits)
    assert failure.value.chapter == chapter.key
    return failure.value


@pytest.fixture(autouse=True)
def nothing_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = children()
    yield
    assert children() <= before
    assert list(tmp_path.glob("forumapp-pdf-*")) == []


def test_a_chapter_that_takes_too_long_is_given_up() -> None:
    started = time.monotonic()
    failure = failure_of(Chapter("slow", "Slow", LARGE), Limits(seconds=0.5, tries=1))
    assert failure.reason is Reason.TIME
    assert "0.5 s" in str(failure)
    assert time.monotonic() - started < 10


def test_a_chapter_that_takes_too_much_memory_is_given_up() -> None:
    failure = failure_of(Chapter("large", "Large", LARGE), Limits(megabytes=120, tries=1))
    assert failure.reason is Reason.MEMORY
    assert "120 MB" in str(failure)


def test_a_chapter_that_can_never_be_set_says_why() -> None:
    deep = Chapter("deep", "Deep", "<div>" * 3000 + "x")
    failure = failure_of(deep, Limits(tries=1))
    assert failure.reason is Reason.MARKUP
    assert "RecursionError" in str(failure)


def test_a_process_that_is_killed_is_replaced_and_its_chapter_tried_again() -> None:
    before = children()
    killed: list[int] = []

    def kill_one(_done: int, _of: int) -> None:
        mine = children() - before
        if not killed and mine:
            killed.append(min(mine))
            os.kill(killed[0], signal.SIGKILL)

    chapters = [a_chapter(f"c{n}", pages=2) for n in range(3)]
    pdf = write(a_document(*chapters), limits=Limits(workers=1), on_progress=kill_one)
    assert killed
    assert all(f"c{n}" in text_of(pdf) for n in range(3))


def run_child(setup: Path, **environment: str) -> dict[str, str]:
    command = [sys.executable, "-m", "forumapp.render.pdf.child", str(setup)]
    process = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, input=b"", check=False
    )
    answer: dict[str, str] = json.loads(process.stdout)
    return answer


def test_a_machine_without_pango_is_told_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "weasyprint").mkdir()
    (tmp_path / "weasyprint" / "__init__.py").write_text("raise OSError('no libpango-1.0-0')")
    setup = tmp_path / "setup.json"
    setup.write_text(json.dumps({"megabytes": 1024, "seconds": 5}))
    root = str(Path(__file__).parents[3])
    answer = run_child(setup, PYTHONPATH=os.pathsep.join([str(tmp_path), root]))
    assert answer["error"] == "missing"
    assert "apt install libpango-1.0-0 libpangoft2-1.0-0" in answer["detail"]


@pytest.fixture
def without_chinese_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{tmp_path}</dir><cachedir>{tmp_path}</cachedir></fontconfig>"
    )
    monkeypatch.setenv("FONTCONFIG_FILE", str(config))


@pytest.mark.usefixtures("without_chinese_fonts")
def test_a_machine_without_chinese_fonts_is_told_what_to_install() -> None:
    failure = failure_of(Chapter("zh", "论坛", "<p>论坛</p>"), Limits())
    assert failure.reason is Reason.MISSING
    assert "apt install fonts-noto-cjk" in str(failure)


@pytest.mark.usefixtures("without_chinese_fonts")
def test_other_scripts_need_no_font_of_the_machine() -> None:
    pdf = write(a_document(Chapter("km", "A", "<p>ក្រុង ภาษา ພາສາ မြန်မာ Tiếng Việt</p>")))
    assert text_of(pdf) == "ក្រុងภาษาພາສາမြန်မာTiếngViệt1"


def test_the_processes_know_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in the environment of the product stays there."""
    monkeypatch.setenv("FORUMAPP_SECRET_KEY", "planted-secret")
    seen: list[bytes] = []

    def look(_done: int, _of: int) -> None:
        seen.extend(Path(f"/proc/{pid}/environ").read_bytes() for pid in children())

    write(a_document(a_chapter("a"), a_chapter("b")), on_progress=look)
    assert any(b"PYTHONHASHSEED" in environment for environment in seen)
    assert not any(b"planted-secret" in environment for environment in seen)
