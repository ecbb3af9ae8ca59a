"""Break opportunities in scripts written without spaces, which Pango alone never wraps.

Pango breaks Thai at best; Khmer, Lao and Burmese would run off the page (UAX 14, class SA).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from icu4py.breakers import LineBreaker

ZERO_WIDTH_SPACE = "\u200b"

_SCRIPTS = {
    "th": "\u0e00-\u0e7f",
    "lo": "\u0e80-\u0eff",
    "my": "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f",
    "km": "\u1780-\u17ff\u19e0-\u19ff",
}
_RUN = re.compile("|".join(f"(?P<{name}>[{letters}]+)" for name, letters in _SCRIPTS.items()))
_UNTOUCHED = frozenset({"head", "script", "style", "{http://www.w3.org/2000/svg}svg"})


def with_breaks(text: str) -> str:
    """The text with U+200B at each place inside Thai, Lao, Khmer and Burmese where it may break."""
    return _RUN.sub(_broken, text)


def _in_name(name: str) -> str:
    """A name is parted between its words; one written without spaces wherever it may break."""
    return name if " " in name.strip() else with_breaks(name)


def _broken(match: re.Match[str]) -> str:
    return ZERO_WIDTH_SPACE.join(LineBreaker(match[0], str(match.lastgroup)))


def add_breaks(root: Element) -> None:
    """Put break opportunities in every text of an HTML tree, in place."""
    for element in _readable(root):
        if element.text:
            put = _in_name if "native" in element.get("class", "").split() else with_breaks
            element.text = put(element.text)
        for child in element:
            if child.tail:
                child.tail = with_breaks(child.tail)


def _readable(element: Element) -> Iterator[Element]:
    if element.tag in _UNTOUCHED or callable(element.tag):  # a comment's tag is a function
        return
    yield element
    for child in element:
        yield from _readable(child)
