"""Prints page numbers on finished pages, so that a chapter needn't be set anew when it moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Page, Pdf, Stream

from forumapp.render.pdf.chapter import Typesetter
from forumapp.render.pdf.glyphs import UsedFont, noting, used_fonts
from forumapp.render.pdf.numbering import CHARACTERS

_POINTS = 0.75
# Half the height of figures, as a share of the size: what centres them on a line.
_HALF_HEIGHT = 0.36


@dataclass(frozen=True, slots=True)
class Folios:
    """Figures in the style that the stylesheet gives to `.folio`: colour 0-1, size in points."""

    font: str
    size: float
    colour: tuple[float, float, float]
    glyphs: Mapping[str, int]
    widths: Mapping[int, float]

    @classmethod
    def measured(cls, typesetter: Typesetter) -> tuple[Folios, list[UsedFont]]:
        """The folios of a volume and the font they need, by setting every figure once."""
        every = set(CHARACTERS)
        document = typesetter.render(f'<p class="folio">{CHARACTERS}</p>')
        with noting():
            document.write_pdf(pdf_variant="pdf/ua-1")
        page = document.pages[0]._page_box  # noqa: SLF001 - styles are known nowhere else
        style = next(box.style for box in _texts(page) if CHARACTERS in box.text)
        # The margins of the page may show other fonts; only one has every figure.
        font = next(one for one in used_fonts(document) if every <= set(one.texts.values()))
        glyphs = {text: glyph for glyph, text in font.texts.items()}
        red, green, blue = style["color"].to("srgb").coordinates
        size = style["font_size"] * _POINTS
        return cls(font.key, size, (red, green, blue), glyphs, font.widths), [font]

    def print(self, pdf: Pdf, page: Page, label: str, geometry: Mapping[str, float]) -> None:
        """Put the number at the right edge of the text, in the middle of the bottom margin."""
        width = sum(self.widths[self.glyphs[letter]] for letter in label) * self.size / 1000
        left = geometry["right"] - width
        base = geometry["bottom"] / 2 - self.size * _HALF_HEIGHT
        text = "".join(f"{self.glyphs[letter]:04x}" for letter in label)
        colour = " ".join(f"{part:.3f}" for part in self.colour)
        mark = (
            "Q /Artifact <</Type /Pagination /Subtype /Footer>> BDC BT"
            f" {colour} rg /{self.font} {self.size:.2f} Tf"
            f" {left:.2f} {base:.2f} Td <{text}> Tj ET EMC"
        )
        contents = page.obj.Contents
        page.obj.Contents = Array(
            [Stream(pdf, b"q"), contents, pdf.make_indirect(Stream(pdf, mark.encode()))]
        )


def _texts(box: Any) -> Iterator[Any]:
    if hasattr(box, "text") and hasattr(box, "pango_layout"):
        yield box
    for child in getattr(box, "children", ()):
        yield from _texts(child)
