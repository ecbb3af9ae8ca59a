"""What a browser does with a form: read it, and fill it in."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlencode


class Form(HTMLParser):
    """The fields of a page's forms: hidden ones with their values, choices with what they offer."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.choices: dict[str, list[str]] = {}
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name, value = found.get("name", ""), found.get("value", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            self.choices.setdefault(self._select, []).append(value)
        elif tag == "input" and found.get("type") == "hidden":
            self.hidden[name] = value
        elif tag == "input" and found.get("type") == "radio":
            self.choices.setdefault(name, []).append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""

    def offered(self, name: str, *, place: int = 0) -> str:
        """One of the values of a choice that aren't empty; LookupError when there is none."""
        return [value for value in self.choices.get(name, []) if value][place]

    def filled(self, **values: str) -> bytes:
        """The body of the request that sends it."""
        return urlencode({**self.hidden, **values}).encode()


def registration(page: str, *, number: int) -> bytes:
    """The registration form of a page as a person fills it in, for a place in the room."""
    form = Form(page)
    parts = {name: form.offered(name) for name in form.choices if name.startswith("part-")}
    return form.filled(
        printed_name=f"Delegate Number {number}",
        email=address(number),
        country="KH",
        organisation="Ministry of Rural Development",
        title="Adviser",
        locale="en",
        category=form.offered("category", place=1),
        **parts,
    )


def address(number: int) -> str:
    return f"delegate{number}@rush.example"
