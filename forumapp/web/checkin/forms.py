"""The forms of a door and of its code."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import IntegerField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from forumapp.domain.checkin.ledger import MarkKind
from forumapp.domain.events import days
from forumapp.http.forms import CodeField, Form, Line, Whole
from forumapp.http.locale import locale, short_day
from forumapp.services.checkin.doors import LONGEST_NAME, Choices
from forumapp.services.checkin.marks import LONGEST, LONGEST_REASON
from forumapp.services.events import EventRow

EVERYTHING = "event"


class DoorForm(Form):
    """A new door: what it leads to is one choice of the whole event, a part or a session."""

    name = Line(
        _("Name"),
        required=True,
        longest=LONGEST_NAME,
        description=_("As its staff call it: Main entrance, Hall A."),
    )
    leads_to = SelectField(
        _("Leads to"),
        choices=[],
        description=_("Whoever has a seat there is let in. Elsewhere the door says so."),
    )
    day = SelectField(
        _("Day"),
        choices=[],
        description=_("The code opens it on this day, and the evening before to fetch the list."),
    )

    def offer(self, event: EventRow, choices: Choices, *, today: date) -> None:
        """Set the places and the days that may be chosen; today stands first where it is one."""
        own = days(event.starts_on, event.ends_on)
        if today in own and not self.is_submitted():
            self.day.data = today.isoformat()
        self.day.choices = [SelectChoice(day.isoformat(), short_day(day)) for day in own]
        self.leads_to.choices = [
            SelectChoice(EVERYTHING, gettext("The whole event")),
            *(
                SelectChoice(f"part-{key}", name.pick(locale()), optgroup=gettext("Parts"))
                for key, name in choices.parts
            ),
            *(
                SelectChoice(
                    f"session-{key}",
                    f"{short_day(day)} · {code} · {title.pick(locale())}",
                    optgroup=gettext("Sessions"),
                )
                for key, code, title, day in choices.sessions
            ),
        ]

    def door(self) -> dict[str, Any]:
        """The cleaned values as services/checkin/doors.py takes them."""
        kind, _dash, number = self.leads_to.data.partition("-")
        return {
            "name": self.name.data,
            "day": date.fromisoformat(self.day.data),
            "part_id": int(number) if kind == "part" else None,
            "session_id": int(number) if kind == "session" else None,
        }


class MarkForm(Form):
    """What the secretary knows of somebody in a session."""

    person_id = IntegerField(_("Person"), [Optional()], widget=HiddenInput())
    kind = CodeField(_("How"), MarkKind)
    minutes = Whole(_("Minutes"), low=0, high=LONGEST, description=_("Empty: the whole session."))
    reason = Line(
        _("Reason"),
        required=True,
        longest=LONGEST_REASON,
        description=_("From where you know it: a signed list, the chair’s word."),
    )


class CodeForm(Form):
    """The code that a door's staff were given."""

    code = Line(_("Code"), required=True, longest=40)
