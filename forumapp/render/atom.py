"""Feeds: of releases, each entry with what it changed, and of notices (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from markupsafe import Markup

from forumapp.i18n.catalogue import html_language
from forumapp.render.wording import line

NAMESPACE = "http://www.w3.org/2005/Atom"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
NEVER = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One release or notice; `key` names it for good, instants are aware.

    It says sentences of plain text, or `html` that is clean. `changed_at` is None for what never
    changes.
    """

    key: str
    title: str
    url: str
    issued_at: datetime
    sentences: tuple[str, ...] = ()
    html: str = ""
    changed_at: datetime | None = None

    @property
    def updated(self) -> datetime:
        return self.changed_at or self.issued_at


def feed(
    entries: Iterable[Entry],
    *,
    key: str,
    title: str,
    author: str,
    locale: str,
    url: str,
    source_url: str,
) -> bytes:
    """The feed of these entries, latest first; `key` names it for good in this language."""
    made = tuple(entries)
    root = Element("feed", {"xmlns": NAMESPACE, LANGUAGE: html_language(locale)})
    _add(root, "id", _identity(f"{key}/{locale}"))
    _add(root, "title", title)
    _add(root, "updated", _moment(made[0].updated if made else NEVER))
    _add(SubElement(root, "author"), "name", author)
    SubElement(root, "link", rel="self", type="application/atom+xml", href=source_url)
    SubElement(root, "link", rel="alternate", type="text/html", href=url)
    for entry in made:
        _add_entry(root, entry)
    indent(root)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _add_entry(root: Element, entry: Entry) -> None:
    element = SubElement(root, "entry")
    _add(element, "id", _identity(entry.key))
    _add(element, "title", entry.title)
    _add(element, "updated", _moment(entry.updated))
    _add(element, "published", _moment(entry.issued_at))
    SubElement(element, "link", rel="alternate", type="text/html", href=entry.url)
    content = SubElement(element, "content", type="html")
    items = Markup("").join(Markup("<li>{}</li>").format(line(one)) for one in entry.sentences)
    content.text = entry.html or str(Markup("<ul>{}</ul>").format(items))


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = line(text)


def _identity(key: str) -> str:
    """An IRI that stays when the site moves to another address (RFC 4287 4.2.6)."""
    return uuid5(NAMESPACE_URL, key).urn


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
