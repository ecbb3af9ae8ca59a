"""Values and heads that every calendar of the product shares."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from icalendar import Calendar, Component, vCategory, vText, vUri

PRODUCT = "-//forumapp//forumapp//EN"
END = b"END:VCALENDAR\r\n"


class Text(vText):
    r"""TEXT with every backslash escaped (RFC 5545 3.3.11); vText makes a break of \N."""

    def to_ical(self) -> bytes:
        return rb"\\".join(vText(piece).to_ical() for piece in self.split("\\"))


def calendar() -> Calendar:
    """An empty calendar with what RFC 5545 3.6 requires."""
    component = Calendar()
    component.add("version", "2.0")
    component.add("prodid", PRODUCT)
    component.add("calscale", "GREGORIAN")
    return component


def add_text(component: Component, name: str, text: str) -> None:
    """Add a text property, unless the text is empty."""
    if text:
        component.add(name, Text(text))


def add_categories(component: Component, names: Iterable[str]) -> None:
    """Add CATEGORIES with each name once, in this order."""
    categories = vCategory([])
    categories.cats = [Text(name) for name in dict.fromkeys(names) if name]
    component.add("categories", categories)


def add_conference(component: Component, address: str, *, label: str) -> None:
    """Add a video link that calendar programs show as a button (RFC 7986 5.11)."""
    parameters = {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": label}
    component.add("conference", vUri(address, params=parameters))


def written(calendar: Calendar, entries: Iterable[Component] = ()) -> bytes:
    """The calendar as bytes: CRLF, lines of at most 75 octets (RFC 5545 3.1).

    The entries follow what the calendar has already. Each is written as soon as it is made, so
    that a thousand of them never stand in memory as objects.
    """
    head, end, rest = calendar.to_ical().rpartition(END)
    return b"".join((head, *(entry.to_ical() for entry in entries), end, rest))


def host(base_url: str) -> str:
    """The host that identifiers end in."""
    return urlsplit(base_url).hostname or "localhost"
