"""How long what is known of people is kept after an event, and when it goes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from forumapp.domain.questions import BuiltIn

NOTICE = 7  # days for which a deletion stands announced before it is carried out
MOST_DAYS = 3660


class Holding(StrEnum):
    """What is known of people beside their form, which an event keeps for so many days."""

    PHOTOS = "photos"
    MAILS = "mails"
    SCHEDULES = "schedules"
    CODES = "codes"
    ATTENDANCE = "attendance"


USUAL: Mapping[Holding, int | None] = {
    Holding.PHOTOS: None,
    Holding.MAILS: 365,
    Holding.SCHEDULES: 90,
    Holding.CODES: 30,
    Holding.ATTENDANCE: None,
}


class Readers(StrEnum):
    """Who reads it."""

    EVERYONE = "everyone"
    WORKSPACE = "workspace"
    CONTACT = "contact"
    REGISTRATIONS = "registrations"
    DECIDING = "deciding"
    THEMSELVES = "themselves"


READ_BY: Mapping[BuiltIn | Holding, Readers] = {
    BuiltIn.PRINTED_NAME: Readers.EVERYONE,
    BuiltIn.FAMILY_NAME: Readers.EVERYONE,
    BuiltIn.HONORIFIC: Readers.EVERYONE,
    BuiltIn.NATIVE_NAME: Readers.EVERYONE,
    BuiltIn.TITLE: Readers.EVERYONE,
    BuiltIn.ORGANISATION: Readers.EVERYONE,
    BuiltIn.COUNTRY: Readers.EVERYONE,
    BuiltIn.EMAIL: Readers.CONTACT,
    BuiltIn.PHONE: Readers.CONTACT,
    BuiltIn.ACCESS_NEEDS: Readers.REGISTRATIONS,
    BuiltIn.DIETARY_NEEDS: Readers.REGISTRATIONS,
    BuiltIn.LISTED: Readers.REGISTRATIONS,
    Holding.PHOTOS: Readers.WORKSPACE,
    Holding.MAILS: Readers.REGISTRATIONS,
    Holding.SCHEDULES: Readers.THEMSELVES,
    Holding.CODES: Readers.REGISTRATIONS,
    Holding.ATTENDANCE: Readers.REGISTRATIONS,
}


def goes_on(ends_on: date, days: int | None) -> date | None:
    """The day on which it goes: so many after the event's last, and never while it is on."""
    return None if days is None else ends_on + timedelta(days=max(1, days))


def shortest(*said: int | None) -> int | None:
    """Of what was said at different times the least, in days: a promise isn't made longer."""
    return min((days for days in said if days is not None), default=None)


def due(
    goes: date | None, announced: date | None, *, people: int, today: date
) -> tuple[date | None, bool]:
    """The day for which a deletion is to stand announced, if any, and whether it is done today.

    Nothing goes that wasn't announced for a week, to whatever the days were changed meanwhile.
    """
    if goes is None or not people or today < goes - timedelta(days=NOTICE):
        return None, False
    day = max(goes, announced or today + timedelta(days=NOTICE))
    return day, announced is not None and today >= day
