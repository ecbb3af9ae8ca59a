"""The secretariat's decisions about registrations, one at a time or many at once.

However many are decided, the statements are as many as for one: rows are read together, changed,
and written together. Only who was asked to sessions of the programme is looked at singly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.access import Action, Actor
from forumapp.domain.deciding import Act, Shift, shifts
from forumapp.domain.errors import Invalid, NotFound
from forumapp.domain.events import modes
from forumapp.domain.mail import MailKind
from forumapp.domain.registration import LONGEST_NOTE, RegistrationStatus, SeatStatus
from forumapp.domain.text import many_lines
from forumapp.models import Event, Person, Registration, Seat
from forumapp.services import audit
from forumapp.services.access import require
from forumapp.services.audit import Change
from forumapp.services.invitations import Items
from forumapp.services.registration import promotion, sessions
from forumapp.services.registration.heads import step_down
from forumapp.services.registration.notices import Notice, tell_all
from forumapp.services.registration.rows import is_superseded, version_of
from forumapp.services.registration.seats import open_allotment, seats_held
from forumapp.services.registration.writing import rewrite_all


@dataclass(frozen=True, slots=True)
class Chosen:
    """A registration as the one who decides saw it."""

    id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What became of those chosen. Only those done were changed and told.

    `unchanged` were so already, `meanwhile` were changed since they were shown, `superseded` have
    registered anew, `inactive` have no seats to be moved, and `full` keep theirs because there is
    none in the other mode.
    """

    done: tuple[int, ...] = ()
    unchanged: tuple[int, ...] = ()
    meanwhile: tuple[int, ...] = ()
    superseded: tuple[int, ...] = ()
    inactive: tuple[int, ...] = ()
    full: tuple[int, ...] = ()


Pair = tuple[Registration, Person]


@dataclass(slots=True, kw_only=True)
class _Case:
    """The registrations that an act changes, and what it does to their seats."""

    event_id: int
    act: Act
    now: datetime
    pairs: Sequence[Pair]
    shifts: Mapping[int, Sequence[Shift]]
    seats: Mapping[int, Sequence[Seat]]
    items: dict[int, Items] = field(default_factory=dict)


def decide(
    actor: Actor,
    event_id: int,
    act: Act,
    chosen: Iterable[Chosen],
    *,
    part_id: int | None = None,
    reason: str = "",
    now: datetime,
) -> Decided:
    """Do this with those chosen; what moves seats does so in one part, or in all.

    Who is moved to the waiting list stays there until the secretariat gives a seat. Who is approved
    again, while another leads the delegation, becomes a delegate. Raises NotFound when one isn't
    the event's, and Invalid `not_offered` for a mode that the event doesn't have.
    """
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    check_offered(event_id, act)
    versions = {choice.id: choice.version for choice in chosen}
    found: dict[str, list[int]] = {name: [] for name in Decided.__dataclass_fields__}
    standing: list[Pair] = []
    for registration, person in _held(event_id, sorted(versions)):
        what = _standing(registration, person, act, versions[registration.id])
        if what:
            found[what].append(registration.id)
        else:
            standing.append((registration, person))
    case = _case(event_id, act, standing, part_id, now)
    done = []
    for registration, person in standing:
        what = _outcome(act, case.shifts.get(registration.id, ()))
        found[what].append(registration.id)
        if what == "done":
            done.append((registration, person))
    case.pairs = done
    if done:
        _carry_out(case, reason=many_lines(reason)[:LONGEST_NOTE])
    return Decided(**{what: tuple(ids) for what, ids in found.items()})


def check_offered(event_id: int, act: Act) -> None:
    """Raise Invalid `not_offered` (mode) for a mode that the event's format doesn't have."""
    if act.mode and act.mode not in modes(db.session.get_one(Event, event_id).format):
        raise Invalid({"mode": "not_offered"})


def _standing(registration: Registration, person: Person, act: Act, version: int) -> str:
    """Why the act doesn't come to this registration; empty when it does."""
    if act.status and registration.status is act.status:
        return "unchanged"
    if version_of(registration, person) != version:
        return "meanwhile"
    if is_superseded(registration):
        return "superseded"
    return "inactive" if not act.status and not registration.status.active else ""


def _outcome(act: Act, moved: Sequence[Shift]) -> str:
    if act.status or any(not shift.refusal for shift in moved):
        return "done"
    return "full" if moved else "unchanged"


def _held(event_id: int, ids: list[int]) -> list[Pair]:
    """The registrations, none to be changed by anyone else until the transaction ends."""
    lock(Registration, *ids)
    rows = db.session.execute(
        sa.select(Registration, Person)
        .join(Person, Person.id == Registration.person_id)
        .where(Registration.event_id == event_id, Registration.id.in_(ids))
        .order_by(Registration.id)
        .execution_options(populate_existing=True)
    ).all()
    if len(rows) < len(ids):
        raise NotFound
    return [(registration, person) for registration, person in rows]


def _case(
    event_id: int, act: Act, pairs: Sequence[Pair], part_id: int | None, now: datetime
) -> _Case:
    ids = [registration.id for registration, _ in pairs]
    delegations = {registration.delegation_id for registration, _ in pairs}
    moved = planned(event_id, act, ids, delegations, part_id=part_id, locked=True)
    seats: dict[int, list[Seat]] = {}
    for seat in db.session.scalars(
        sa.select(Seat)
        .where(Seat.registration_id.in_(ids))
        .order_by(Seat.registration_id, Seat.part_id)
        .execution_options(populate_existing=True)
    ):
        seats.setdefault(seat.registration_id, []).append(seat)
    return _Case(event_id=event_id, act=act, now=now, pairs=pairs, shifts=moved, seats=seats)


def planned(
    event_id: int,
    act: Act,
    ids: Sequence[int],
    delegations: Iterable[int | None],
    *,
    part_id: int | None,
    locked: bool,
) -> dict[int, list[Shift]]:
    """What the act does to seats, by registration; the locks come before the count."""
    parts = db.session.scalars(
        sa.select(Seat.part_id).where(Seat.registration_id.in_(ids)).distinct()
    )
    allotment = open_allotment(
        event_id,
        parts,
        delegations,
        behind=act is Act.APPROVE,
        locked=locked,
    )
    held = [seat for seat in seats_held(ids) if part_id in (None, seat.claim.part_id)]
    found: dict[int, list[Shift]] = {}
    for shift in shifts(act, held, allotment):
        found.setdefault(shift.claim.registration_id, []).append(shift)
    return found


def _carry_out(case: _Case, *, reason: str) -> None:
    _move(case)
    asked = sessions.among([person.id for _, person in case.pairs]) if case.act.status else ()
    registrations, people = zip(*case.pairs, strict=True)
    if case.act is Act.APPROVE:
        step_down([row for row in registrations if not row.status.active], event_id=case.event_id)
    settled = _settled(case.act, reason=reason, now=case.now)
    rewrite_all(registrations, settled, event_id=case.event_id, raised="sequence")
    if case.act.ends:
        rewrite_all(people, {}, event_id=case.event_id, raised="feed_version")
    for person in people:
        if person.id in asked:
            case.items[person.id] = _items(case.act, person, now=case.now)
    if any(shift.loses for moved in case.shifts.values() for shift in moved):
        promotion.ask(case.event_id, now=case.now)
    tell_all(_KINDS[case.act], _notices(case, reason), event_id=case.event_id, now=case.now)


_KINDS = {
    Act.APPROVE: MailKind.APPROVED,
    Act.REJECT: MailKind.REJECTED,
    Act.WITHDRAW: MailKind.WITHDRAWN,
    Act.WAIT: MailKind.MODE_CHANGED,
    Act.ROOM: MailKind.MODE_CHANGED,
    Act.ONLINE: MailKind.MODE_CHANGED,
}


def _settled(act: Act, *, reason: str, now: datetime) -> dict[str, Any]:
    """What becomes of every registration alike."""
    if act.status is None:
        return {}
    values = {"status": act.status, "decided_at": now}
    if act.status is RegistrationStatus.WITHDRAWN:
        return values
    return {**values, "reason": reason if act is Act.REJECT else ""}


def _items(act: Act, person: Person, *, now: datetime) -> Items:
    again = sessions.asked_again if act is Act.APPROVE else sessions.taken_back
    return again(person, now=now)


def _notices(case: _Case, reason: str) -> Iterable[Notice]:
    for registration, person in case.pairs:
        more: dict[str, object] = {"reason": reason} if case.act is Act.REJECT else {}
        items = case.items.get(person.id)
        yield Notice(
            registration=registration,
            person=person,
            seats=() if case.act.ends else case.seats.get(registration.id, ()),
            more={**more, "items": items} if items else more,
        )


def _move(case: _Case) -> None:
    """Write the seats anew, and into the history what isn't told by the status."""
    notes = []
    for registration, _person in case.pairs:
        seats = {seat.id: seat for seat in case.seats.get(registration.id, ())}
        for shift in case.shifts.get(registration.id, ()):
            if not shift.refusal:
                _shift(seats[shift.claim.seat_id], shift, case)
                notes.append(_change(shift))
    if case.act.status is None:
        action = "put_to_wait" if case.act is Act.WAIT else MailKind.MODE_CHANGED
        audit.note_all(case.event_id, "registrations", notes, action=action)


def _shift(seat: Seat, shift: Shift, case: _Case) -> None:
    seat.mode, seat.status, seat.offered_until = shift.mode, shift.after, None
    seat.by_hand = case.act is Act.WAIT
    if shift.after is not SeatStatus.RELEASED:
        seat.asked_at = case.now


def _change(shift: Shift) -> Change:
    part_id = shift.claim.part_id
    return Change(
        object_id=shift.claim.registration_id,
        before={"part_id": part_id, "mode": shift.claim.mode, "seat": shift.before},
        after={"part_id": part_id, "mode": shift.mode, "seat": shift.after},
    )
