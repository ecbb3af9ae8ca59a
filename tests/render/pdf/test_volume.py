"""What a reader finds in a finished volume."""

from __future__ import annotations

import re

import pytest
from pikepdf import Name, OutlineItem, Pdf

from tests.render.pdf import sample
from tests.render.pdf.reading import elements, opened, spaced_text_of, text_of


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("language", sample.TEXTS)
@pytest.mark.parametrize("options", [(), ("-layout",), ("-raw",)])
def test_copied_text_is_the_text_that_was_written(
    volume: bytes, language: str, options: tuple[str, ...]
) -> None:
    copied = text_of(volume, *options)
    # In a paragraph, in bold and in a quotation; columns come out line by line.
    assert copied.count(squeezed(sample.TEXTS[language])) >= 3
    assert squeezed(sample.NAMES[language]) in copied
    assert copied.count(squeezed(sample.TITLES[language])) >= 3


def test_copied_text_has_no_invisible_characters(volume: bytes) -> None:
    assert not set("\u200b\u00ad\ufffd") & set(spaced_text_of(volume))


def test_text_wraps_inside_narrow_columns(volume: bytes) -> None:
    """A word too wide for its place would reach into the margin, 22 mm from the edge."""
    boxes = re.findall(r'<word xMin="[\d.]+" yMin="[\d.]+" xMax="([\d.]+)"', _boxes(volume))
    assert len(boxes) > 500
    assert max(map(float, boxes)) <= 595.3 - 62.3 + 1


def _boxes(volume: bytes) -> str:
    return spaced_text_of(volume, "-bbox")


def test_pages_are_numbered_and_labelled(volume: bytes) -> None:
    pdf = opened(volume)
    labels = [str(page.label) for page in pdf.pages]
    assert labels[:4] == ["Cover", "i", "1", "2"]
    printed = [
        spaced_text_of(volume, "-f", str(n), "-l", str(n)).split()[-1]
        for n in range(2, len(labels) + 1)
    ]
    assert printed == labels[1:]


def test_cover_has_no_number(volume: bytes) -> None:
    assert spaced_text_of(volume, "-l", "1").split() == [
        "Proceedings",
        "Nanning,",
        *["28", "June", "2022"],
    ]


def test_contents_give_the_pages_that_are_printed(volume: bytes) -> None:
    contents = spaced_text_of(volume, "-f", "2", "-l", "2", "-layout")
    listed = dict(re.findall(r"^ *(\S.*?) {3,}(\d+)$", contents, re.MULTILINE))
    pdf = opened(volume)
    starts = {str(i.title): _page_of(pdf, i) for i in _outline(pdf)}
    for title in sample.TITLES.values():
        assert listed[title] == starts[title]


def _outline(pdf: Pdf) -> list[OutlineItem]:
    with pdf.open_outline() as outline:
        return list(outline.root)


def _page_of(pdf: Pdf, item: OutlineItem) -> str:
    numbers = {page.obj.objgen: page.label for page in pdf.pages}
    return str(numbers[item.destination[0].objgen])  # type: ignore[index]  # its types don't tell


def test_outline_has_each_chapter_once_with_its_headings(volume: bytes) -> None:
    outline = _outline(opened(volume))
    assert [str(item.title) for item in outline] == ["Contents", *sample.TITLES.values()]
    thai = [str(item.title) for item in outline[1].children]
    assert thai == [f"{sample.TITLES['th']} — {sample.TITLES['th']}", "Names"]


def test_contents_link_to_chapters_and_places(volume: bytes) -> None:
    pdf = opened(volume)
    links = pdf.pages[1].obj.Annots
    names = pdf.Root.Names.Dests.Names
    places = {str(names[i]): names[i + 1] for i in range(0, len(names), 2)}
    assert [str(link.Dest) for link in links[:4]] == ["th#", "th#th-names", "lo#", "lo#lo-names"]
    for link in links:
        assert places[str(link.Dest)][0].Type == Name.Page
    assert str(links[0].Contents) == sample.TITLES["th"]


def test_file_says_what_it_is(volume: bytes) -> None:
    pdf = opened(volume)
    assert pdf.docinfo["/Title"] == "Proceedings of an illustrative forum"
    assert pdf.docinfo["/Author"] == "Secretariat"
    assert pdf.docinfo["/CreationDate"] == "D:20261121090000+00'00"
    assert pdf.Root.Lang == "en"
    assert str(pdf.Root.ViewerPreferences.DisplayDocTitle) == "True"
    assert str(pdf.Root.MarkInfo.Marked) == "True"
    assert pdf.open_metadata()["pdfuaid:part"] == "1"
    assert pdf.pdf_version == "1.7"


def test_structure_is_one_tree_with_a_part_a_chapter(volume: bytes) -> None:
    pdf = opened(volume)
    document = pdf.Root.StructTreeRoot.K[0]
    assert Name.Document == document.S
    assert [str(part.T) for part in document.K] == ["Cover", "Contents", *sample.TITLES.values()]
    assert all(Name.Part == part.S for part in document.K)
    assert len(elements(pdf, "Table")) == len(sample.TEXTS)


def test_every_page_leads_back_to_its_structure(volume: bytes) -> None:
    pdf = opened(volume)
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    parents = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
    for page in pdf.pages:
        for element in parents[int(page.obj.StructParents)]:
            assert element.Pg.objgen == page.obj.objgen
        for annotation in page.obj.get(Name.Annots, []):
            assert Name.Link == parents[int(annotation.StructParent)].S


def test_header_cells_have_a_scope_and_cells_their_headers(volume: bytes) -> None:
    pdf = opened(volume)
    cells = elements(pdf, "TH")
    assert {str(cell.A.Scope) for cell in cells[:4]} == {"/Column"}
    assert [str(cell.A.Scope) for cell in cells[4:6]] == ["/Row", "/Row"]
    tree = pdf.Root.StructTreeRoot.IDTree.Names
    named = {bytes(tree[i]): tree[i + 1] for i in range(0, len(tree), 2)}
    assert len(named) == len(cells)
    for cell in elements(pdf, "TD"):
        assert all(named[bytes(header)].S == Name.TH for header in cell.A.Headers)


def test_passages_in_another_language_say_so(volume: bytes) -> None:
    pdf = opened(volume)
    languages = {str(e.Lang) for e in elements(pdf, "P") if Name.Lang in e}
    assert languages == set(sample.TEXTS)


def test_running_headers_and_numbers_are_no_part_of_the_text(volume: bytes) -> None:
    pdf = opened(volume)
    drawn = b"".join(stream.read_bytes() for stream in pdf.pages[3].obj.Contents)
    assert drawn.count(b"/Pagination") == 3
    assert b"/Footer" in drawn


def test_fonts_are_embedded_once_and_map_every_glyph(volume: bytes) -> None:
    pdf = opened(volume)
    fonts = pdf.pages[0].obj.Resources.Font
    assert all(page.obj.Resources.Font.objgen == fonts.objgen for page in pdf.pages)
    families = {str(font.BaseFont).split("+")[1] for font in fonts.values()}
    assert {"Forum-Sans", "Forum-Serif-Khmer", "Noto-Sans-CJK-SC"} <= families
    for font in fonts.values():
        described = font.DescendantFonts[0].FontDescriptor
        assert Name.FontFile2 in described or Name.FontFile3 in described
        mapped = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]*)>", font.ToUnicode.read_bytes())
        assert all(text for _glyph, text in mapped)


def test_file_is_sound(volume: bytes) -> None:
    assert opened(volume).check_pdf_syntax() == []
