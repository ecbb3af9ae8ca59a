"""The forms of the owner's pages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from forumapp.domain.retention import MOST_DAYS, Holding
from forumapp.http.forms import EditForm, Form, Line, Whole


class ErasureForm(Form):
    """Why somebody is erased, and their name once more."""

    reason = Line(
        _("Reason"),
        required=True,
        longest=500,
        description=_("For the log: who asked for it and when, without the person’s name."),
    )
    confirm = Line(_("Name"), required=True)


def _days(words: str, hint: str) -> Whole:
    return Whole(words, low=0, high=MOST_DAYS, description=hint)


class KeepingForm(EditForm):
    """For how many days after the event each holding is kept, a field for each; empty for ever."""

    photos = _days(_("Photos"), _("Of those who don’t stand in the programme."))
    mails = _days(
        _("What mails said, and to which address"),
        _("That a mail went to somebody, and when, stays."),
    )
    schedules = _days(
        _("Personal schedules and calendar invitations"), _("Stars, and what calendars were told.")
    )
    codes = _days(
        _("Invitations to register that nobody answered"), _("Names and addresses with them.")
    )
    attendance = _days(
        _("Attendance: doors, video rooms and marks"),
        _("Afterwards reports are empty, and certificates can’t be issued any more."),
    )

    def days(self) -> dict[Holding, int | None]:
        return {holding: self[holding.value].data for holding in Holding}
