"""What a registration form offers: categories, delegations, parts, and the seats left in each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.delegations import DelegationFacts
from forumapp.domain.events import Mode, modes
from forumapp.domain.registration import Approval, SeatCount
from forumapp.domain.text import Translated
from forumapp.i18n.delegations import arranged
from forumapp.models import Category, Delegation, Part
from forumapp.services.events import EventRow
from forumapp.services.registration.seats import count_seats, in_turn
from forumapp.services.rows import read

Row = TypeVar("Row", Category, Part)


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryRow:
    id: int
    name: Translated
    approval: Approval


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOffer:
    """A part and its seats in each mode that the event offers."""

    id: int
    name: Translated
    description: Translated
    seats: tuple[SeatCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What can be chosen. `modes` are those of the event's format, `delegations` in its order."""

    event_id: int
    modes: tuple[Mode, ...]
    categories: tuple[CategoryRow, ...]
    delegations: tuple[DelegationFacts, ...]
    parts: tuple[PartOffer, ...]

    @property
    def is_ready(self) -> bool:
        """Without a category or a part there is nothing to register for yet."""
        return bool(self.categories and self.parts)


def offer(event: EventRow, *, locale: str) -> Offer:
    """The form's choices, in the order of the event and of names in this language.

    Anyone may read it: it counts seats and names nobody.
    """
    offered = modes(event.format)
    return Offer(
        event_id=event.id,
        modes=offered,
        categories=tuple(read(CategoryRow, row) for row in _ordered(Category, event.id)),
        delegations=_delegations(event, locale),
        parts=_parts(event, offered),
    )


def _parts(event: EventRow, offered: tuple[Mode, ...]) -> tuple[PartOffer, ...]:
    counts: dict[int, list[SeatCount]] = {}
    for count in count_seats(event.id):
        if count.mode in offered:
            counts.setdefault(count.part_id, []).append(in_turn(count))
    return tuple(
        read(PartOffer, part, seats=tuple(counts.get(part.id, ())))
        for part in _ordered(Part, event.id)
    )


def _delegations(event: EventRow, locale: str) -> tuple[DelegationFacts, ...]:
    rows = db.session.scalars(sa.select(Delegation).filter_by(event_id=event.id))
    return arranged((read(DelegationFacts, row) for row in rows), event, locale=locale)


def _ordered(model: type[Row], event_id: int) -> Iterable[Row]:
    return db.session.scalars(
        sa.select(model).filter_by(event_id=event_id).order_by(model.position, model.id)
    )
