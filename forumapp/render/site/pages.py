"""Pages taken off the server: links made relative, and what needs a server taken out."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from lxml import etree, html

# What asks a server for something, or tells other programs where it is.
_NEEDS_A_SERVER = (
    "//script | //form | //template | //*[@data-live] | //meta[@http-equiv]"
    " | //link[not(contains(@rel, 'stylesheet')) and not(contains(@rel, 'icon'))]"
)
_LINKING = ("href", "src")
Leads = Callable[[str], str | None]  # from a link to the file that it leads to, None for none


@dataclass(frozen=True, slots=True)
class Note:
    """What stands at the foot of each page: words, and the address of what is current."""

    words: str
    address: str


def addresses_in(page: bytes) -> tuple[str, ...]:
    """The links and sources of a page, without what is taken out of it."""
    tree = _parsed(page)
    _take_out(tree)
    return tuple(value for _element, _name, value in _links(tree))


def rewritten(page: bytes, *, file: str, leads: Leads, own: str, icons: bytes, note: Note) -> bytes:
    """The page as this file. `own` begins every address of the server, `icons` is the sprite.

    A link that leads nowhere in the copy loses its address; one in a list of its own goes away.
    """
    tree = _parsed(page)
    _take_out(tree)
    for element, name, value in list(_links(tree)):
        if element.tag == "use":
            element.set(name, f"#{urlsplit(value).fragment}")
            continue
        target = leads(value)
        if target is not None:
            element.set(name, _relative(file, target, urlsplit(value).fragment))
        elif not _is_elsewhere(value, own):
            _unlink(element, name)
    _put_icons(tree, icons)
    _put_note(tree, note)
    text: bytes = html.tostring(tree, encoding="utf-8", doctype="<!doctype html>")
    return text


def _parsed(page: bytes) -> Any:
    return html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))


def _take_out(tree: Any) -> None:
    for element in tree.xpath(_NEEDS_A_SERVER):
        _drop(element)


def _links(tree: Any) -> Iterator[tuple[Any, str, str]]:
    """Every element that names an address, but places on its own page."""
    for element in tree.iter(etree.Element):
        for name in _LINKING:
            value = element.get(name)
            if value and not value.startswith(("#", "data:")):
                yield element, name, value
        if element.get("srcset"):
            del element.attrib["srcset"]


def _is_elsewhere(value: str, own: str) -> bool:
    """Whether it is the address of somebody else, or of a mailbox."""
    parts = urlsplit(value)
    return parts.scheme in ("mailto", "tel") or (
        parts.scheme in ("http", "https") and f"{parts.scheme}://{parts.netloc}" != own
    )


def _relative(file: str, target: str, fragment: str) -> str:
    path = quote(posixpath.relpath(target, posixpath.dirname(file)))
    return f"{path}#{fragment}" if fragment else path


def _unlink(element: Any, name: str) -> None:
    """Take a dead link away: with its item of a list, as a button, else the address alone."""
    parent = element.getparent()
    if element.tag != "a" or "button" in (element.get("class") or ""):
        _drop(element)
    elif parent is not None and parent.tag == "li" and _is_all_of(parent, element):
        _drop(parent)
    else:
        del element.attrib[name]


def _is_all_of(parent: Any, element: Any) -> bool:
    said = (parent.text or "") + "".join(child.tail or "" for child in parent)
    return len(parent) == 1 and parent[0] is element and not said.strip()


def _drop(element: Any) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _put_icons(tree: Any, sprite: bytes) -> None:
    """The icons that the page uses, inside it: a file may not read another as a picture."""
    used = {element.get("href", "").removeprefix("#") for element in tree.iter("use")}
    if not used:
        return
    held = html.fragment_fromstring('<svg hidden="" width="0" height="0"></svg>')
    held.extend(_symbols(sprite, used))
    tree.body.insert(0, held)


def _symbols(sprite: bytes, used: Iterable[str]) -> Iterator[Any]:
    wanted = set(used)
    for symbol in html.fragment_fromstring(sprite.decode()).iter("symbol"):
        if symbol.get("id") in wanted:
            yield symbol


def _put_note(tree: Any, note: Note) -> None:
    paragraph = html.fragment_fromstring('<p class="wrap small soft"></p>')
    paragraph.text = f"{note.words} "
    link = etree.SubElement(paragraph, "a", href=note.address)
    link.text = note.address
    tree.body.append(paragraph)
