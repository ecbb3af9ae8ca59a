"""Writing people down, their photos, and new links for old ones."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from forumapp.db import db
from forumapp.domain import clock
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import Conflict, Invalid
from forumapp.domain.registration import family_part, same_as
from forumapp.i18n import catalogue
from forumapp.i18n.countries import country_codes
from forumapp.models import Person, Registration
from forumapp.services import audit, contact, rows, tokens
from forumapp.services.access import require
from forumapp.services.events.checks import Checks
from forumapp.services.people.queries import in_use
from forumapp.services.people.rows import PersonValues
from forumapp.services.registration.rows import is_superseded
from forumapp.services.tokens import Purpose

LONGEST_HONORIFIC = 60


def create(actor: Actor, event_id: int, values: PersonValues, *, now: datetime) -> int:
    """Write a person down; Invalid as for `save`."""
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    added = Person(event_id=event_id, key=str(uuid.uuid4()), created_at=now, **_checked(values))
    db.session.add(added)
    db.session.flush()
    return added.id


def save(
    actor: Actor, event_id: int, person_id: int, values: PersonValues, *, version: int | None
) -> None:
    """Change a person; Stale when somebody saved since `version`.

    Raises Invalid (`required`, `too_many_characters`, `not_in_name`, `not_a_choice`,
    `not_an_email`, `not_a_phone`, or `registered_already` when the new name and address are those
    of another registration).
    """
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    edited = _known(event_id, person_id)
    rows.assign(edited, _checked(values), version=version)
    _recognise(edited)
    _flush()


def set_photo(actor: Actor, event_id: int, person_id: int, key: str) -> None:
    """Show this file of the store as the person's photo; an empty key shows none.

    The file of an earlier photo stays, because a release that is out still shows it.
    """
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    _known(event_id, person_id).photo = key
    db.session.flush()


def rotate(actor: Actor, event_id: int, person_id: int, purpose: Purpose) -> None:
    """End every link of this purpose that the person has."""
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    tokens.rotate(_known(event_id, person_id), purpose)
    audit.note(actor, event_id, action=f"rotate_{purpose}", noun="people", object_id=person_id)
    db.session.flush()


def delete(actor: Actor, event_id: int, person_id: int) -> None:
    """Delete a person; Conflict `in_use` for who speaks, spoke or is registered."""
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    doomed = _known(event_id, person_id)
    if in_use(actor, event_id, person_id):
        raise Conflict("in_use")
    rows.remove(doomed)


def _known(event_id: int, person_id: int) -> Person:
    return rows.one(Person, person_id, event_id=event_id, erased_at=None)


def _checked(values: PersonValues) -> dict[str, Any]:
    """The values as they are kept: cleaned and within bounds."""
    checks = Checks(values.columns())
    given: dict[str, Any] = {
        "honorific": checks.line("honorific", longest=LONGEST_HONORIFIC),
        "printed_name": checks.line("printed_name", required=True),
        "native_name": checks.line("native_name"),
        "title": checks.texts("title"),
        "organisation": checks.texts("organisation"),
        "country": checks.line("country"),
        "biography": checks.texts("biography", rows=True),
        "email": checks.email("email"),
        "locale": values.locale,
        "zone": values.zone,
    }
    family = family_part(given["printed_name"], checks.line("family_name"))
    if family is None:
        checks.refuse("family_name", "not_in_name")
    if given["country"] and given["country"] not in country_codes():
        checks.refuse("country", "not_a_choice")
    if values.zone and not clock.is_zone(values.zone):
        checks.refuse("zone", "not_a_zone")
    if values.locale not in catalogue.locales():
        checks.refuse("locale", "not_a_choice")
    phone = _phone(checks, given["country"])
    checks.finish()
    return {**given, "family_name": family, "phone": phone}


def _phone(checks: Checks, country: str) -> str:
    text = checks.line("phone", longest=contact.LONGEST_PHONE)
    if not text or "phone" in checks.errors:
        return text
    found = contact.phone_number(text, country)
    if found is None:
        checks.refuse("phone", "not_a_phone")
    return found or text


def _recognise(person: Person) -> None:
    """Have a registered person's form be known again under the new name and address."""
    mark = same_as(email=person.email, printed_name=person.printed_name)
    with db.session.no_autoflush:
        registration = db.session.scalar(sa.select(Registration).filter_by(person_id=person.id))
    if registration and mark and not is_superseded(registration):
        registration.same_as = mark


def _flush() -> None:
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Invalid({"email": "registered_already"}) from error
