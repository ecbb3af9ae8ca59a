"""The forms of an event itself: a new one, a copy, its settings, its series."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from forumapp.domain.events import EventFormat, EventKind, EventState
from forumapp.http.forms import (
    CodeField,
    CodesField,
    Colour,
    Day,
    EditForm,
    Form,
    Line,
    Mail,
    ReferenceField,
    TranslatedField,
    WallTime,
    Whole,
    ZoneField,
)
from forumapp.http.forms.zones import capital_zones
from forumapp.http.locale import locale
from forumapp.i18n.catalogue import language_name, own_name
from forumapp.i18n.countries import zone_place
from forumapp.services.events.checks import LANGUAGES
from forumapp.services.events.series import FIRST_YEAR, LAST_YEAR, MOST_EDITIONS, SeriesRow

SLUG = _("Small letters (a–z), digits and hyphens. It stands in every address of the event.")


class _WithSeries(Form):
    """What the forms of an event have in common."""

    series_id = ReferenceField(_("Series"))
    series_name = TranslatedField(
        _("Name of a new series"), description=_("Fill this in only where the series is new.")
    )
    series_since = Whole(_("New series: year of its first edition"), low=FIRST_YEAR, high=LAST_YEAR)
    edition = Whole(
        _("Edition"),
        low=1,
        high=MOST_EDITIONS,
        description=_("Its number in the series, such as 16."),
    )
    title = TranslatedField(_("Title"), required=True)
    slug = Line(_("Short name for addresses"), required=True, longest=60, description=SLUG)
    kind = CodeField(_("Kind"), EventKind)
    format = CodeField(_("How people take part"), EventFormat)
    starts_on = Day(_("First day"), required=True)
    ends_on = Day(_("Last day"), required=True)
    zone = ZoneField(
        _("Time zone"),
        description=_("All times of the programme are written on this clock."),
    )
    place = TranslatedField(_("Place"), description=_("City, province and country."))
    languages = CodesField(
        _("Languages"),
        description=_("Every text of the event can be written in each of these."),
    )

    def offer(self, series: Iterable[SeriesRow], *, own: Iterable[str] = ()) -> None:
        """Set the choices: the series that may be chosen, and the languages."""
        rows = [(row.id, row.name.pick(locale())) for row in series]
        self._fields["series_id"].offer(rows, empty=str(_("None")))
        codes = dict.fromkeys((*LANGUAGES, *own))
        self._fields["languages"].offer((code, _language(code)) for code in codes)


class NewEventForm(_WithSeries):
    """What a draft needs to begin with."""


class EventForm(_WithSeries, EditForm):
    """Everything an event itself holds."""

    theme = TranslatedField(_("Theme"))
    venue = TranslatedField(_("Venue"), description=_("Building and address."))
    description = TranslatedField(_("About the event"), rows=4)
    practical = TranslatedField(
        _("Practical information"),
        rows=4,
        description=_("Getting there, visas, hotels, what to bring."),
    )
    notice = TranslatedField(
        _("Notice"), description=_("One line at the head of every public page of the event.")
    )
    state = CodeField(_("State"), EventState)
    accent = Colour(
        _("Accent colour"),
        description=_("White text must be readable on it: a contrast of 4.5 to 1 at least."),
    )
    contact_name = TranslatedField(_("Contact: name or office"))
    contact_email = Mail(_("Contact: e-mail"), longest=254)
    contact_phone = Line(_("Contact: telephone"), longest=60)
    registration_opens_at = WallTime(_("Registration opens"))
    registration_closes_at = WallTime(_("Registration closes"))
    changes_close_at = WallTime(
        _("Last change by participants"),
        description=_("Until then they can edit and withdraw. Empty: until registration closes."),
    )
    nominations_close_at = WallTime(
        _("Nominations by focal points close"),
        description=_("A delegation may have a deadline of its own. Empty: none."),
    )
    promotes = BooleanField(
        _("Give seats that come free to those who wait"),
        description=_("By itself, in the order of the waiting list; otherwise you give each seat."),
    )
    offer_hours = Whole(
        _("Hours to accept such a seat"),
        low=0,
        high=14 * 24,
        description=_("It is kept so long, then goes to the next. 0 or empty: theirs at once."),
    )
    symbol = Line(
        _("Symbol of the documents"),
        longest=60,
        description=_("Printed on the programme and the proceedings, such as CAF/2026/INF.1."),
    )
    capitals = CodesField(
        _("Capitals whose times are printed"),
        description=_("Beside the clock of the event, in the programme."),
    )
    foreword = TranslatedField(
        _("Foreword of the proceedings"), rows=6, description=_("Written in Markdown.")
    )
    foreword_by = TranslatedField(_("Foreword signed by"), rows=2, description=_("Name and title."))
    move_sessions = BooleanField(
        _("Move the sessions with the first day"),
        description=_("Each keeps its time of day and moves by as many days."),
    )

    def offer(self, series: Iterable[SeriesRow], *, own: Iterable[str] = ()) -> None:
        """The same, and the capitals, with others that the event has already."""
        super().offer(series, own=self._fields["languages"].object_data or ())
        zones = dict.fromkeys((*capital_zones(), *own))
        self._fields["capitals"].offer(
            sorted(((zone, zone_place(zone, locale())) for zone in zones), key=lambda z: z[1])
        )


class CopyForm(Form):
    """What a new edition has of its own."""

    title = TranslatedField(_("Title"), required=True)
    edition = Whole(_("Edition"), low=1, high=MOST_EDITIONS)
    slug = Line(_("Short name for addresses"), required=True, longest=60, description=SLUG)
    starts_on = Day(
        _("First day"),
        required=True,
        description=_("Every other day and deadline moves with it."),
    )


class SeriesForm(EditForm):
    """The name that all editions of a series bear."""

    name = TranslatedField(_("Name in full"), required=True)
    since = Whole(_("Year of the first edition"), low=FIRST_YEAR, high=LAST_YEAR)


def _language(code: str) -> str:
    """A language in its own words and in the page's: ខ្មែរ (Khmer)."""
    own, here = own_name(code), language_name(code, locale())
    return own if own == here else f"{own} ({here})"
