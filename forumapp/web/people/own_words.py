"""One's own data as a text to read: what each row and each field of it is called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from forumapp.http.locale import date_and_time, locale
from forumapp.i18n.countries import country_codes, country_name
from forumapp.i18n.words import label
from forumapp.web.audit.words import CODES, field_words, noun_words


def in_words(kept: Mapping[str, list[dict[str, Any]]]) -> str:
    """Each table under its name, a row after the other, without what is empty; times in UTC."""
    return "\n\n".join(_tables(kept)) + "\n"


def _tables(kept: Mapping[str, list[dict[str, Any]]]) -> Iterator[str]:
    for noun, rows in kept.items():
        for row in rows:
            said = {field_words(noun, name): _said(noun, name, row[name]) for name in row}
            lines = [f"  {name}: {text}" for name, text in said.items() if text]
            yield "\n".join([noun_words(noun), *lines])


def _said(noun: str, name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, Mapping):
        return str(value.get(locale()) or next(iter(value.values()), ""))
    if isinstance(value, list):
        return ", ".join(_said(noun, name, one) for one in value)
    return _coded(noun, name, str(value))


def _coded(noun: str, name: str, text: str) -> str:
    kind = CODES.get((noun, name)) or CODES.get(("", name))
    if kind is not None and text in {code.value for code in kind}:
        return label(kind(text), locale())
    if name in ("country", "delegation") and text in country_codes():
        return country_name(text, locale())
    if name == "at" or name.endswith("_at"):
        return date_and_time(datetime.fromisoformat(text), "UTC")
    return text
