"""The spreadsheet of a programme: its columns, and what a cell of each means, both ways.

What writes sheets and what reads them share this, so that a sheet comes back as it went.

    headings(("en", "zh"))   # Code, Title, Title (zh), Kind, Day, Start, End, …
    cells(row, ("en", "zh")) # the cells of one session in that order, all of them texts

An End on the next day reads `00:30 +1`. Speakers stand one a line in their cell:

    Keynote | H.E. Mr. LIU Huanxin | Administrator | NRRA | CN | 15 | Room | Confirmed

that is part, honorific and name, title, organisation, country, minutes, mode and status. A part of
a line that is left empty is not said. A bar inside a text is written as `\\|`.
"""

from forumapp.domain.sheets.columns import (
    Column,
    Heading,
    headings,
    language_codes,
    language_of,
    layout,
    recognised,
)
from forumapp.domain.sheets.formulas import held_back, let_go, starts_formula
from forumapp.domain.sheets.rows import Say, SheetRow, cells
from forumapp.domain.sheets.speakers import ReadLine, SpeakerLine, read_speakers, speakers_cell
from forumapp.domain.sheets.times import Span, clock_cell, end_cell, later, read_clock, read_span
from forumapp.domain.sheets.words import code_of, read_bool, word

__all__ = [
    "Column",
    "Heading",
    "ReadLine",
    "Say",
    "SheetRow",
    "Span",
    "SpeakerLine",
    "cells",
    "clock_cell",
    "code_of",
    "end_cell",
    "headings",
    "held_back",
    "language_codes",
    "language_of",
    "later",
    "layout",
    "let_go",
    "read_bool",
    "read_clock",
    "read_span",
    "read_speakers",
    "recognised",
    "speakers_cell",
    "starts_formula",
    "word",
]
