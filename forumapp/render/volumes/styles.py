"""The stylesheets of volumes, with the words that stand in the margins of every page."""

from __future__ import annotations

import re
from pathlib import Path

_HERE = Path(__file__).parent
_UNSAFE = re.compile(r'[\x00-\x1f"\\<]')


def sheet(name: str) -> str:
    """A stylesheet of this package."""
    return (_HERE / f"{name}.css").read_text("utf-8")


def footer(text: str) -> str:
    """A rule that prints the text at the foot of every page, beside its number."""
    return f"@page {{ @bottom-left {{ content: {css_string(text)} }} }}"


def header_on_first_pages(text: str) -> str:
    """A rule that prints the running header on the first page of a chapter too."""
    return f"@page :first {{ @top-left {{ content: {css_string(text)} }} }}"


def css_string(text: str) -> str:
    """The text as a CSS string, with places to wrap (CSS Syntax 4.3.5)."""
    from forumapp.render.pdf.linebreaks import with_breaks

    quoted = _UNSAFE.sub(lambda match: f"\\{ord(match[0]):x} ", with_breaks(text))
    return f'"{quoted}"'
