"""The tour de table: a statement of each delegation, in the order of countries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.delegations import CAPACITY_RANK
from forumapp.domain.events import Mode
from forumapp.domain.registration import RegistrationStatus, SeatStatus
from forumapp.domain.speakers import SpeakerMode, SpeakingPart
from forumapp.models import Delegation, Event, Person, Registration, Seat, Speaker
from forumapp.services import audit
from forumapp.services.access import require
from forumapp.services.delegations import DelegationRow
from forumapp.services.delegations.rows import in_order
from forumapp.services.speakers.editing import insert, number, order_of
from forumapp.services.speakers.rows import LineValues


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour:
    """How many lines were added, and the delegations of whom nobody is approved."""

    added: int
    silent: tuple[DelegationRow, ...]


def tour_de_table(actor: Actor, event_id: int, session_id: int, *, minutes: int) -> Tour:
    """Give each delegation a statement of so many minutes, in the event's order of countries.

    Its head makes it, or whoever stands first in it of those approved; a statement that a member
    has already stays theirs. Statements stand together, where the first one stood, or before the
    closing remarks.
    """
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    order = order_of(event_id, session_id)
    members = _members(event_id)
    made = _statements(session_id)
    statements: list[int] = []
    silent: list[DelegationRow] = []
    added = 0
    for delegation in _delegations(event_id):
        people = members.get(delegation.id, {})
        theirs = [line for person, lines in made.items() if person in people for line in lines]
        if not theirs and people:
            person_id, mode = next(iter(people.items()))
            values = LineValues(part=SpeakingPart.STATEMENT, minutes=minutes, mode=mode)
            after = (*order, *statements)
            theirs = [insert(event_id, session_id, person_id, values, after=after)]
            added += 1
        elif not theirs:
            silent.append(delegation)
        statements += theirs
    number(_arranged(order, statements, closing=_closing(session_id)))
    audit.note(
        actor,
        event_id,
        action="tour_de_table",
        noun="sessions",
        object_id=session_id,
        after={"minutes": minutes, "added": added},
    )
    return Tour(added=added, silent=tuple(silent))


def _arranged(
    order: Sequence[int], statements: Sequence[int], *, closing: Iterable[int]
) -> tuple[int, ...]:
    """The lines in order, with the statements together in the one given."""
    others = [line for line in order if line not in statements]
    there = [line for line in order if line in statements] or [
        line for line in order if line in closing
    ]
    before = order[: order.index(there[0])] if there else others
    place = sum(1 for line in before if line in others)
    return (*others[:place], *statements, *others[place:])


def _delegations(event_id: int) -> tuple[DelegationRow, ...]:
    event = db.session.get_one(Event, event_id)
    return in_order(db.session.scalars(sa.select(Delegation).filter_by(event_id=event_id)), event)


def _members(event_id: int) -> Mapping[int, Mapping[int, SpeakerMode]]:
    """Delegation to its approved people, first in protocol first, and how each would be heard."""
    online = sa.exists().where(
        Seat.registration_id == Registration.id,
        Seat.mode == Mode.ONLINE,
        Seat.status != SeatStatus.RELEASED,
    )
    in_room = sa.exists().where(
        Seat.registration_id == Registration.id,
        Seat.mode == Mode.ROOM,
        Seat.status != SeatStatus.RELEASED,
    )
    found = db.session.execute(
        sa.select(Registration, Person.id, sa.and_(online, sa.not_(in_room)))
        .join(Person, Person.id == Registration.person_id)
        .where(
            Registration.event_id == event_id,
            Registration.delegation_id.is_not(None),
            Registration.status == RegistrationStatus.APPROVED,
        )
    ).all()
    people: dict[int, dict[int, SpeakerMode]] = {}
    for row, person_id, far in sorted(found, key=lambda one: _precedence(one[0])):
        mode = SpeakerMode.VIDEO_LINK if far else SpeakerMode.ROOM
        people.setdefault(row.delegation_id or 0, {})[person_id] = mode
    return people


def _precedence(row: Registration) -> tuple[int, int, int]:
    return CAPACITY_RANK[row.capacity], row.position, row.id


def _statements(session_id: int) -> Mapping[int, list[int]]:
    """Person to the lines in which they make a statement, in order; who was replaced makes none."""
    found = db.session.scalars(
        sa.select(Speaker)
        .filter_by(session_id=session_id, part=SpeakingPart.STATEMENT)
        .order_by(Speaker.position, Speaker.id)
    )
    lines: dict[int, list[int]] = {}
    for line in found:
        if line.status.speaks:
            lines.setdefault(line.person_id, []).append(line.id)
    return lines


def _closing(session_id: int) -> set[int]:
    return set(
        db.session.scalars(
            sa.select(Speaker.id).filter_by(
                session_id=session_id, part=SpeakingPart.CLOSING_REMARKS
            )
        )
    )
