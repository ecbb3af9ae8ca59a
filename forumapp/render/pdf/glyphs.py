"""One font program a volume: chapters only note which glyphs they show, the joiner embeds them.

Embedding in each chapter costs a tenth of a second each and some 200 KB a chapter; WeasyPrint
keeps the glyph numbers of the whole font, so what chapters noted can be put together.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pydyf
import weasyprint.pdf as weasyprint_pdf
from weasyprint.pdf import fonts as weasyprint_fonts
from weasyprint.pdf.stream import get_pango_font_key
from weasyprint.text.ffi import TO_UNITS, ffi, gobject, harfbuzz, pango, unicode_to_char_p

from forumapp.render.pdf.actualtext import spoken

# A shown glyph that begins no cluster has no text of its own, yet must map to some character.
_NO_TEXT = "\u200b"
_ROOM_FOR_MISSING = 4096


@dataclass(frozen=True, slots=True)
class UsedFont:
    """The glyphs that one chapter shows of one font: number to text, number to width.

    `length` of the font's file, in bytes, tells versions of it apart.
    """

    key: str
    family: str
    style: int
    weight: int
    size: float
    length: int
    texts: dict[int, str]
    widths: dict[int, float]
    missing: dict[int, int]


class OtherFont(RuntimeError):
    """A chapter was set in a font that the machine no longer has in that version."""


@contextmanager
def noting() -> Iterator[None]:
    """Inside, WeasyPrint writes no fonts and reads no font files; see `used_fonts` afterwards."""
    build, read = weasyprint_pdf.build_fonts_dictionary, weasyprint_fonts.get_hb_object_data
    unused = weasyprint_fonts.Font.get_unused_glyph_id
    weasyprint_pdf.build_fonts_dictionary = lambda *_arguments: pydyf.Dictionary()
    weasyprint_fonts.get_hb_object_data = lambda *_arguments: b""
    weasyprint_fonts.Font.get_unused_glyph_id = _glyph_of_missing
    try:
        yield
    finally:
        weasyprint_pdf.build_fonts_dictionary = build
        weasyprint_fonts.get_hb_object_data = read
        weasyprint_fonts.Font.get_unused_glyph_id = unused


def _glyph_of_missing(font: Any, codepoint: int) -> int:
    """The same free number in every chapter for a character that no font of the machine has."""
    room = min(_ROOM_FOR_MISSING, 2**16 - font.glyph_count) or 1
    glyph: int = min(font.glyph_count + codepoint % room, 2**16 - 1)
    font.missing[codepoint] = glyph
    return glyph


def used_fonts(document: Any) -> list[UsedFont]:
    """What a WeasyPrint document, once written, showed of each font."""
    return [
        UsedFont(
            font.hash, font.family, int(font.style), int(font.weight), font.font_size,
            _length(font), dict(font.to_unicode), dict(font.widths), dict(font.missing),
        )
        for font in document.fonts.values()
        if not font.bitmap
    ]  # fmt: skip


def _length(font: Any) -> int:
    blob = harfbuzz.hb_face_reference_blob(font.hb_face)
    length = ffi.new("unsigned int *")
    harfbuzz.hb_blob_get_data(blob, length)
    harfbuzz.hb_blob_destroy(blob)
    return int(length[0])


def merged(fonts: Iterable[UsedFont]) -> list[UsedFont]:
    """The fonts of all chapters, one of each, with every glyph that any of them shows."""
    together: dict[str, UsedFont] = {}
    for font in fonts:
        kept = together.setdefault(font.key, font)
        if kept.length != font.length:
            raise OtherFont(f"chapters were set in two versions of the font {font.family!r}")
        for glyph, text in font.texts.items():
            kept.texts[glyph] = _shorter(kept.texts.get(glyph, ""), text)
        kept.widths.update(font.widths)
        kept.missing.update(font.missing)
    return sorted(together.values(), key=lambda font: font.key)


def _shorter(one: str, other: str) -> str:
    """The text that says least: a syllable is also mapped to each of its parts, a part never."""
    return min(filter(None, (one, other)), key=lambda text: (len(text), text), default="")


def font_file(fonts: Iterable[UsedFont], *, font_config: Any) -> bytes:
    """A PDF of one empty page whose resources embed these fonts, each under its key."""
    pdf = pydyf.PDF()
    programs = {font.key: _program(font, font_config) for font in fonts}
    embedded = weasyprint_fonts.build_fonts_dictionary(
        pdf, programs, True, True, {"hinting": False, "pdf_version": "1.7"}
    )
    pdf.add_object(embedded)
    resources = pydyf.Dictionary({"Font": embedded.reference})
    page = {"Type": "/Page", "Parent": pdf.pages.reference, "Resources": resources}
    pdf.add_page(pydyf.Dictionary(page | {"MediaBox": pydyf.Array([0, 0, 1, 1])}))
    output = io.BytesIO()
    pdf.write(output, b"1.7", False, True)
    return output.getvalue()


def _program(font: UsedFont, font_config: Any) -> Any:
    pango_font = _load(font, font_config)
    _, description, size = get_pango_font_key(pango_font)
    program = weasyprint_fonts.Font(pango_font, description, size)
    if (program.hash, len(program.file_content)) != (font.key, font.length):
        raise OtherFont(f"the font {font.family!r} isn't the one the chapters were set in")
    program.to_unicode = {
        glyph: spoken(text) or _NO_TEXT for glyph, text in sorted(font.texts.items())
    }
    program.widths = font.widths
    program.missing = font.missing
    program.loaded_font = pango_font
    return program


def _load(font: UsedFont, font_config: Any) -> Any:
    description = ffi.gc(pango.pango_font_description_new(), pango.pango_font_description_free)
    family, _kept_alive = unicode_to_char_p(font.family)
    pango.pango_font_description_set_family(description, family)
    pango.pango_font_description_set_style(description, font.style)
    pango.pango_font_description_set_weight(description, font.weight)
    pango.pango_font_description_set_absolute_size(description, int(font.size * TO_UNITS))
    context = ffi.gc(
        pango.pango_font_map_create_context(font_config.font_map), gobject.g_object_unref
    )
    return ffi.gc(
        pango.pango_font_map_load_font(font_config.font_map, context, description),
        gobject.g_object_unref,
    )
