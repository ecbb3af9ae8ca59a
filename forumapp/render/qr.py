"""QR codes (ISO/IEC 18004): a drawing for pages, a picture for mail."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from markupsafe import Markup

from forumapp.render.wording import line

if TYPE_CHECKING:
    import segno

# White squares of quiet zone on each side, as the standard asks.
QUIET = 4


def svg(data: str, *, title: str) -> Markup:
    """An inline drawing that its style sheet sizes; `title` is what a screen reader says.

    Black on white in every colour scheme, since scanners need it so. Raises ValueError for data
    that no code can hold.
    """
    out = io.BytesIO()
    _code(data).save(
        out,
        kind="svg",
        border=QUIET,
        light="#fff",
        xmldecl=False,
        omitsize=True,
        nl=False,
        svgclass="qr",
        lineclass=None,
        title=line(title),
    )
    drawing = out.getvalue().decode()
    return Markup(drawing.replace("<svg ", '<svg role="img" ', 1))  # noqa: S704 - segno's own


def png(data: str, *, scale: int = 8) -> bytes:
    """A picture with `scale` pixels a square. Raises ValueError for data that no code can hold."""
    out = io.BytesIO()
    _code(data).save(out, kind="png", scale=scale, border=QUIET, light="#fff")
    return out.getvalue()


def small_png(data: str) -> bytes:
    """A picture of four pixels a square, for data that is random in itself: ten times as quick.

    The best of eight patterns is looked for where data might draw figures that confuse a scanner;
    a signed token draws none, and any pattern is read as well.
    """
    import segno

    out = io.BytesIO()
    segno.make_qr(data, error="m", mask=3).save(
        out, kind="png", scale=4, border=QUIET, light="#fff"
    )
    return out.getvalue()


def _code(data: str) -> segno.QRCode:
    """Medium correction at least; more where it costs no space."""
    import segno

    return segno.make_qr(data, error="m")
