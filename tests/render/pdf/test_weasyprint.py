"""Fails when WeasyPrint changes under what is mended around it, and says which file to revise."""

from __future__ import annotations

import pydyf
import pytest
import weasyprint
from weasyprint.draw import text as weasyprint_text
from weasyprint.pdf import tags as weasyprint_tags

from forumapp.render.pdf import actualtext, tagging
from tests.render.pdf import sample

COMPLEX = [language for language in sample.TEXTS if language != "vi"]


def drawn(html: str) -> bytes:
    """The file as WeasyPrint writes it, uncompressed."""
    actualtext.install()
    tagging.install()
    page = (
        f"<html lang=en><style>@page {{ @top-left {{ content: 'running' }} }}</style>{html}</html>"
    )
    html_document = weasyprint.HTML(string=page)
    written: bytes = html_document.write_pdf(pdf_variant="pdf/ua-1", uncompressed_pdf=True)
    return written


def hexadecimal(text: str) -> bytes:
    return text.encode("utf-16-be").hex().encode()


@pytest.mark.parametrize("language", COMPLEX)
def test_a_line_of_shaped_script_carries_its_characters(language: str) -> None:
    name = sample.NAMES[language]
    file = drawn(f"<p>{name[:3]}\u200b{name[3:]}")
    assert b"/Span\n<</ActualText <feff" + hexadecimal(name) in file


def test_plain_lines_carry_nothing_more() -> None:
    assert b"ActualText" not in drawn("<p>Plain, “quoted” — Nguyễn Thị Phương</p>")


def test_text_cut_off_by_an_ellipsis_is_marked_as_it_is_drawn() -> None:
    style = "white-space: nowrap; overflow: hidden; text-overflow: ellipsis; width: 20px"
    assert b"ActualText" in drawn(f'<div style="{style}">{sample.NAMES["zh"] * 5}</div>')


def test_running_headers_are_artifacts() -> None:
    file = drawn("<p>text</p>")
    assert file.count(b"/Pagination") == 1
    assert file.count(b"/MCID") == 1


def test_header_cells_have_a_scope_and_passages_their_language() -> None:
    file = drawn("<table><tr><th>a<th scope=row>b</table><p lang=km>c")
    assert file.count(b"/Scope /Column") == 1
    assert file.count(b"/Scope /Row") == 1
    assert file.count(b"/Lang (km)") == 1


def test_figures_are_where_they_are_drawn() -> None:
    """WeasyPrint gives pixels from the top of the page; a PDF counts points from its bottom."""
    image = (
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='96' height='48'/%3E"
    )
    page = "<style>@page { size: 500px 400px; margin: 0 } body { margin: 0 }</style>"
    file = drawn(f'{page}<img src="{image}" alt="A" style="display: block; margin: 40px">')
    assert b"/BBox [30 234 102 270]" in file


def test_page_references_are_those_of_the_pages() -> None:
    tagging.install()
    pdf = pydyf.PDF()
    for count in (1, 2, 3):
        pdf.add_page(pydyf.Dictionary({}))
        assert len(pdf.page_references) == count
    assert pdf.page_references[0] == f"{pdf.pages['Kids'][0]} 0 R".encode()
    assert pdf.page_references is pdf.page_references


def test_another_way_of_drawing_lines_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weasyprint_text, "draw_first_line", lambda stream, line: None)
    with pytest.raises(RuntimeError, match=r"actualtext\.py"):
        actualtext.install()


def test_another_way_of_building_tags_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weasyprint_tags, "_build_box_tree", lambda box: None)
    with pytest.raises(RuntimeError, match=r"tagging\.py"):
        tagging.install()
