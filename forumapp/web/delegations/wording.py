"""What is wrong with a line that was pasted, in words."""

from __future__ import annotations

from flask_babel import gettext

from forumapp.i18n.catalogue import message as _

_OF_LISTS = {
    "not_three": _("write a country or an organisation, a name and an e-mail address"),
    "not_an_email": _("this is no e-mail address"),
    "too_many_characters": _("this is too long"),
    "twice": _("this delegation stands in the list twice"),
    "required": _("paste a list first"),
}


def line_fault(place: str, code: str) -> str:
    """A fault of a list; `place` is `line 3`, or the list."""
    fault = gettext(_OF_LISTS[code])
    number = place.removeprefix("line ")
    if number == place:
        return str(fault)
    return str(gettext(_("Line %(number)s: %(fault)s")) % {"number": number, "fault": fault})
