"""Page numbers run on through the volume, each style by itself."""

from __future__ import annotations

import pytest

from forumapp.render.pdf.document import Numbering
from forumapp.render.pdf.numbering import (
    CHARACTERS,
    first_numbers,
    of_totals,
    page_labels,
    roman,
)

NONE, ROMAN, ARABIC = Numbering.NONE, Numbering.ROMAN, Numbering.ARABIC


@pytest.mark.parametrize(
    ("number", "numeral"),
    [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (40, "xl"), (99, "xcix"), (1944, "mcmxliv")],
)
def test_roman_numerals(number: int, numeral: str) -> None:
    assert roman(number) == numeral
    assert set(numeral) <= set(CHARACTERS)


def test_each_style_counts_on_from_where_it_stopped() -> None:
    chapters = [(NONE, 1), (ROMAN, 2), (ARABIC, 3), (NONE, 1), (ROMAN, 1), (ARABIC, 2)]
    assert page_labels(chapters) == (
        ("",),
        ("i", "ii"),
        ("1", "2", "3"),
        ("",),
        ("iii",),
        ("4", "5"),
    )
    assert first_numbers(chapters) == (1, 1, 1, 2, 3, 4)


def test_a_page_can_say_how_many_there_are() -> None:
    counts = [(NONE, 1), (ROMAN, 2), (ARABIC, 2), (ARABIC, 1)]
    printed = of_totals(page_labels(counts), [numbering for numbering, _pages in counts])
    assert printed == (("",), ("i / ii", "ii / ii"), ("1 / 3", "2 / 3"), ("3 / 3",))
    assert set("".join("".join(numbers) for numbers in printed)) <= set(CHARACTERS)
