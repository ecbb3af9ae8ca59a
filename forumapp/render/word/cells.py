"""Tables: their grid and head, and what cells of them hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from forumapp.domain.people import PersonFacts
from forumapp.domain.registration import written_in
from forumapp.render.volumes.language import name_pieces
from forumapp.render.word.text import write
from forumapp.render.wording import line

SHADE, HEAD = "F2F2F2", "E4E4E4"


def grid(
    document: Any, columns: Sequence[tuple[str, float]], *, width: int, name: str
) -> tuple[Any, list[Emu]]:
    """A table with its head, which comes again on each page, and the width of each column in EMU.

    `columns` are headings with their shares of the width.
    """
    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _caption(table, name)
    shares = sum(share for _heading, share in columns)
    widths = [Emu(int(width * share / shares)) for _heading, share in columns]
    mark(table.rows[0], "w:tblHeader")
    mark(table.rows[0], "w:cantSplit")
    for place, (heading, _share) in enumerate(columns):
        table.columns[place].width = table.rows[0].cells[place].width = widths[place]
        one(table.rows[0].cells[place], heading, bold=True)
        shade(table.rows[0].cells[place], HEAD)
    return table, widths


def one(cell: _Cell, text: str, *, bold: bool = False) -> None:
    """Write a text into the cell's first paragraph."""
    write(cell.paragraphs[0], text, bold=bold)


def write_name(paragraph: Paragraph, person: PersonFacts, *, alone: bool) -> None:
    """Honorific and name, the family name marked, its own script behind; a Chinese one `alone`."""
    native = line(person.native_name)
    if alone and native and written_in(native) == "zh":
        write(paragraph, native, bold=True)
        return
    before, family, after = name_pieces(person)
    write(paragraph, f"{line(person.honorific)} {before}".lstrip())
    write(paragraph, family, bold=True)
    write(paragraph, after)
    if native and native != line(person.printed_name):
        write(paragraph, f" ({native})")


def mark(row: _Row, name: str) -> None:
    """Give a row one of Word's properties that python-docx doesn't know."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001  unknown to python-docx


def shade(cell: _Cell, colour: str) -> None:
    """Fill a cell with a colour, `RRGGBB`."""
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)  # noqa: SLF001  unknown to python-docx


def _caption(table: Any, name: str) -> None:
    """What a reader aloud calls the table (ECMA-376 17.4.62)."""
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), name)
    table._tbl.tblPr.append(caption)  # noqa: SLF001  unknown to python-docx
