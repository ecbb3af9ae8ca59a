"""The form of a delegation."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from forumapp.domain.delegations import DelegationCategory
from forumapp.http.forms import (
    CodeField,
    CountryField,
    EditForm,
    Line,
    Mail,
    TranslatedField,
    Whole,
)
from forumapp.services.delegations.editing import MOST_PEOPLE

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
    focal_name = Line(_("Focal point: name"))
    focal_email = Mail(_("Focal point: e-mail"), longest=254)
