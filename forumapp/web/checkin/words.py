"""What the page of a phone says; `{0}` and `{1}` are filled in there, without a network."""

from __future__ import annotations

from flask_babel import gettext as _

from forumapp.domain.checkin.verdicts import Finding, Verdict
from forumapp.http.locale import locale
from forumapp.i18n.words import label


def words() -> dict[str, object]:
    """Every text that the script may show, in the language of the page."""
    return {
        "verdicts": {
            Verdict.GREEN: _("Let in"),
            Verdict.AMBER: _("Look closer"),
            Verdict.RED: _("Stop"),
        },
        "findings": {finding: label(finding, locale()) for finding in Finding},
        "connected": _("Connected"),
        "no_network": _("No network"),
        "all_sent": _("Everything is sent"),
        "waiting": _("Waiting to be sent: {0}"),
        "inside": _("Inside: {0}"),
        "list": _("People on the list: {0}, as of {1}"),
        "no_list": _("No list yet. It comes with the network."),
        "since": _("since {0}"),
        "shut": _(
            "The server doesn't know this phone as one of this door any more. Scans still here: "
            "{0}. Enter the code again, or a new one from the secretariat, and they are sent."
        ),
        "skewed": _("This phone's clock is off by {0} minutes. Scans are put right all the same."),
        "not_today": _(
            "It isn’t this door’s day, so nobody is let in. The list stays until its day is over."
        ),
        "refused": _("Scans of another door that can't be sent now: {0}. They stay here."),
        "full": _(
            "This phone can't store scans, it may be full. Keep this page open until everything "
            "is sent."
        ),
        "no_camera": _("The camera can't be used. Search by name, or use a hand scanner."),
    }
