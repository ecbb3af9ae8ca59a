"""Copied text that is right: lines of shaped script carry their characters (ISO 32000 14.9.4).

A glyph of Thai, Lao, Khmer or Burmese stands for a part of a syllable, and one of Chinese for
several characters, so text taken from the glyphs alone is wrong in every reader. WeasyPrint 70
writes no /ActualText; this wraps the one function that draws a line.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

import pydyf
from weasyprint.draw import text as weasyprint_text

# Letters whose glyphs say less than the text: combining marks, and all but simple alphabets.
_SHAPED = re.compile(
    "[\u0300-\u036f\u0590-\u1cff\u2e80-\ua4cf\ua800-\ud7ff\uf900-\ufaff\ufe00-\ufeff\U00010000-\U0003ffff]"
)
_UNSEEN = str.maketrans("", "", "\u200b\u00ad")
_DRAWS_A_LINE = ("stream", "textbox", "text_overflow", "block_ellipsis", "matrix")


def install() -> None:
    """Make WeasyPrint mark lines from now on; raises RuntimeError if it isn't the one we know."""
    draw = weasyprint_text.draw_first_line
    if hasattr(draw, "__wrapped__"):
        return
    if tuple(inspect.signature(draw).parameters) != _DRAWS_A_LINE:
        raise RuntimeError("this WeasyPrint draws lines in another way: revise actualtext.py")
    weasyprint_text.draw_first_line = _marked(draw)


def spoken(text: str) -> str:
    """The text without the invisible characters that only serve its wrapping."""
    return text.translate(_UNSEEN)


def _marked(draw: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(draw)
    def draw_marked_line(stream: Any, textbox: Any, *options: Any) -> Any:
        if not _SHAPED.search(textbox.text) or not textbox.text.strip():
            return draw(stream, textbox, *options)
        properties = pydyf.Dictionary()
        stream.begin_marked_content("Span", properties)
        emojis = draw(stream, textbox, *options)
        # Only now is it known what was cut off by an ellipsis.
        properties["ActualText"] = pydyf.String(spoken(textbox.pango_layout.text))
        stream.end_marked_content()
        return emojis

    return draw_marked_line
