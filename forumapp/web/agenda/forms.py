"""The form of a session."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField, TimeField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from forumapp.domain import events as event_rules
from forumapp.domain.agenda import SessionKind, Visibility
from forumapp.http.forms import (
    REQUIRED,
    CodeField,
    CodesField,
    EditForm,
    Form,
    Line,
    ReferenceField,
    TranslatedField,
    Whole,
)
from forumapp.http.locale import day as day_words
from forumapp.http.locale import locale, plain
from forumapp.i18n.catalogue import language_name
from forumapp.services.agenda import Choices, SessionRow, SessionValues
from forumapp.services.agenda.interpreters import LONGEST
from forumapp.services.events import EventRow
from forumapp.services.events.checks import LANGUAGES

USUAL = (time(9, 0), time(10, 0))


class ClockField(TimeField):  # type: ignore[misc]  # WTForms has no types
    """A time of the event's clock, to the minute."""

    data: time | None

    def __init__(self, label: Any, **given: Any) -> None:
        text = _("Enter a time that exists, such as 09:00.")
        super().__init__(label, [InputRequired(REQUIRED)], invalid_value_message=text, **given)


def _date(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


class SessionForm(EditForm):
    """A session. Its end may be on the next day, which a tick says."""

    title = TranslatedField(_("Title"), required=True)
    kind = CodeField(_("Kind"), SessionKind)
    code = Line(
        _("Code"),
        required=True,
        longest=20,
        description=_("Short, for addresses and papers: letters, digits, points, hyphens."),
    )
    day = SelectField(_("Day"), [InputRequired(REQUIRED)], coerce=_date, choices=[])
    starts = ClockField(_("Starts"))
    ends = ClockField(_("Ends"))
    next_day = BooleanField(_("Ends the next day"))
    parked = BooleanField(
        _("Not scheduled yet"),
        description=_("It keeps its length and waits beside the programme, which leaves it out."),
    )
    part_id = ReferenceField(_("Part of the event"), required=True)
    room_id = ReferenceField(_("Room"))
    all_rooms = BooleanField(
        _("Takes all rooms"),
        description=_("A break or a ceremony, beside which nothing else is held."),
    )
    track_id = ReferenceField(_("Track"))
    visibility = CodeField(
        _("Who reads of it"),
        Visibility,
        description=_("What only the secretariat reads is never published."),
    )
    languages = CodesField(_("Languages spoken"))
    interpretation = CodesField(_("Interpreted into"))
    description = TranslatedField(
        _("Description"),
        rows=6,
        description=_("Markdown: **bold**, *italics*, - lists, [links](https://…)."),
    )

    def offer(self, choices: Choices, *, event: EventRow, row: SessionRow | None) -> None:
        """Set what may be chosen in this event."""
        self.part_id.offer(_named(choices.parts))
        self.room_id.offer(_named(choices.rooms), empty=_("No room"))
        self.track_id.offer(_named(choices.tracks), empty=_("No track"))
        days = event_rules.days(event.starts_on, event.ends_on)
        if row and row.day not in days:
            days = tuple(sorted((*days, row.day)))
        self.day.choices = [SelectChoice(d.isoformat(), day_words(d)) for d in days]
        codes = dict.fromkeys((*event.languages, *LANGUAGES))
        words = [(code, language_name(code, locale())) for code in codes]
        self.languages.offer(words)
        self.interpretation.offer(words)

    def session(self) -> SessionValues:
        """What was written, its times joined to wall times of the event's zone."""
        starts, ends = self.wall_times()
        own = {"day", "starts", "ends", "next_day"}
        names = [name for name in SessionValues.__slots__ if name not in own]
        return SessionValues(**self.values(*names), starts=starts, ends=ends)

    def wall_times(self) -> tuple[datetime, datetime]:
        """Start and end as written; only for a form whose day and times could be read."""
        day, starts, ends = self.day.data, self.starts.data, self.ends.data
        assert starts is not None
        assert ends is not None
        last = day + timedelta(days=1) if self.next_day.data else day
        return datetime.combine(day, starts), datetime.combine(last, ends)


class GuestForm(Form):
    """Somebody to invite, by the name of a person whom the event knows."""

    # The form stands beside others that have a name.
    name = Line(_("Guest"), required=True, id="guest-name")


class ShiftForm(Form):
    """A shift, by the name of a person whom the event knows."""

    # As above; so have the minutes.
    name = Line(_("Interpreter"), required=True, id="interpreter-name")
    language = SelectField(_("Into"), choices=[])
    after = Whole(_("Minutes after the start"), low=0, high=LONGEST, default=0)
    minutes = Whole(
        _("For how many minutes"),
        id="shift-minutes",
        low=1,
        high=LONGEST,
        description=_("Empty: to the end."),
    )

    def offer(self, spoken: Iterable[str]) -> None:
        """The languages of the session first, then every other."""
        codes = dict.fromkeys((*spoken, *LANGUAGES))
        self.language.choices = [
            SelectChoice(code, language_name(code, locale())) for code in codes
        ]

    def shift(self) -> dict[str, Any]:
        return {**self.values("language", "minutes"), "after": self.after.data or 0}


def filled(row: SessionRow) -> dict[str, Any]:
    """What the form of a session shows at first."""
    names = [name for name in SessionValues.__slots__ if name not in ("starts", "ends")]
    return {
        **{name: getattr(row, name) for name in names},
        "version": row.version,
        "day": row.day,
        "starts": row.starts.time(),
        "ends": row.ends.time(),
        "next_day": row.days_later > 0,
    }


def started(
    event: EventRow, choices: Choices, last: SessionRow | None, day: date | None
) -> dict[str, Any]:
    """What a new session's form shows at first: it follows the last one of its day."""
    starts, ends = USUAL
    if last and last.days_later == 0 and last.ends.hour < 23:
        starts, ends = last.ends.time(), (last.ends + timedelta(hours=1)).time()
    return {
        "code": choices.code,
        "kind": SessionKind.PLENARY,
        "day": day or event.starts_on,
        "starts": starts,
        "ends": ends,
        "part_id": last.part_id if last else next((key for key, _name in choices.parts), None),
        "room_id": last.room_id if last else None,
        "languages": last.languages if last else (),
        "interpretation": last.interpretation if last else (),
    }


def _named(pairs: Iterable[tuple[int, Any]]) -> list[tuple[int, str]]:
    return [(key, plain(name)) for key, name in pairs]
