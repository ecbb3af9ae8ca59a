"""The forms of a circular: what it says, and when it leaves."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from forumapp.http.forms import EditForm, Form, TranslatedField, WallTime, Whole


class CircularForm(EditForm):
    """Subject and text in the languages of the event."""

    subject = TranslatedField(_("Subject"), required=True)
    body = TranslatedField(_("Text"), required=True, rows=10, description=_("Written in Markdown."))


class PlanForm(Form):
    """When a circular leaves: on a day and hour of the event's clock, or before the event."""

    at = WallTime(_("On this day, at this hour of the venue"))
    days_before = Whole(_("Or this many days before the event, at nine"), low=0, high=366)
