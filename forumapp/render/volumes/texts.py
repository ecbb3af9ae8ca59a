"""Texts handed in, set below the headings of a chapter."""

from __future__ import annotations

import re

from markupsafe import Markup

from forumapp.render.markdown import to_html

_HEADING = re.compile(r"<(/?)h([2-5])>")


def to_text(markdown: str) -> Markup:
    """The HTML of a text whose own headings begin at level 3, below that of its speaker."""
    html = _HEADING.sub(lambda tag: f"<{tag[1]}h{int(tag[2]) + 1}>", to_html(markdown))
    return Markup(html)  # noqa: S704 - cleaned by to_html
