"""Sets one chapter in WeasyPrint: its pages without numbers, and what the joiner must know."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pydyf
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from forumapp.render.pdf import actualtext, tagging
from forumapp.render.pdf.fetcher import AllowListFetcher
from forumapp.render.pdf.glyphs import noting, used_fonts
from forumapp.render.pdf.linebreaks import add_breaks, with_breaks
from forumapp.render.pdf.markup import clean

# CSS pixels are 96 to the inch, PDF points 72.
_POINTS = 0.75
_TIGHT = Path(__file__).with_name("tight.css")
_LITTLE = 0.3  # of a page
_UNSAFE_IN_CSS = re.compile(r'[\x00-\x1f"\\<]')
_IMAGE_OPTIONS = {"dpi": 200, "jpeg_quality": 85, "optimize_images": True}


class Typesetter:
    """WeasyPrint with the volume's stylesheets and images loaded once for many chapters."""

    def __init__(self, stylesheets: Sequence[str], *, assets: Mapping[str, str]) -> None:
        actualtext.install()
        tagging.install()
        self.font_config = FontConfiguration()
        self._fetcher = AllowListFetcher(assets)
        self._stylesheets = [self._css(text) for text in stylesheets]

    def render(self, body: str, *, title: str = "", language: str = "en", css: str = "") -> Any:
        """The WeasyPrint document of a body's HTML."""
        page = (
            f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
            f"<title>{escape(title)}</title></head><body>{body}</body></html>"
        )
        html = HTML(string=page, url_fetcher=self._fetcher)
        clean(html.etree_element)
        add_breaks(html.etree_element)
        return html.render(
            font_config=self.font_config,
            stylesheets=[*self._stylesheets, self._css(css)],
            pdf_variant="pdf/ua-1",
            **_IMAGE_OPTIONS,
        )

    def write(self, task: Mapping[str, Any], target: Path) -> dict[str, Any]:
        """Write the chapter's PDF, and return its pages, places, outline and fonts."""
        document = self.settled(task)
        with noting():
            document.write_pdf(
                target, pdf_variant="pdf/ua-1", finisher=_Finisher(task["key"]), **_IMAGE_OPTIONS
            )
        return {
            "pages": [_geometry(page) for page in document.pages],
            "places": {name: n for n, page in enumerate(document.pages) for name in page.anchors},
            "outline": _outline(document.make_bookmark_tree(_POINTS, transform_pages=True)),
            "fonts": [asdict(font) for font in used_fonts(document)],
        }

    def settled(self, task: Mapping[str, Any]) -> Any:
        """The chapter's document; a tighter one where that saves a last page with little on it."""
        header = _running_header(task["header"], task["title"]) if task["numbered"] else ""
        given = {"title": task["title"], "language": task["language"]}
        document = self.render(task["html"], css=header, **given)
        if not _ends_with_little(document):
            return document
        tighter = self.render(task["html"], css=f"{header}\n{_TIGHT.read_text()}", **given)
        return tighter if len(tighter.pages) < len(document.pages) else document

    def _css(self, text: str) -> CSS:
        return CSS(string=text, font_config=self.font_config, url_fetcher=self._fetcher)


def _running_header(volume: str, chapter: str) -> str:
    """Volume and chapter at the top of each page, and what of the page before goes on.

    A stylesheet sets that as the string `going-on` where it begins, and to nothing where it ends.
    """
    return (
        f"@page {{ @top-left {{ content: {_css_string(volume)} string(going-on, start) }}"
        f" @top-right {{ content: {_css_string(chapter)} }} }}"
    )


def _css_string(text: str) -> str:
    quoted = _UNSAFE_IN_CSS.sub(lambda match: f"\\{ord(match[0]):x} ", with_breaks(text))
    return f'"{quoted}"'


def _ends_with_little(document: Any) -> bool:
    """Whether the last of several pages is filled to less than a third."""
    if len(document.pages) < 2:
        return False
    page = document.pages[-1]._page_box  # noqa: SLF001 - as below
    content = next((box for box in page.children if box.element_tag == "html"), None)
    return content is not None and content.margin_height() < page.height * _LITTLE


def _geometry(page: Any) -> dict[str, float]:
    """The page's width and the edges of its text, in points from the bottom left."""
    box = page._page_box  # noqa: SLF001 - the edges are known nowhere else
    return {
        "width": page.width * _POINTS,
        "left": box.margin_left * _POINTS,
        "right": (page.width - box.margin_right) * _POINTS,
        "bottom": box.margin_bottom * _POINTS,
    }


def _outline(bookmarks: Sequence[Any]) -> list[dict[str, Any]]:
    return [
        {
            "title": " ".join(actualtext.spoken(label).split()),
            "page": page,
            "x": x,
            "y": y,
            "children": _outline(children),
        }
        for label, (page, x, y), children, _state in bookmarks
    ]


class _Finisher:
    """Makes names of places and header cells unique in the volume, and points links at them."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __call__(self, _document: Any, pdf: Any) -> None:
        header_cells = []
        for thing in pdf.objects:
            if not isinstance(thing, pydyf.Dictionary):
                continue
            if thing.get("Subtype") == "/Link":
                self._point(thing)
            elif thing.get("S") in {"/TH", "/TD"}:
                header_cells += self._name_cell(thing)
        self._name_places(pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", []))
        self._index_cells(pdf, header_cells)

    def _name(self, place: Any) -> Any:
        return pydyf.String(f"{self._key}#{place.string}")

    def _point(self, link: Any) -> None:
        if "Dest" in link:
            link["Dest"] = self._name(link["Dest"])
        elif link["A"]["URI"].string.startswith("chapter:"):
            target = unquote(link.pop("A")["URI"].string).removeprefix("chapter:")
            link["Dest"] = pydyf.String(target if "#" in target else f"{target}#")

    def _name_cell(self, cell: Any) -> list[tuple[str, Any]]:
        headers = cell.get("A", {}).get("Headers")
        if headers is not None:
            cell["A"]["Headers"] = pydyf.Array([self._name(header) for header in headers])
        if "ID" not in cell:
            return []
        cell["ID"] = self._name(cell["ID"])
        return [(cell["ID"].string, cell.reference)]

    def _name_places(self, names: list[Any]) -> None:
        names[::2] = [self._name(name) for name in names[::2]]

    def _index_cells(self, pdf: Any, cells: list[tuple[str, Any]]) -> None:
        """Header cells are found through the tree of names (ISO 32000 14.7.2)."""
        root = pdf.objects[int(pdf.catalog["StructTreeRoot"].split()[0])]
        names = [item for name, ref in sorted(cells) for item in (pydyf.String(name), ref)]
        root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(names)})


class Warnings(logging.Handler):
    """Collects what WeasyPrint says about a chapter."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message, shortened and once; a few are enough."""
        message = record.getMessage()[:300]
        if len(self.messages) < 20 and message not in self.messages:
            self.messages.append(message)
