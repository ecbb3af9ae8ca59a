"""The people of an event as its lists print them: by delegation, in the order of protocol."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.delegations import DelegationFacts
from forumapp.domain.events import Mode
from forumapp.domain.proceedings import ListedDelegation, ParticipantFacts, by_precedence
from forumapp.domain.registration import RegistrationStatus, SeatStatus
from forumapp.domain.text import Translated
from forumapp.i18n.countries import country_name
from forumapp.i18n.delegations import arranged
from forumapp.models import Delegation, Event, Person, Registration, Seat
from forumapp.services.publications.draft import person_facts
from forumapp.services.rows import read

# The language whose alphabet orders the list: one order for all editions, as meetings have it.
ALPHABET = "en"


def listed(event: Event, *where: sa.ColumnElement[bool]) -> tuple[ListedDelegation, ...]:
    """Everyone approved whose registration meets `where`, but for who still waits for every seat.

    Delegations come in the event's order, then those without one. Three queries.
    """
    members: dict[int | None, list[ParticipantFacts]] = {}
    for delegation_id, participant in _participants(event.id, where):
        members.setdefault(delegation_id, []).append(participant)
    facts = tuple(
        read(DelegationFacts, row)
        for row in db.session.scalars(sa.select(Delegation).filter_by(event_id=event.id))
    )
    ordered = arranged(facts, event)
    delegations = tuple(
        ListedDelegation(
            category=one.category,
            country=one.country,
            name=one.name,
            participants=by_precedence(members[one.id]),
        )
        for one in ordered
        if one.id in members
    )
    return delegations + _others(members.get(None, ()))


def _participants(
    event_id: int, where: Iterable[sa.ColumnElement[bool]]
) -> Iterable[tuple[int | None, ParticipantFacts]]:
    wanted = sa.select(Registration.id).where(
        Registration.event_id == event_id,
        Registration.status == RegistrationStatus.APPROVED,
        *where,
    )
    held: dict[int, set[Mode]] = {}
    asked: set[int] = set()
    for seat in db.session.execute(
        sa.select(Seat.registration_id, Seat.mode, Seat.status).where(
            Seat.registration_id.in_(wanted)
        )
    ):
        asked.add(seat.registration_id)
        if seat.status is SeatStatus.HELD:
            held.setdefault(seat.registration_id, set()).add(seat.mode)
    rows = db.session.execute(
        sa.select(Registration, Person)
        .join(Person, Person.id == Registration.person_id)
        .where(Registration.id.in_(wanted), Person.erased_at.is_(None))
        .order_by(Registration.id)
    )
    for registration, person in rows:
        if registration.id in asked and registration.id not in held:
            continue
        modes = held.get(registration.id, set())
        yield (
            registration.delegation_id,
            ParticipantFacts(
                person=replace(person_facts(person), biography=Translated(), photo=""),
                capacity=registration.capacity,
                position=registration.position,
                modes=tuple(mode for mode in Mode if mode in modes),
            ),
        )


def _others(people: Iterable[ParticipantFacts]) -> tuple[ListedDelegation, ...]:
    """Those without a delegation, by country; who names none comes last."""
    countries: dict[str, list[ParticipantFacts]] = {}
    for one in people:
        countries.setdefault(one.person.country, []).append(one)
    return tuple(
        ListedDelegation(category=None, country=code, participants=by_precedence(countries[code]))
        for code in sorted(countries, key=lambda code: (not code, _country(code)))
    )


def _country(code: str) -> str:
    return country_name(code, ALPHABET).casefold() if code else ""
