"""The forms of a person and of a photo."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import FileField, SelectField
from wtforms.fields import SelectChoice

from forumapp.http.forms import (
    CountryField,
    EditForm,
    Form,
    Line,
    Mail,
    TranslatedField,
    WallTime,
    ZoneField,
)
from forumapp.i18n import catalogue
from forumapp.services.people import PersonValues


class PersonForm(EditForm):
    """A person as protocol writes one."""

    honorific = Line(_("Honorific"), longest=60, description=_("H.E., Mr., Ms., Dr., Prof. …"))
    printed_name = Line(
        _("Name as printed"), required=True, description=_("In the order in which it is spoken.")
    )
    family_name = Line(
        _("Family name"), description=_("The part of the printed name that is the family name.")
    )
    native_name = Line(_("Name in native script"))
    title = TranslatedField(_("Title or position"), description=_("In full: it is never cut."))
    organisation = TranslatedField(_("Organisation"))
    country = CountryField(_("Country"), empty=_("No country"))
    biography = TranslatedField(_("Biography"), rows=5)
    email = Mail(_("E-mail"))
    phone = Line(
        _("Telephone"), longest=40, description=_("With the country’s code: +95 67 410 000")
    )
    locale = SelectField(_("Language of letters and pages"), default=catalogue.SOURCE, choices=[])

    zone = ZoneField(
        _("Clock"),
        empty=_("That of the country’s capital"),
        description=_("Where the person follows the meeting, when that is elsewhere."),
    )

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.locale.choices = [
            SelectChoice(code, catalogue.own_name(code)) for code in catalogue.locales()
        ]

    def person(self) -> PersonValues:
        return PersonValues(**self.values())


class PhotoForm(Form):
    """A photo to show beside the name."""

    photo = FileField(
        _("Choose a picture"),
        description=_(
            "JPEG, PNG or WebP. It is scaled down, and what the camera wrote is removed."
        ),
    )


class AbsenceForm(Form):
    """When a person can't take part, on the event's clock."""

    starts = WallTime(_("From"), required=True)
    ends = WallTime(_("Until"), required=True)
    note = Line(_("Why"))
