"""The time zones that a form offers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import available_timezones

from flask_babel import gettext as _

from forumapp.domain import clock
from forumapp.i18n.countries import CAPITALS, zone_place
from forumapp.i18n.order import sort_key

_CONTINENTS = {
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe",
    "Indian", "Pacific",
}  # fmt: skip

Group = tuple[str, tuple[tuple[str, str], ...]]


def zones_by_continent(locale: str) -> tuple[Group, ...]:
    """Groups of (zone, place): the capitals of the region, then every zone named for a place."""
    near = [(zone, zone_place(zone, locale)) for zone in capital_zones()]
    return ((_("Capitals of the region"), _in_order(near, locale)), *_elsewhere(locale))


def capital_zones() -> tuple[str, ...]:
    """The zone of each capital of the region."""
    return tuple(sorted(set(CAPITALS.values())))


@cache
def _elsewhere(locale: str) -> tuple[Group, ...]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for name in available_timezones() - set(capital_zones()):
        continent, _slash, rest = name.partition("/")
        if rest and continent in _CONTINENTS:
            place = zone_place(name, locale) if locale == "en" else rest.replace("_", " ")
            groups.setdefault(continent, []).append((name, place))
    utc = ("UTC", (("UTC", "UTC"),))
    return (*((name, _in_order(rows, locale)) for name, rows in sorted(groups.items())), utc)


def _in_order(places: Iterable[tuple[str, str]], locale: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(places, key=lambda pair: sort_key(pair[1], locale)))


@cache
def offset_now(zone: str) -> timedelta:
    """The zone's offset when the process first asked; where clocks change, today's may differ."""
    return clock.offset(datetime.now(UTC), zone)
