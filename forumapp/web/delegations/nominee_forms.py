"""The forms of a focal point: a nominee, new, changed, or in the place of another."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from forumapp.domain.delegations import Capacity
from forumapp.http.forms import CodeField, Form, Lines, ReferenceField, VersionField, WallTime
from forumapp.http.locale import locale
from forumapp.services.registration import Offer
from forumapp.web.registration.hand import HandForm
from forumapp.web.registration.parts import PartsField


class NomineeForm(HandForm):
    """Somebody whom the focal point nominates: all but the name may be missing."""

    capacity: Any = CodeField(_("Capacity in the delegation"), Capacity)
    reads_confidential = False
    approved = None
    delegation = None


class ChangeForm(NomineeForm):
    """A nominee as they are; the category is the secretariat's to change."""

    version = VersionField()
    category = None
    key = None


class SubstituteForm(NomineeForm):
    """Somebody in the place of a nominee, whose seats and capacity they take over."""

    category = None
    parts = None
    capacity = None


class PasteForm(Form):
    """Rows of nominees, and what goes for all of them."""

    rows = Lines(_("Rows from a spreadsheet"), longest=1_000_000)
    category: Any = ReferenceField(_("They come as"), required=True)
    parts: Any = PartsField(_("How they take part"))
    listed = BooleanField(_("Put them on the published list of participants"))

    def offer(self, offer: Offer) -> None:
        """Set what may be chosen in this event."""
        self.parts.offer(offer.parts)
        names = ((row.id, row.name.pick(locale())) for row in offer.categories)
        self.category.offer(names, empty=_("Choose …"))
        if len(offer.categories) == 1:
            self.category.data = offer.categories[0].id


class AskForm(Form):
    """Why the deadline should not count."""

    reason = Lines(
        _("Why, and what you need to change"),
        required=True,
        longest=1000,
    )


class AnswerForm(Form):
    """What the secretariat answers."""

    until = WallTime(_("Changes are possible until"))
    answer = Lines(_("What you write to the focal point"), longest=1000)
