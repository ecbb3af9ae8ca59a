"""The facts of a proceedings volume as the tables have them now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from cattrs.preconf.json import make_converter

from forumapp.db import db
from forumapp.domain import clock
from forumapp.domain.agenda import Visibility
from forumapp.domain.delegations import DelegationFacts, order
from forumapp.domain.events import Mode
from forumapp.domain.proceedings import (
    ListedDelegation,
    ParticipantFacts,
    Proceedings,
    SpeechFacts,
    by_precedence,
)
from forumapp.domain.programme import Programme
from forumapp.domain.registration import RegistrationStatus, SeatStatus
from forumapp.domain.text import Translated
from forumapp.i18n.countries import country_name
from forumapp.models import Delegation, Event, Person, Registration, Release, Seat, Speaker
from forumapp.services.publications.draft import person_facts
from forumapp.services.publications.snapshot import programme
from forumapp.services.rows import read

# The language whose alphabet orders the list: one order for all editions, as meetings have it.
ALPHABET = "en"

_converter = make_converter()
_converter.register_unstructure_hook(Translated, lambda text: text.plain())
_converter.register_structure_hook(Translated, lambda texts, _: Translated(texts))


def proceedings(
    event_id: int, *, now: datetime, issued_on: date | None = None
) -> Proceedings | None:
    """The volume that issuing now would freeze; None before the first release.

    It holds what the latest release shows to everyone, the texts of who speaks in it, and those
    approved who agreed to be listed. A constant number of queries.
    """
    latest = sa.select(Release.id).filter_by(event_id=event_id).order_by(Release.number.desc())
    release_id = db.session.scalar(latest.limit(1))
    if release_id is None:
        return None
    event = db.session.get_one(Event, event_id)
    shown = programme(release_id).visible_to(Visibility.PUBLIC)
    return Proceedings(
        programme=shown,
        foreword=event.foreword,
        foreword_by=event.foreword_by,
        symbol=event.symbol,
        issued_on=issued_on or clock.wall(now, event.zone).date(),
        speeches=_speeches(event_id, shown),
        delegations=_list(event),
    )


def digest(facts: Proceedings) -> str:
    """SHA-256 of all that the volume holds."""
    content = {**dump(facts), "release": facts.programme.release.id}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def dump(facts: Proceedings) -> dict[str, Any]:
    """The snapshot of an issue: all but the programme, which its release keeps."""
    alone = replace(facts, programme=replace(facts.programme, sessions=(), people=()))
    dumped: dict[str, Any] = _converter.unstructure(alone)
    del dumped["programme"]
    return dumped


def load(snapshot: dict[str, Any], *, release_id: int) -> Proceedings:
    """The volume of an issue."""
    shown = programme(release_id).visible_to(Visibility.PUBLIC)
    nothing = _converter.unstructure(replace(shown, sessions=(), people=()))
    found = _converter.structure({**snapshot, "programme": nothing}, Proceedings)
    return replace(found, programme=shown)


def _speeches(event_id: int, shown: Programme) -> tuple[SpeechFacts, ...]:
    speaking = {s.id for session in shown.sessions for s in session.speakers if s.status.speaks}
    rows = db.session.execute(
        sa.select(Speaker.id, Speaker.text_language, Speaker.text)
        .join(Person, Person.id == Speaker.person_id)
        .where(Person.event_id == event_id, Speaker.text != "")
        .order_by(Speaker.session_id, Speaker.position, Speaker.id)
    )
    return tuple(
        SpeechFacts(speaker_id=row.id, language=row.text_language, text=row.text)
        for row in rows
        if row.id in speaking and row.text.strip()
    )


def _list(event: Event) -> tuple[ListedDelegation, ...]:
    """The list of participants: delegations in the event's order, then those without one."""
    members: dict[int | None, list[ParticipantFacts]] = {}
    for delegation_id, participant in _participants(event.id):
        members.setdefault(delegation_id, []).append(participant)
    facts = tuple(
        read(DelegationFacts, row)
        for row in db.session.scalars(sa.select(Delegation).filter_by(event_id=event.id))
    )
    ordered = order(facts, event.country_order, printed=_printed)
    listed = tuple(
        ListedDelegation(
            category=one.category,
            country=one.country,
            name=one.name,
            participants=by_precedence(members[one.id]),
        )
        for one in ordered
        if one.id in members
    )
    return listed + _others(members.get(None, ()))


def _participants(event_id: int) -> Iterable[tuple[int | None, ParticipantFacts]]:
    """Everyone approved who agreed to be listed, but for who still waits for every seat."""
    listed = sa.select(Registration.id).where(
        Registration.event_id == event_id,
        Registration.status == RegistrationStatus.APPROVED,
        Registration.listed.is_(True),
    )
    held: dict[int, set[Mode]] = {}
    asked: set[int] = set()
    for seat in db.session.execute(
        sa.select(Seat.registration_id, Seat.mode, Seat.status).where(
            Seat.registration_id.in_(listed)
        )
    ):
        asked.add(seat.registration_id)
        if seat.status is SeatStatus.HELD:
            held.setdefault(seat.registration_id, set()).add(seat.mode)
    rows = db.session.execute(
        sa.select(Registration, Person)
        .join(Person, Person.id == Registration.person_id)
        .where(Registration.id.in_(listed))
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


def _printed(delegation: DelegationFacts) -> str:
    return _country(delegation.country) or delegation.name.pick(ALPHABET)


def _country(code: str) -> str:
    return country_name(code, ALPHABET).casefold() if code else ""
