"""Page numbers of a volume: front matter in roman numerals, the rest in arabic ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from forumapp.render.pdf.document import Numbering

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip

# Every character that a printed page number can hold.
CHARACTERS = "0123456789ivxlcdm /"


def roman(number: int) -> str:
    """The lower-case roman numeral of a number above zero."""
    numeral = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        numeral += letters * count
    return numeral


def first_numbers(chapters: Iterable[tuple[Numbering, int]]) -> tuple[int, ...]:
    """The number of each chapter's first page, from each one's numbering and count of pages."""
    following = dict.fromkeys(Numbering, 1)
    starts = []
    for numbering, pages in chapters:
        starts.append(following[numbering])
        following[numbering] += pages
    return tuple(starts)


def printed(numbering: Numbering, number: int) -> str:
    """The number as it stands on the page; empty for a page without one."""
    if numbering is Numbering.NONE:
        return ""
    return roman(number) if numbering is Numbering.ROMAN else str(number)


def of_totals(
    labels: Sequence[Sequence[str]], numberings: Sequence[Numbering]
) -> tuple[tuple[str, ...], ...]:
    """The printed numbers with how many pages have one of the same style: 3 / 14."""
    totals: dict[Numbering, int] = dict.fromkeys(Numbering, 0)
    for numbers, numbering in zip(labels, numberings, strict=True):
        totals[numbering] += len(numbers)
    return tuple(
        tuple(
            number and f"{number} / {printed(numbering, totals[numbering])}" for number in numbers
        )
        for numbers, numbering in zip(labels, numberings, strict=True)
    )


def page_labels(chapters: Sequence[tuple[Numbering, int]]) -> tuple[tuple[str, ...], ...]:
    """The printed numbers of each chapter's pages."""
    return tuple(
        tuple(printed(numbering, start + page) for page in range(pages))
        for (numbering, pages), start in zip(chapters, first_numbers(chapters), strict=True)
    )
