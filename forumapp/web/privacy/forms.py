"""The forms of the owner's pages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from forumapp.http.forms import Form, Line


class ErasureForm(Form):
    """Why somebody is erased, and their name once more."""

    reason = Line(
        _("Reason"),
        required=True,
        longest=500,
        description=_("For the log: who asked for it and when, without the person’s name."),
    )
    confirm = Line(_("Name"), required=True)
