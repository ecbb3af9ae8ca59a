"""Text in several languages, field by field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

_ONE_LINE = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]+")
# Marks that reorder what follows them: kept where they balance a run, never left open at its end.
_BIDI_OPEN, _BIDI_CLOSE = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068", "\u202c\u2069"
# Accents of Latin, Greek and Cyrillic letters, and what nobody sees; vowels of other scripts stay.
_UNHEARD = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u00ad\u200b-\u200f\u2060-\u2064\ufeff]"
)
_STROKES = str.maketrans({"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i"})


class Translated(Mapping[str, str]):
    """Language code to text. Empty texts count as missing."""

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str] | None = None, /, **more: str) -> None:
        given = {**(texts or {}), **more}
        self._texts = {language: text for language, text in given.items() if text}

    def __getitem__(self, language: str) -> str:
        return self._texts[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Mapping):
            return self._texts == {key: text for key, text in other.items() if text}
        return NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(sorted(self._texts.items())))

    def __repr__(self) -> str:
        return f"Translated({self._texts!r})"

    def __str__(self) -> str:
        return self.pick("en")

    def pick(self, language: str) -> str:
        """The text in this language, else in English, else in the first there is, else empty."""
        return (
            self._texts.get(language)
            or self._texts.get("en")
            or next(iter(self._texts.values()), "")
        )

    def picked(self, language: str) -> str:
        """The language that `pick` falls back to, for the lang attribute."""
        if language in self._texts:
            return language
        return "en" if "en" in self._texts else next(iter(self._texts), language)

    def plain(self) -> dict[str, str]:
        return dict(self._texts)


def completeness(fields: Iterable[Translated], language: str) -> tuple[int, int]:
    """How many of the fields written in any language are written in this one: (done, all)."""
    written = [field for field in fields if field]
    return sum(language in field for field in written), len(written)


def one_line(text: str) -> str:
    """Normalised (NFC), without control characters, line breaks or unbalanced direction marks.

    What nobody can see is no text.
    """
    line = " ".join(_ONE_LINE.sub(" ", unicodedata.normalize("NFC", text)).split())
    return _balanced(line) if any(_is_visible(character) for character in line) else ""


def many_lines(text: str) -> str:
    """Normalised (NFC) with line feeds only; other control characters are dropped."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", text).strip()


def folded(text: str) -> str:
    """A text as it is searched: without case, accents and strokes, its spaces made one each."""
    if text.isascii():
        return " ".join(text.lower().split())
    small = unicodedata.normalize("NFKD", text).casefold()
    plain = _UNHEARD.sub("", unicodedata.normalize("NFKD", small)).translate(_STROKES)
    return " ".join(plain.split())


def _is_visible(character: str) -> bool:
    return unicodedata.category(character) not in ("Cf", "Zs")


def _balanced(text: str) -> str:
    opened = sum(character in _BIDI_OPEN for character in text)
    closed = sum(character in _BIDI_CLOSE for character in text)
    if opened == closed:
        return text
    return "".join(c for c in text if c not in _BIDI_OPEN and c not in _BIDI_CLOSE)
