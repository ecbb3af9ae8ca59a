"""How a volume is built: again, in part, with late chapters, and with what it refuses."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from forumapp.render.pdf.document import (
    Chapter,
    Labels,
    Limits,
    PdfDocument,
    PdfFailed,
    Reason,
)
from forumapp.render.pdf.engine import write
from tests.render.pdf import sample
from tests.render.pdf.reading import opened, spaced_text_of


def a_document(*chapters: Chapter) -> PdfDocument:
    return PdfDocument("Programme", "en", sample.CREATED, chapters)


def a_chapter(key: str, text: str = "", *, pages: int = 1) -> Chapter:
    html = "".join(f'<p class="new-page" id="p{n}">{key} {text}</p>' for n in range(pages))
    return Chapter(key, key.title(), html)


def test_one_chapter_is_a_document_too_and_progress_is_told() -> None:
    steps: list[tuple[int, int]] = []
    pdf = write(a_document(a_chapter("only")), on_progress=lambda *step: steps.append(step))
    assert spaced_text_of(pdf).split() == ["only", "1"]
    assert steps == [(1, 2), (2, 2)]


def test_same_input_gives_same_bytes() -> None:
    document = sample.volume(("km",))
    assert write(document) == write(document, limits=Limits(workers=1))


def test_only_changed_chapters_are_set_again(tmp_path: Path) -> None:
    chapters = [a_chapter(key) for key in ("one", "two", "three")]
    write(a_document(*chapters), cache=tmp_path)
    kept = {path: path.read_bytes() for path in tmp_path.glob("*.pdf")}
    longer = [a_chapter("one", "now longer", pages=3), *chapters[1:]]
    pdf = write(a_document(*longer), cache=tmp_path)
    assert len(opened(pdf).pages) == 5
    assert len(kept) == 3
    assert {path: path.read_bytes() for path in tmp_path.glob("*.pdf") if path in kept} == kept
    assert len(list(tmp_path.glob("*.pdf"))) == 4


def test_chapters_set_in_fonts_that_were_replaced_are_set_again(tmp_path: Path) -> None:
    document = a_document(a_chapter("one"))
    pdf = write(document, cache=tmp_path)
    (facts,) = tmp_path.glob("*.json")
    known = json.loads(facts.read_text())
    known["fonts"][0]["length"] += 1
    facts.write_text(json.dumps(known))
    assert write(document, cache=tmp_path) == pdf
    assert json.loads(facts.read_text()) != known


def test_contents_may_be_longer_than_a_page_and_stand_among_numbered_pages() -> None:
    def contents(labels: Labels) -> str:
        lines = "".join(
            f'<li><a href="chapter:last#p{n}">{n}</a> <span class="page">{labels[f"last#p{n}"]}'
            "</span></li>"
            for n in range(60)
        )
        return f'<ul class="contents">{lines}</ul>'

    pdf = write(a_document(Chapter("contents", "Contents", contents), a_chapter("last", pages=60)))
    ends = spaced_text_of(pdf, "-f", "2", "-l", "2", "-layout").split()
    assert len(opened(pdf).pages) == 62
    assert ends[-3:] == ["59", "62", "2"]


def test_contents_of_unsteady_length_are_refused() -> None:
    """Each time they are set they grow, as no list of pages does."""
    times = iter(range(1, 99))

    def contents(_labels: Labels) -> str:
        return '<p class="new-page">x</p>' * next(times)

    with pytest.raises(PdfFailed) as failure:
        write(a_document(Chapter("contents", "Contents", contents), a_chapter("last")))
    assert (failure.value.reason, failure.value.chapter) == (Reason.PAGES, "contents")


def test_contents_that_name_no_chapter_are_refused() -> None:
    document = a_document(Chapter("contents", "Contents", lambda labels: labels["nowhere"]))
    with pytest.raises(PdfFailed, match="nowhere"):
        write(document)


def test_link_to_no_chapter_is_refused() -> None:
    with pytest.raises(PdfFailed, match="nowhere") as failure:
        write(a_document(Chapter("a", "A", '<a href="chapter:nowhere">x</a>')))
    assert failure.value.reason is Reason.LINK


def test_whoever_watches_may_stop_the_build() -> None:
    class Stopped(Exception):
        pass

    def stop(_done: int, _of: int) -> None:
        raise Stopped

    chapters = [a_chapter(f"c{n}", pages=3) for n in range(6)]
    with pytest.raises(Stopped):
        write(a_document(*chapters), on_progress=stop)


NASTY = (
    "\u202eevil\ufeff\u200b\u2066",
    "\udcff\ufffe\uffff\x00\x0b",
    "👩🏽\u200d🌾" * 25,
    "\u2028</title>\u2029\x85",
    '"; } @page { size: 1px } /*\\',
    "<script>alert(1)</script>&amp;",
    "\U00016a40\U0001f9ff",
    "ក\u17d2" * 40,
    "W" * 400,
)


def test_whatever_people_write_can_be_printed() -> None:
    from html import escape

    text = "".join(f"<h2>{escape(each)}</h2><p>{escape(each)}</p>" for each in NASTY)
    chapters = [Chapter(f"c{n}", title, text) for n, title in enumerate(NASTY[:5])]
    document = replace(a_document(*chapters), title=NASTY[4], author=NASTY[1], subject=NASTY[2])
    pdf = opened(write(document))
    assert len(pdf.pages) >= 5
    assert {round(float(page.mediabox[2])) for page in pdf.pages} == {595}


@pytest.mark.parametrize(
    "change",
    [
        {"chapters": ()},
        {"chapters": (a_chapter("a"), a_chapter("a"))},
        {"accent": "red; } body { display: none"},
        {"created": datetime(2026, 1, 1)},  # noqa: DTZ001 - that it has no zone is the point
    ],
)
def test_documents_that_make_no_sense_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        replace(a_document(a_chapter("a")), **change)  # type: ignore[arg-type]  # a test gives what it names
