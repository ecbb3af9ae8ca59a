"""What a chapter's HTML may hold: content and classes, never styles, scripts or other documents."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

# Links that a reader may follow out of the volume or inside it.
_LINK = re.compile(r"(?:https?://|mailto:|tel:|chapter:|#).", re.IGNORECASE)
_REMOVED = frozenset(
    {"base", "embed", "form", "iframe", "link", "meta", "object", "script", "style", "template"}
)
_LONGEST_SPAN = 100


def clean(root: Element) -> None:
    """Drop from an HTML tree, in place, what only the product's own stylesheets may decide.

    Foreign styles could hide, restate or endlessly lengthen a page; a table cell that spans a
    billion columns would keep the machine busy for hours.
    """
    for element in list(root.iter()):
        for child in list(element):
            if child.tag in _REMOVED:
                _remove(element, child)
        element.attrib.pop("style", None)
        _clean_link(element)
        for span in ("colspan", "rowspan"):
            if span in element.attrib:
                element.set(span, _short(element.attrib[span]))


def _remove(parent: Element, child: Element) -> None:
    """Take the child out and leave the text that follows it."""
    position = list(parent).index(child)
    if position:
        before = parent[position - 1]
        before.tail = (before.tail or "") + (child.tail or "")
    else:
        parent.text = (parent.text or "") + (child.tail or "")
    parent.remove(child)


def _clean_link(element: Element) -> None:
    target = element.attrib.get("href")
    if element.tag in {"a", "area"}:
        element.attrib.pop("rel", None)  # rel=attachment would embed the file it names
        if target is not None and not _LINK.match(target.strip()):
            del element.attrib["href"]


def _short(span: str) -> str:
    return str(min(int(span), _LONGEST_SPAN)) if span.isascii() and span.isdigit() else "1"
