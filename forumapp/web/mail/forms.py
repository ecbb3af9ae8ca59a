"""The forms of a circular: what it says, and when it leaves."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from forumapp.http.forms import CodesField, EditForm, Form, TranslatedField, WallTime, Whole


class CircularForm(EditForm):
    """Subject and text in the languages of the event."""

    subject = TranslatedField(_("Subject"), required=True)
    body = TranslatedField(_("Text"), required=True, rows=10, description=_("Written in Markdown."))
    papers = CodesField(
        _("What goes with it of each reader’s own"),
        description=_(
            "Letters are issued to those who have none yet when it leaves; who may not have one is "
            "not written to."
        ),
    )


class PlanForm(Form):
    """When a circular leaves: on a day and hour of the event's clock, or before the event."""

    at = WallTime(_("On this day, at this hour of the venue"))
    days_before = Whole(_("Or this many days before the event, at nine"), low=0, high=366)
