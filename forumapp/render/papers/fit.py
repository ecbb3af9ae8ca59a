"""How large a text may be set in a box: worked out from its letters, since a box doesn't grow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from unicodedata import category, east_asian_width

MM = 0.3528  # a point in millimetres
NEVER = 1_000
# Of a bold letter, in its own size, where it is far from the average of its kind.
_WIDTHS = {
    **dict.fromkeys("MW", 0.96),
    **dict.fromkeys("OQGDNHU", 0.81),
    **dict.fromkeys("IJijltf.,' ", 0.38),
    **dict.fromkeys("mw", 0.94),
}


def size(text: str, sizes: Sequence[int], *, width: float, most: int) -> int:
    """The first of the sizes, in points, at which a text fits so many lines of `width` millimetres.

    The last one where none does.
    """
    fitting = (points for points in sizes if lines(text, points, width=width) <= most)
    return next(fitting, sizes[-1])


def lines(text: str, points: int, *, width: float) -> int:
    """How many lines of `width` millimetres a bold text takes; 0 for none.

    A word that has no room on a line, and that may not be cut, has none on any number of them.
    """
    if not text:
        return 0
    full, used, space = width / (points * MM), 0.0, _WIDTHS[" "]
    count, words = 1, text.replace("-", "- ").split(" ")
    for word in words:
        wide, cut = ems(word), _breaks(word, alone=len(words) == 1)
        if wide > full and not cut:
            return NEVER
        if used and used + space + wide > full and not cut:
            count, used = count + 1, 0.0
        used += wide + (space if used else 0)
        if used > full:  # a word that is cut
            count, used = count + math.ceil(used / full) - 1, used % full
    return count


def ems(text: str) -> float:
    """About how wide a bold text is, in its own size."""
    return sum(_em(character) for character in text)


def _em(character: str) -> float:
    if east_asian_width(character) in "WF":
        return 1
    kind = category(character)
    if kind in ("Mn", "Me", "Cf"):
        return 0
    if character in _WIDTHS:
        return _WIDTHS[character]
    if kind == "Lo":  # the scripts of the south, whose letters are wide
        return 0.8
    return {"Lu": 0.72, "Mc": 0.5}.get(kind, 0.61)


def _breaks(word: str, *, alone: bool) -> bool:
    """Whether a word may be cut: a Chinese one anywhere, one of the south where it stands alone."""
    return any(
        category(character) == "Lo" and (alone or east_asian_width(character) in "WF")
        for character in word
    )
