"""The form of a registration: sent by anyone, or over one's own."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, widgets
from wtforms.fields import SelectChoice

from forumapp.domain.delegations import DelegationFacts
from forumapp.domain.errors import Invalid
from forumapp.domain.registration import LONGEST, Details, Wish
from forumapp.http.forms import (
    CountryField,
    Line,
    Lines,
    ReferenceField,
    VersionField,
)
from forumapp.http.locale import locale
from forumapp.i18n import catalogue
from forumapp.i18n.countries import country_name
from forumapp.services import registration
from forumapp.services.registration import Offer, RegistrationRow
from forumapp.web.registration.parts import PartsField
from forumapp.web.registration.questions.form import NO_COUNTRY, AskingForm

Read = TypeVar("Read")

HONORIFICS = ("H.E.", "H.E. Mr.", "H.E. Ms.", "Hon.", "Dr.", "Prof.", "Mr.", "Ms.", "Mrs.")
TEXTS = (
    *("honorific", "printed_name", "family_name", "native_name", "title", "organisation"),
    *("country", "email", "phone", "access_needs", "dietary_needs"),
)
_WORDS = {
    "none": lambda: gettext("Choose at least one part, in the room or online."),
    "not_offered": lambda: gettext("Please choose one of those offered."),
    "full": lambda: gettext("That has no seat left. You keep the seat you have."),
    "delegation_full": lambda: gettext("This delegation has as many people as its quota allows."),
    "two_heads": lambda: gettext("A delegation has one head."),
}


class KeyField(HiddenField):  # type: ignore[misc]  # WTForms has no types
    """A random key made with the form: however often the form is sent, it counts once."""

    SHAPE = re.compile(r"[A-Za-z0-9_-]{20,64}")

    def process_formdata(self, valuelist: list[str]) -> None:
        key = valuelist[0] if valuelist else ""
        self.data = key if self.SHAPE.fullmatch(key) else secrets.token_urlsafe(24)

    def _value(self) -> str:
        self.data = self.data or secrets.token_urlsafe(24)
        return str(self.data)


class _Reference(ReferenceField):
    """A choice whose numbers only the service knows, which refuses those of another event."""

    def pre_validate(self, form: Any) -> None:
        """The page's choices are read from the database only when the page is shown."""


class _Country(CountryField):
    """A country, or the word that one comes for none."""

    def __init__(self, label: Any, **given: Any) -> None:
        super().__init__(label, required=True, empty=_("Choose …"), **given)
        none = SelectChoice(NO_COUNTRY, gettext("None: an organisation of many countries"))
        self.choices.insert(1, none)


class PersonForm(AskingForm):
    """What a person writes of themselves and wishes for, in the order of the page."""

    printed_name = Line(
        _("Name"),
        required=True,
        description=_("As it is to stand on the badge and in the programme."),
    )
    family_name: Any = Line(
        _("Family name"),
        description=_("The part of the name that is one; empty where there is none."),
    )
    honorific: Any = Line(_("Honorific"), longest=LONGEST["honorific"])
    native_name: Any = Line(_("Name in its own script"))
    title: Any = Line(_("Title or position"), longest=LONGEST["title"])
    organisation: Any = Line(_("Ministry or organisation"), longest=LONGEST["organisation"])
    country: Any = _Country(_("Country represented"))
    email = Line(
        _("E-mail"),
        required=True,
        longest=254,
        widget=widgets.EmailInput(),
        description=_("The personal link, calendar entry and QR code are sent there."),
    )
    phone: Any = Line(
        _("Telephone"),
        longest=40,
        widget=widgets.TelInput(),
        description=_("For urgent news on the day, such as +855 12 345 678."),
    )
    locale = RadioField(_("Language of our mails"))
    category: Any = _Reference(_("Attends as"), required=True)
    delegation: Any = _Reference(_("Delegation"))
    parts: Any = PartsField(_("In the room or online"))
    access_needs: Any = Lines(
        _("Access needs"),
        longest=LONGEST["access_needs"],
        description=_("Such as a step-free way, a hearing loop, a seat near the front."),
    )
    dietary_needs: Any = Lines(
        _("Dietary needs"),
        longest=LONGEST["dietary_needs"],
        description=_("Such as halal, vegetarian, allergies."),
    )
    listed: Any = BooleanField(
        _("On the published list of participants"),
        description=_("With name, title and organisation. It may be left open, and changed later."),
    )

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.locale.choices = [
            SelectChoice(code, catalogue.own_name(code)) for code in catalogue.locales()
        ]
        if not self.locale.data:
            self.locale.data = locale()

    def offer(self, offer: Offer) -> None:
        """Set what may be chosen in this event."""
        self.offered = offer
        if self.parts is not None:
            self.parts.offer(offer.parts)
        if self.category is not None:
            names = ((row.id, row.name.pick(locale())) for row in offer.categories)
            self.category.offer(names, empty=_("Choose …"))
            if len(offer.categories) == 1:
                self.category.data = offer.categories[0].id
        if self.delegation is not None:
            self.delegation.offer(_named(offer.delegations), empty=_("None"))

    def checked(self) -> Details | None:
        """The details that may be kept; None when a field of this form is marked as wrong.

        What the form itself knows and what only the service knows is said at once.
        """
        fine = self.validate()
        details, answers = self._tried(self.details), self._tried(self.answers)
        if fine and self.status == 200 and details is not None:
            return replace(details, answers=answers)
        self.status = 422
        return None

    def _tried(self, read: Callable[[], Read]) -> Read | None:
        """What was read of the form; None, with its fields marked, where it can't be kept."""
        try:
            return read()
        except Invalid as refusal:
            fresh = {
                name: code
                for name, code in refusal.errors.items()
                if name not in self or not self[name].errors
            }
            self.refuse_here(Invalid(fresh, refusal.facts))
            self.status = 422
            return None

    def details(self) -> Details:
        """The details as the service takes them; Invalid with what is wrong."""
        return registration.details(self.texts(), locale=self.locale.data, listed=self.is_listed)

    @property
    def is_listed(self) -> bool:
        """Whether the consent to be listed was given; not where it isn't asked for."""
        return bool(self.listed and self.listed.data)

    def texts(self) -> dict[str, str]:
        """The texts as they were typed."""
        texts = self.values(*(name for name in TEXTS if name in self))
        if texts.get("country") == NO_COUNTRY:
            texts["country"] = ""
        return texts

    def refuse_here(self, error: Invalid) -> None:
        """Put a refusal beside its field, in the words of this form."""
        self.refuse(error, _WORDS)


class RegistrationForm(PersonForm):
    """The public form."""

    key: Any = KeyField()

    def wish(self) -> Wish:
        return Wish(
            category_id=self.category.data,
            delegation_id=self.delegation.data,
            parts=self.parts.data,
        )


class OwnForm(PersonForm):
    """One's own registration; category and delegation are the secretariat's to change."""

    version = VersionField()
    category = None
    delegation = None


def filled(row: RegistrationRow) -> dict[str, Any]:
    """What a form over a registration starts with."""
    person = row.person
    return {
        "honorific": person.honorific,
        "printed_name": person.printed_name,
        "family_name": person.family_name,
        "native_name": person.native_name,
        "title": person.title.pick(locale()),
        "organisation": person.organisation.pick(locale()),
        "country": person.country or NO_COUNTRY,
        "email": row.email,
        "phone": row.phone,
        "locale": row.locale,
        "category": row.category_id,
        "delegation": row.delegation_id,
        "capacity": row.capacity,
        "parts": row.parts,
        "access_needs": row.access_needs,
        "dietary_needs": row.dietary_needs,
        "listed": row.listed,
        "version": row.version,
    }


def _named(delegations: Iterable[DelegationFacts]) -> Iterable[tuple[int, str]]:
    """Delegations as the form lists them: states, then organisations."""
    for facts in delegations:
        name = facts.name.pick(locale())
        yield facts.id, country_name(facts.country, locale()) if facts.country else name
