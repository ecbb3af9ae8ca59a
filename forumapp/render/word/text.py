"""Paragraphs whose every run names its language and a font that carries its script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

LATIN, HAN = "Times New Roman", "SimSun"


@dataclass(frozen=True, slots=True)
class Script:
    """Letters that one font carries; `language` is the tag that proofing tools know it by."""

    letters: str
    font: str
    language: str


# Those that Word shapes as complex scripts, with fonts that come with it.
_COMPLEX = (
    Script("\u0e00-\u0e7f", "Leelawadee UI", "th-TH"),
    Script("\u0e80-\u0eff", "Leelawadee UI", "lo-LA"),
    Script("\u1780-\u17ff\u19e0-\u19ff", "Leelawadee UI", "km-KH"),
    Script("\u1000-\u109f\uaa60-\uaa7f", "Myanmar Text", "my-MM"),
)
_RUNS = re.compile(
    "|".join(rf"([{one.letters}\u200b]+(?:\s+[{one.letters}]+)*)" for one in _COMPLEX)
)
TAGS = {"en": "en-GB", "zh": "zh-CN", "vi": "vi-VN", "id": "id-ID", "ms": "ms-MY", "pt": "pt-PT"}


def write(
    paragraph: Paragraph,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    quiet: bool = False,
) -> Paragraph:
    """Add a text, cut where its script changes; `quiet` is smaller and grey."""
    for piece, script in _pieces(text):
        run = paragraph.add_run(piece, style="Quiet" if quiet else None)
        run.bold, run.italic = bold or None, italic or None
        if script is not None:
            _shape(run, script, bold=bold)
    return paragraph


def _pieces(text: str) -> Iterator[tuple[str, Script | None]]:
    start = 0
    for found in _RUNS.finditer(text):
        if found.start() > start:
            yield text[start : found.start()], None
        yield found[0], _COMPLEX[(found.lastindex or 1) - 1]
        start = found.end()
    if start < len(text):
        yield text[start:], None


def _shape(run: Run, script: Script, *, bold: bool) -> None:
    """Have a run set as a complex script (ECMA-376 17.3.2.7, 17.3.2.26)."""
    properties = run._element.get_or_add_rPr()  # noqa: SLF001  python-docx knows no complex scripts
    fonts = properties.get_or_add_rFonts()
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), script.font)
    if bold:
        properties.append(OxmlElement("w:bCs"))
    properties.append(OxmlElement("w:cs"))
    language = OxmlElement("w:lang")
    language.set(qn("w:bidi"), script.language)
    properties.append(language)
