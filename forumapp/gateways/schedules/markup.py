"""Texts that come as HTML, as plain ones."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

_TAGS = re.compile(
    r"<(?:p|br|div|span|a|b|i|em|strong|ul|ol|li|h[1-6]|html|body|table|td|blockquote|pre|code|img|hr"
    r"|font|o:p)(?:\s[^<>]*)?/?>|</[a-z][a-z0-9]*>",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "tr", "table", "blockquote", "pre", "hr"}
    | {f"h{level}" for level in range(1, 7)}
)
_APART = frozenset({"p", "ul", "ol", "blockquote", "pre", "table"} | {f"h{n}" for n in range(1, 7)})
_HIDDEN = frozenset({"script", "style", "head", "title"})
_BLANK_LINES = re.compile(r"\n{3,}")


def is_markup(text: str) -> bool:
    """Whether a text has tags of HTML."""
    return bool(_TAGS.search(text))


def plain(text: str) -> str:
    """The text of HTML: paragraphs as such, list items behind a hyphen, addresses of links kept."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden = 0
        self._link = ""
        self._said = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _HIDDEN
        if tag in _BLOCKS:
            self.pieces.append("\n\n" if tag in _APART else "\n")
        if tag == "li":
            self.pieces.append("- ")
        if tag == "a":
            self._link, self._said = dict(attrs).get("href") or "", ""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in _HIDDEN:
            self._hidden -= 1

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _HIDDEN))
        if tag in _BLOCKS:
            self.pieces.append("\n\n" if tag in _APART else "\n")
        if tag == "a":
            self._end_link()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._said += data
            self.pieces.append(data.replace("\n", " "))

    def _end_link(self) -> None:
        """Say where a link leads, unless its words do."""
        address = html.unescape(self._link).strip()
        if address.startswith(("http://", "https://")) and address not in self._said:
            self.pieces.append(f" ({address})")
        self._link = ""
