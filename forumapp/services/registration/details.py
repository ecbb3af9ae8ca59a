"""From what was typed to what may be kept: texts, address, telephone, country, language."""

from __future__ import annotations

from collections.abc import Mapping

from forumapp.domain.errors import Invalid
from forumapp.domain.registration import (
    LONGEST,
    Details,
    cleaned,
    family_part,
    text_errors,
)
from forumapp.domain.text import one_line
from forumapp.i18n import catalogue
from forumapp.i18n.countries import country_codes
from forumapp.services import contact


def details(raw: Mapping[str, str], *, locale: str, listed: bool) -> Details:
    """The details in a form that someone fills in for themselves: an address is required.

    Raises Invalid with every field that is wrong: `required`, `too_many_characters`, `not_in_name`,
    `not_an_email`, `not_a_phone`, `not_a_choice`.
    """
    errors: dict[str, str] = {}
    if not one_line(raw.get("email", "")):
        errors["email"] = "required"
    return _details(raw, locale=locale, listed=listed, errors=errors)


def details_by_hand(raw: Mapping[str, str], *, locale: str, listed: bool) -> Details:
    """The details that the secretariat enters for someone, who may have no address."""
    return _details(raw, locale=locale, listed=listed, errors={})


def _details(
    raw: Mapping[str, str], *, locale: str, listed: bool, errors: dict[str, str]
) -> Details:
    texts = cleaned(raw)
    errors |= text_errors(texts)
    country = one_line(raw.get("country", ""))
    if country and country not in country_codes():
        errors["country"] = "not_a_choice"
    if locale not in catalogue.locales():
        errors["locale"] = "not_a_choice"
    email = _email(one_line(raw.get("email", "")), errors)
    phone = _phone(one_line(raw.get("phone", "")), country, errors)
    if errors:
        raise Invalid(errors, {name: {"longest": most} for name, most in LONGEST.items()})
    texts["family_name"] = family_part(texts["printed_name"], texts["family_name"]) or ""
    return Details(
        country=country,
        email=email,
        phone=phone,
        locale=locale,
        listed=listed,
        answers=None,
        **texts,
    )


def _email(text: str, errors: dict[str, str]) -> str:
    found = contact.email_address(text) if text else ""
    if found is None:
        errors["email"] = "not_an_email"
    return found or ""


def _phone(text: str, country: str, errors: dict[str, str]) -> str:
    found = contact.phone_number(text, country) if text else ""
    if found is None:
        errors["phone"] = "not_a_phone"
    return found or ""
