"""The form of a delegation."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField
from wtforms.fields import SelectChoice

from forumapp.domain.delegations import DelegationCategory
from forumapp.http.forms import (
    CodeField,
    CountryField,
    EditForm,
    Line,
    Mail,
    TranslatedField,
    WallTime,
    Whole,
)
from forumapp.i18n import catalogue
from forumapp.services.delegations.editing import MOST_PEOPLE
from forumapp.web.delegations.quotas import QuotasField

LIMIT = _("Empty: without limit.")


class DelegationForm(EditForm):
    """A delegation of a country, or of an organisation."""

    country = CountryField(_("Country"), empty=_("None: an organisation"))
    name = TranslatedField(
        _("Organisation"), description=_("Its name, where it is of no single country.")
    )
    category = CodeField(_("Category"), DelegationCategory)
    hosting = BooleanField(
        _("Hosts the event"),
        description=_("Stands first or last where the order of countries says so."),
    )
    quota_room = Whole(_("Quota in the room"), low=0, high=MOST_PEOPLE, description=LIMIT)
    quota_online = Whole(_("Quota online"), low=0, high=MOST_PEOPLE, description=LIMIT)
    quotas: Any = QuotasField(_("In single parts"))
    nominations_close_at = WallTime(
        _("A deadline of its own"),
        description=_("For nominations and changes. Empty: that of the event."),
    )
    focal_name = Line(_("Focal point: name"))
    focal_email = Mail(_("Focal point: e-mail"), longest=254)
    focal_locale = RadioField(_("Language of the mails to them"))

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.focal_locale.choices = [
            SelectChoice(code, catalogue.own_name(code)) for code in catalogue.locales()
        ]
        self.focal_locale.data = self.focal_locale.data or catalogue.SOURCE
