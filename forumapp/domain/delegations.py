"""Delegations, their categories, and the order of states and of the people inside one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

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
    HOST_FIRST = "host_first"
    HOST_LAST = "host_last"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationFacts:
    """A delegation of a state (ISO 3166-1 alpha-2 `country`) or of an organisation (`name`)."""

    id: int
    category: DelegationCategory
    country: str = ""
    name: Translated = Translated()
    position: int = 0
    hosting: bool = False


CATEGORY_RANK = {category: rank for rank, category in enumerate(DelegationCategory)}
CAPACITY_RANK = {capacity: rank for rank, capacity in enumerate(Capacity)}


def order(
    delegations: tuple[DelegationFacts, ...],
    rule: CountryOrder,
    *,
    printed: Callable[[DelegationFacts], str],
) -> tuple[DelegationFacts, ...]:
    """States first in the chosen order, then organisations by category and name.

    Hosts stand among the members unless the rule moves them; `printed` gives the name in the
    language of the list.
    """

    def key(delegation: DelegationFacts) -> tuple[int, int, int, str]:
        host_rank = {CountryOrder.HOST_FIRST: -1, CountryOrder.HOST_LAST: 1}.get(rule, 0)
        by_hand = delegation.position if rule is CountryOrder.BY_HAND else 0
        rank = CATEGORY_RANK[delegation.category]
        if delegation.category in (DelegationCategory.HOST, DelegationCategory.CO_HOST):
            rank = CATEGORY_RANK[DelegationCategory.MEMBER]
        return (
            rank,
            host_rank if delegation.hosting else 0,
            by_hand,
            printed(delegation).casefold(),
        )

    return tuple(sorted(delegations, key=key))
