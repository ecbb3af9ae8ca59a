"""Addresses and telephone numbers, in the one form in which they are kept.

The libraries that know them are loaded when the first is written down: a page needs neither.
"""

from __future__ import annotations

LONGEST_PHONE = 40


def email_address(text: str) -> str | None:
    """The address with its domain in small letters (RFC 5321, ASCII before the @); None if none."""
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return None
    return found.normalized


def phone_number(text: str, country: str) -> str | None:
    """The number in international form (ITU-T E.123); None if it can't be one.

    Without its country's code it is taken as one of the country (ISO 3166-1 alpha-2, or empty).
    """
    import phonenumbers

    try:
        number = phonenumbers.parse(text[: LONGEST_PHONE + 1], country or None)
    except phonenumbers.NumberParseException:
        return None
    if len(text) > LONGEST_PHONE or not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
