"""A delegation has one head: whoever would be the second is refused, or becomes a delegate."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.delegations import Capacity
from forumapp.domain.errors import Invalid
from forumapp.domain.registration import RegistrationStatus
from forumapp.models import Registration
from forumapp.services.registration.writing import rewrite_all


def check_head(delegation_id: int, registration_id: int, capacity: Capacity) -> None:
    """Invalid `two_heads` (capacity) where the delegation, which is locked, has another head."""
    if capacity is Capacity.HEAD and _headed([delegation_id], besides=[registration_id]):
        raise Invalid({"capacity": "two_heads"})


def step_down(registrations: Iterable[Registration], *, event_id: int) -> None:
    """Make delegates of those heads whose delegation, which is locked, has another head.

    Of several of one delegation the first stays its head.
    """
    heads = [row for row in registrations if row.delegation_id and row.capacity is Capacity.HEAD]
    if not heads:
        return
    headed = _headed([row.delegation_id for row in heads], besides=[row.id for row in heads])
    seconds = []
    for row in heads:
        if row.delegation_id in headed:
            seconds.append(row)
        headed.add(row.delegation_id)
    rewrite_all(seconds, {"capacity": Capacity.DELEGATE}, event_id=event_id, raised="sequence")


def _headed(delegations: Iterable[int | None], *, besides: Iterable[int]) -> set[int | None]:
    """Those of the delegations that another registration, which stands, is the head of."""
    standing = [status for status in RegistrationStatus if status.active]
    return set(
        db.session.scalars(
            sa.select(Registration.delegation_id).where(
                Registration.delegation_id.in_(tuple(delegations)),
                Registration.id.not_in(tuple(besides)),
                Registration.capacity == Capacity.HEAD,
                Registration.status.in_(standing),
            )
        )
    )
