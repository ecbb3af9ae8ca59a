"""The secretariat corrects what a registration says."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.access import Action, Actor
from forumapp.domain.delegations import Capacity
from forumapp.domain.errors import Invalid
from forumapp.domain.mail import MailKind
from forumapp.domain.registration import Details
from forumapp.models import Category, Delegation, Registration
from forumapp.services.access import require
from forumapp.services.registration.changes import check_version, rewrite, seats_of
from forumapp.services.registration.heads import check_head
from forumapp.services.registration.notices import tell
from forumapp.services.registration.rows import hold
from forumapp.services.registration.seats import open_ledger


def revise(
    actor: Actor,
    event_id: int,
    registration_id: int,
    *,
    details: Details,
    category_id: int,
    delegation_id: int | None,
    capacity: Capacity,
    version: int,
    now: datetime,
) -> None:
    """Save details, category, delegation and the capacity inside it.

    A new address is sent the personal link. Raises Stale, or Invalid `registered_already` (email),
    `not_a_choice` (category, delegation), `delegation_full` (delegation) when its quota has no
    place for the seats held or offered, and `two_heads` (capacity) when it has another head.
    """
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    registration, person = hold(registration_id, event_id=event_id)
    check_version(registration, person, details, version=version)
    if (
        db.session.scalar(sa.select(Category.id).filter_by(id=category_id, event_id=event_id))
        is None
    ):
        raise Invalid({"category": "not_a_choice"})
    if delegation_id is not None and delegation_id != registration.delegation_id:
        _check_quota(registration, delegation_id)
    if delegation_id is not None and registration.status.active:
        lock(Delegation, delegation_id)
        check_head(delegation_id, registration.id, capacity)
    registration.category_id, registration.delegation_id = category_id, delegation_id
    registration.capacity = capacity
    changed = rewrite(registration, person, details, now=now)
    if "email" in changed and registration.status.active:
        tell(MailKind.LINK_AGAIN, registration, person, now=now)


def _check_quota(registration: Registration, delegation_id: int) -> None:
    taken = [seat for seat in seats_of(registration) if seat.status.taken]
    ledger = open_ledger(
        registration.event_id,
        [seat.part_id for seat in taken],
        delegation_id=delegation_id,
        besides=registration.id,
    )
    for seat in taken:
        if ledger.full_quota(seat.part_id, seat.mode):
            raise Invalid({"delegation": "delegation_full"})
