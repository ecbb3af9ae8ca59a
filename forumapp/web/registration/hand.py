"""The secretariat's forms: somebody entered by hand, and a registration corrected."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from forumapp.domain.delegations import Capacity
from forumapp.domain.questions import QuestionKind
from forumapp.domain.registration import Details
from forumapp.http.forms import CodeField, VersionField
from forumapp.services import registration
from forumapp.web.registration.forms import RegistrationForm
from forumapp.web.registration.questions.form import demand


class HandForm(RegistrationForm):
    """Somebody whom the secretariat enters: all but the name may be missing."""

    approved: Any = BooleanField(_("Approve at once"), default=True)

    strict = False
    organisations: tuple[str, ...] = ()

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        demand(self.printed_name, wanted=True)

    def suggest(self, organisations: tuple[str, ...]) -> None:
        """Offer these where an organisation is asked for; any other may be written."""
        self.organisations = organisations
        kind = QuestionKind.ORGANISATION
        own = (question.name for question in self.asks.questions if question.kind is kind)
        for name in ("organisation", *own):
            if name in self:
                self[name].render_kw = {"list": "organisations"}

    def details(self) -> Details:
        return registration.details_by_hand(
            self.texts(), locale=self.locale.data, listed=self.is_listed
        )


class CorrectionForm(HandForm):
    """A registration as the secretariat corrects it; seats are moved on the registration's page."""

    version = VersionField()
    capacity = CodeField(_("Capacity in the delegation"), Capacity)
    parts = None
    key = None
    approved = None


class DeskForm(HandForm):
    """Somebody at the desk: what a badge needs, and no more."""

    approved = None
    phone = None
    family_name = None
    honorific = None
    native_name = None
    access_needs = None
    dietary_needs = None
