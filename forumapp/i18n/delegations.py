"""Delegations in the order of protocol, by names in the language that the event chose."""

from __future__ import annotations

from collections.abc import Iterable

from forumapp.domain.delegations import DelegationFacts, Ordering, order
from forumapp.i18n.countries import country_name
from forumapp.i18n.order import sort_key


def delegation_name(delegation: DelegationFacts, locale: str) -> str:
    """What a delegation is called: its state's short name, or that of the organisation."""
    if delegation.country:
        return country_name(delegation.country, locale)
    return delegation.name.pick(locale)


def arranged(
    delegations: Iterable[DelegationFacts], ordering: Ordering, *, locale: str = ""
) -> tuple[DelegationFacts, ...]:
    """The delegations as every list of the event has them; `ordering` is the event.

    Names are in the alphabet of the event's order, or of a locale: that of a form's reader.
    """
    language = locale or ordering.order_language
    return order(
        delegations,
        ordering,
        named=lambda facts: sort_key(delegation_name(facts, language), language),
    )
