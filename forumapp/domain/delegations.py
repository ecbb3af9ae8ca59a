"""Delegations, their categories, and the order of states and of the people inside one."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from forumapp.domain.text import Translated


class DelegationCategory(StrEnum):
    """In the order in which a list of participants prints them."""

    MEMBER = "member"
    HOST = "host"
    CO_HOST = "co_host"
    OBSERVER = "observer"
    INTERNATIONAL_ORGANISATION = "international_organisation"
    PARTNER = "partner"


class Capacity(StrEnum):
    """What a person is inside a delegation, in order of precedence."""

    HEAD = "head"
    DEPUTY_HEAD = "deputy_head"
    ALTERNATE = "alternate"
    ADVISER = "adviser"
    EXPERT = "expert"
    INTERPRETER = "interpreter"
    SECURITY = "security"
    SUPPORT = "support"
    DELEGATE = "delegate"


class CountryOrder(StrEnum):
    """How an event orders its delegations."""

    ALPHABETICAL = "alphabetical"
    BY_LOT = "by_lot"
    BY_HAND = "by_hand"


class HostPlace(StrEnum):
    """Where hosts stand: where the order puts them, or before or after all others."""

    IN_PLACE = "in_place"
    FIRST = "first"
    LAST = "last"


class CredentialStatus(StrEnum):
    """What the secretariat makes of the letter that names a delegation."""

    MISSING = "missing"
    PROVISIONAL = "provisional"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class ExtensionStatus(StrEnum):
    """What became of a focal point's wish to go on after the deadline."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationFacts:
    """A delegation of a state (ISO 3166-1 alpha-2 `country`) or of an organisation (`name`).

    `lot` is the place that the last draw gave it; None for one that came after the draw.
    """

    id: int
    category: DelegationCategory
    country: str = ""
    name: Translated = Translated()
    position: int = 0
    hosting: bool = False
    lot: int | None = None


class Ordering(Protocol):
    """What an event says of the order of its delegations; the language is that of the alphabet."""

    @property
    def country_order(self) -> CountryOrder: ...
    @property
    def host_place(self) -> HostPlace: ...
    @property
    def order_language(self) -> str: ...


REMINDERS = (7, 1)  # days before the deadline of nominations

CATEGORY_RANK = {category: rank for rank, category in enumerate(DelegationCategory)}
CAPACITY_RANK = {capacity: rank for rank, capacity in enumerate(Capacity)}
_HOST_RANK = {HostPlace.FIRST: -1, HostPlace.LAST: 1}


def order(
    delegations: Iterable[DelegationFacts],
    ordering: Ordering,
    *,
    named: Callable[[DelegationFacts], tuple[str, bytes]],
) -> tuple[DelegationFacts, ...]:
    """States first in the chosen order, then organisations by category and name.

    Hosts stand among the members unless the event moves them; `named` gives the key of a name in
    the alphabet of the event's order. Who wasn't there at a draw follows those who were.
    """

    def key(delegation: DelegationFacts) -> tuple[int, int, int, tuple[str, bytes]]:
        host = _HOST_RANK.get(ordering.host_place, 0) if delegation.hosting else 0
        return rank(delegation.category), host, _place(delegation, ordering), named(delegation)

    return tuple(sorted(delegations, key=key))


def rank(category: DelegationCategory) -> int:
    """The place of a category in a list; hosts are members."""
    hosts = (DelegationCategory.HOST, DelegationCategory.CO_HOST)
    return CATEGORY_RANK[DelegationCategory.MEMBER if category in hosts else category]


def _place(delegation: DelegationFacts, ordering: Ordering) -> int:
    if ordering.country_order is CountryOrder.BY_HAND:
        return delegation.position
    if ordering.country_order is CountryOrder.BY_LOT:
        return sys.maxsize if delegation.lot is None else delegation.lot
    return 0


def draw(delegations: Iterable[int], seed: str) -> tuple[int, ...]:
    """The delegations in an order that the seed alone decides, whoever draws and whenever.

    Each is given the SHA-256 of seed and number, and they are arranged by it: what anyone can do
    again with pencil and a hash.
    """
    return tuple(
        sorted(
            set(delegations),
            key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).hexdigest(),
        )
    )
