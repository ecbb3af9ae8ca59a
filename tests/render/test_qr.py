"""QR codes for pages and for mail."""

from __future__ import annotations

import io
import re
from xml.etree.ElementTree import fromstring

import pytest
from jinja2 import Environment
from PIL import Image

from forumapp.render import qr

LINK = "https://forum.example/me/eyJwIjoxMjM0NTY3ODkwfQ.aBcDeF.0123456789abcdef"
SVG = "{http://www.w3.org/2000/svg}"


def squares_of_the_drawing(drawing: str) -> set[tuple[int, int]]:
    """Dark squares, read off the one path: moves and horizontal strokes."""
    path = fromstring(drawing).findall(f"{SVG}path")[1].get("d", "")
    dark, x, y = set(), 0, 0.0
    for command, numbers in re.findall(r"([Mmh])([^Mmh]*)", path):
        values = [float(n) for n in re.findall(r"-?[\d.]+", numbers)]
        if command == "h":
            dark |= {(x + step, int(y)) for step in range(int(values[0]))}
            x += int(values[0])
        else:
            begin = (0, 0) if command == "M" else (x, y)
            x, y = int(begin[0] + values[0]), begin[1] + values[1]
    return dark


def squares_of_the_picture(picture: bytes, scale: int) -> set[tuple[int, int]]:
    image = Image.open(io.BytesIO(picture)).convert("L")
    return {
        (x, y)
        for x in range(image.width // scale)
        for y in range(image.height // scale)
        if image.getpixel((x * scale, y * scale)) == 0
    }


def test_the_drawing_can_stand_in_a_page() -> None:
    drawing = qr.svg(LINK, title="Badge of ZHANG Wenhuilan")
    assert drawing.startswith("<svg ")
    root = fromstring(drawing)
    assert root.get("role") == "img"
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == "Badge of ZHANG Wenhuilan"
    assert "style" not in drawing
    assert root.get("width") is None
    page = Environment(autoescape=True).from_string("{{ drawing }}").render(drawing=drawing)
    assert page == drawing


def test_a_title_can_t_break_out() -> None:
    drawing = qr.svg(LINK, title='</title><script>alert(1)</script>\n"&\udcff')
    assert "<script>" not in drawing
    assert fromstring(drawing)[0].text == '</title><script>alert(1)</script> "&'


def test_drawing_and_picture_are_the_same_code() -> None:
    drawn = squares_of_the_drawing(qr.svg(LINK, title="x"))
    assert drawn == squares_of_the_picture(qr.png(LINK, scale=3), 3)
    corner = {(x, y) for x in range(4, 11) for y in range(4, 11) if x in (4, 10) or y in (4, 10)}
    assert corner <= drawn


def test_the_quiet_zone_is_white() -> None:
    image = Image.open(io.BytesIO(qr.png(LINK, scale=2))).convert("L")
    assert image.crop((0, 0, image.width, 2 * qr.QUIET)).getextrema() == (255, 255)


def test_the_same_data_give_the_same_bytes() -> None:
    assert qr.png(LINK) == qr.png(LINK)
    assert qr.svg(LINK, title="x") == qr.svg(LINK, title="x")


def test_too_much_data_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        qr.svg("x" * 5000, title="x")
