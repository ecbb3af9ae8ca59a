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
    """When a circular leaves: on a day and hour of the event's clock, before the event or after."""

    at = WallTime(_("On this day, at this hour of the venue"))
    days_before = Whole(_("Or this many days before the event, at nine"), low=0, high=366)
    days_after = Whole(_("Or this many days after it, at nine"), low=1, high=366)

    @property
    def days(self) -> int | None:
        """The days before the event; fewer than none are after it."""
        if self.days_before.data is not None or self.days_after.data is None:
            found: int | None = self.days_before.data
            return found
        return -int(self.days_after.data)
