"""Columns of pasted rows, and what is wrong with their cells, in words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import gettext

from forumapp.domain.nominees import Column
from forumapp.domain.registration import LONGEST
from forumapp.http.forms import words
from forumapp.i18n.catalogue import message as _

NO_FACTS: Mapping[str, object] = MappingProxyType({})
_OF_LISTS = {
    "not_three": _("write a country or an organisation, a name and an e-mail address"),
    "not_an_email": _("this is no e-mail address"),
    "too_many_characters": _("this is too long"),
    "twice": _("this delegation stands in the list twice"),
    "required": _("paste a list first"),
}


_OF_ROWS = {
    "none": _("There is no row to be read. Copy the rows in your spreadsheet, then paste them."),
    "too_many": _("At most %(most)s rows at once."),
    "faults": _("Nobody is nominated yet: mend the rows below, or leave them out."),
    "not_a_country": _("No country of this name is known."),
    "not_a_capacity": _("Write head, deputy head, alternate, adviser, expert or delegate."),
    "two_heads": _("A delegation has one head."),
    "not_a_mode": _("Write room or online."),
    "twice": _("This person stands in the rows twice."),
}
_COLUMNS: Mapping[Column, str] = {
    Column.HONORIFIC: _("Honorific"),
    Column.NAME: _("Name"),
    Column.FAMILY: _("Family name"),
    Column.NATIVE: _("Name in its own script"),
    Column.TITLE: _("Title or position"),
    Column.ORGANISATION: _("Ministry or organisation"),
    Column.COUNTRY: _("Country"),
    Column.EMAIL: _("E-mail"),
    Column.PHONE: _("Telephone"),
    Column.CAPACITY: _("Capacity in the delegation"),
    Column.MODE: _("How"),
}


def columns() -> tuple[tuple[Column, str], ...]:
    """The columns of pasted rows in the order of the template, with their headings."""
    return tuple((column, str(gettext(_COLUMNS[column]))) for column in Column)


def row_fault(code: str, *, field: str = "", facts: Mapping[str, object] = NO_FACTS) -> str:
    """What is wrong with a cell or with the rows."""
    if code in _OF_ROWS:
        return str(gettext(_OF_ROWS[code])) % facts
    return words(code, field=field, facts={"longest": LONGEST.get(field, 254), **facts})


def line_fault(place: str, code: str) -> str:
    """A fault of a list; `place` is `line 3`, or the list."""
    fault = gettext(_OF_LISTS[code])
    number = place.removeprefix("line ")
    if number == place:
        return str(fault)
    return str(gettext(_("Line %(number)s: %(fault)s")) % {"number": number, "fault": fault})
