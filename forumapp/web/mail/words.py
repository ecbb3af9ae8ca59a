"""Why a mail didn't leave, in words."""

from __future__ import annotations

from flask_babel import gettext

from forumapp.domain.jobs import LOST
from forumapp.i18n.catalogue import message as _

# What the product itself says; anything else is the mail server's answer and stays as it came.
ERRORS: dict[str, str] = {
    "address": _("The address can't be one. Correct it, then send the mail again."),
    LOST: _("The server stopped each time while it was writing this mail."),
    "came back before": _(
        "Mails to this address came back. Correct it, or send this one again to try once more."
    ),
    "link expired": _("The link in it had ended before it could leave."),
    "cannot connect": _("The mail server can't be reached."),
    "too slow": _("The mail server took too long to answer."),
    "connection lost": _("The mail server ended the connection."),
    "log-in refused": _("The mail server refused our log-in."),
    "no trusted encryption": _("The mail server's encryption isn't trusted."),
    "not ready": _("The mail server wasn't ready."),
    "cannot hand over": _("The mail server didn't take the mail."),
}


def reason(error: str) -> str:
    """A mail's error as the page says it; empty for none."""
    code, _space, said = error.partition(" ")
    known = ERRORS.get(error) or (ERRORS.get(said) if code.isdecimal() else None)
    return str(gettext(known)) if known else error
