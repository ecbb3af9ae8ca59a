"""The sheet: its styles, its margins, what stands on every page, what the file says of itself."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from forumapp.i18n.catalogue import gettext, html_language
from forumapp.i18n.catalogue import message as _
from forumapp.render.word.text import HAN, LATIN, TAGS, write

SHORT, LONG = Mm(210), Mm(297)
MARGIN = Mm(18)
EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)  # that an archive can say
QUIET = RGBColor(0x55, 0x55, 0x55)
_SIZES = {
    "Normal": 10,
    "Title": 18,
    "Subtitle": 12,
    "Heading 1": 13,
    "Header": 9,
    "Footer": 9,
}


def sheet(*, locale: str, wide: bool) -> Any:
    """An empty A4 document, upright or wide, in a language."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = (LONG, SHORT) if wide else (SHORT, LONG)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = MARGIN
    _set_styles(document)
    _set_language(document, TAGS.get(locale, locale))
    return document


def width(document: Any) -> int:
    """What stands between the margins, in EMU."""
    section = document.sections[0]
    return int(section.page_width - section.left_margin - section.right_margin)


def _set_styles(document: Any) -> None:
    for name, size in _SIZES.items():
        style = document.styles[name]
        style.font.name, style.font.size = LATIN, Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in [name for name in fonts.attrib if name.endswith("Theme")]:
            del fonts.attrib[theme]
        fonts.set(qn("w:eastAsia"), HAN)
        fonts.set(qn("w:cs"), LATIN)
    for name in ("Title", "Subtitle"):
        document.styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _without_border(document.styles[name])
        document.styles[name].font.italic = name == "Subtitle"
    document.styles["Title"].font.bold = True
    document.styles["Footer"].paragraph_format.tab_stops.clear_all()
    document.styles["Normal"].paragraph_format.space_after = Pt(2)
    quiet = document.styles.add_style("Quiet", WD_STYLE_TYPE.CHARACTER)
    quiet.font.size, quiet.font.color.rgb = Pt(8.5), QUIET


def _without_border(style: Any) -> None:
    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)


def _set_language(document: Any, tag: str) -> None:
    """The language of what names no other (ECMA-376 17.3.2.20)."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), tag)
        language.set(qn("w:eastAsia"), "zh-CN")


def number_pages(document: Any, *, title: str, locale: str) -> None:
    """A foot of title and page number on every page."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    words = gettext(_("Page %(number)s of %(total)s"), locale)
    for footer in (section.footer, section.first_page_footer):
        paragraph = footer.paragraphs[0]
        right = Emu(width(document))
        paragraph.paragraph_format.tab_stops.add_tab_stop(right, WD_TAB_ALIGNMENT.RIGHT)
        write(paragraph, f"{title}\t")
        _count(paragraph, words)


def _count(paragraph: Paragraph, words: str) -> None:
    """`Page 1 of 3`, with fields that Word works out."""
    before, _sign, rest = words.partition("%(number)s")
    between, _sign, after = rest.partition("%(total)s")
    write(paragraph, before)
    _field(paragraph, "PAGE")
    write(paragraph, between)
    _field(paragraph, "NUMPAGES")
    write(paragraph, after)


def _field(paragraph: Paragraph, code: str) -> None:
    """A field that is worked out as the page is shown (ECMA-376 17.16.5)."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001  python-docx knows no fields


def describe(
    document: Any, *, title: str, subject: str, author: str, locale: str, issued_at: datetime
) -> None:
    """What the file's properties say."""
    properties = document.core_properties
    properties.title, properties.subject = title[:255], subject[:255]
    properties.author = properties.last_modified_by = author[:255]
    properties.language, properties.comments = html_language(locale), ""
    properties.created = properties.modified = issued_at.astimezone(UTC).replace(tzinfo=None)
    properties.revision = 1


def packed(document: Any, *, issued_at: datetime) -> bytes:
    """The file; the same document gives the same bytes."""
    written, packed_ = io.BytesIO(), io.BytesIO()
    document.save(written)
    moment = max(issued_at.astimezone(UTC), EARLIEST)  # what isn't issued yet is older
    with ZipFile(written) as old, ZipFile(packed_, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name, moment.timetuple()[:6]), old.read(name), ZIP_DEFLATED)
    return packed_.getvalue()
