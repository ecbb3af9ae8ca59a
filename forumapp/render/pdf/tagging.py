"""What WeasyPrint 70 leaves out of a tagged PDF (PDF/UA-1), added around its functions.

Header cells get their /Scope, passages in another language their /Lang, links a readable
/Contents and figures their true /BBox; running headers become artifacts; and page references are
no longer counted anew for each element, which made writing quadratic in pages.
"""

# ruff: noqa: SLF001 - what is mended here is private to WeasyPrint.

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import pydyf
import weasyprint.draw as weasyprint_draw
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import tags as weasyprint_tags

from forumapp.render.pdf.actualtext import spoken

_BUILDS_TAGS = ("box", "parent", "pdf", "page_number", "nums", "annotations", "tags")
_DRAWS_A_CONTEXT = ("stream", "stacking_context")


def install() -> None:
    """Change WeasyPrint from now on; raises RuntimeError if it isn't the one we know."""
    build, draw = weasyprint_tags._build_box_tree, weasyprint_draw.draw_stacking_context
    if build is _build_box_tree:
        return
    _expect(build, _BUILDS_TAGS)
    _expect(draw, _DRAWS_A_CONTEXT)
    _originals.update(build=build, draw=draw)
    weasyprint_tags._build_box_tree = _build_box_tree
    weasyprint_draw.draw_stacking_context = _draw_stacking_context
    pydyf.PDF.page_references = property(_page_references)


_originals: dict[str, Any] = {}


def _expect(function: Any, parameters: tuple[str, ...]) -> None:
    if tuple(inspect.signature(function).parameters) != parameters:
        raise RuntimeError(f"this WeasyPrint has another {function.__name__}: revise tagging.py")


def _page_references(pdf: Any) -> tuple[bytes, ...]:
    numbers = pdf.pages["Kids"][::3]
    known: tuple[bytes, ...] = pdf.__dict__.get("known_references", ())
    if len(known) != len(numbers):
        known = pdf.known_references = tuple(b"%d 0 R" % number for number in numbers)
    return known


def _draw_stacking_context(stream: Any, stacking_context: Any) -> None:
    """Draw; a margin box is pagination, which no reader should be told (ISO 14289-1 7.8)."""
    tags = stream._tags
    if tags is None or not isinstance(stacking_context.box, boxes.MarginBox):
        _originals["draw"](stream, stacking_context)
        return
    stream.begin_marked_content("Artifact", pydyf.Dictionary({"Type": "/Pagination"}))
    stream._tags = None
    _originals["draw"](stream, stacking_context)
    stream._tags = tags
    stream.end_marked_content()


def _build_box_tree(box: Any, parent: Any, *rest: Any) -> Iterator[Any]:
    """The box's structure elements. Takes its arguments by position, as WeasyPrint gives them."""
    if isinstance(box, boxes.MarginBox):
        return
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if box.link_annotation:
        text = spoken(_text(box)).strip()
        if text:
            box.link_annotation["Contents"] = pydyf.String(text)
    pdf, page_number, *_ = rest
    for element in _originals["build"](box, parent, *rest):
        # These yield what their children yielded, which is finished.
        if box.element is not None and box.element_tag not in {"html", "body"}:
            _describe(element, box, parent)
            if element["S"] == "/Figure":
                page = pdf.objects[pdf.pages["Kids"][3 * page_number]]
                _place_figure(element["A"]["BBox"], page)
        yield element


def _place_figure(edges: Any, page: Any) -> None:
    """Turn CSS pixels from the top into points from the bottom (ISO 32000 14.8.5.4.3)."""
    top = page["MediaBox"][3]
    left, upper, right, lower = edges
    edges[:] = left * 0.75, top - lower * 0.75, right * 0.75, top - upper * 0.75


def _text(box: Any) -> str:
    if isinstance(box, boxes.TextBox):
        return str(box.text)
    return "".join(_text(child) for child in getattr(box, "children", ()))


def _describe(element: Any, box: Any, parent: Any) -> None:
    language = box.element.get("lang")
    if language and getattr(parent.get("Lang"), "string", None) != language:
        element["Lang"] = pydyf.String(language)
    if element["S"] == "/TH":
        rows = box.element.get("scope") in {"row", "rowgroup"}
        element["A"]["Scope"] = "/Row" if rows else "/Column"
