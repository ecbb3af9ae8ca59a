"""The time zones that a form offers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources

from flask_babel import gettext as _

from forumapp.domain import clock
from forumapp.i18n.countries import CAPITALS, country_codes, country_name, zone_place
from forumapp.i18n.order import sort_key

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
    """The zones of tz's own list, by continent, each place with the state it is in."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for zone, country in _zones().items():
        if zone not in capital_zones():
            place = zone_place(zone, locale)
            where = f"{place}, {country_name(country, locale)}" if country else place
            groups.setdefault(zone.partition("/")[0], []).append((zone, where))
    utc = ("UTC", (("UTC", "UTC"),))
    return (*((name, _in_order(rows, locale)) for name, rows in sorted(groups.items())), utc)


@cache
def _zones() -> dict[str, str]:
    """The state of every zone in the tz database's `zone.tab`; empty for territories.

    Where the table gives a place to two states, it is named without one.
    """
    table = resources.files("tzdata").joinpath("zoneinfo/zone.tab").read_text("utf-8")
    states: dict[str, str] = {}
    for line in table.splitlines():
        if not line.startswith("#"):
            code, _coordinates, zone, *_comments = line.split("\t")
            known = code in country_codes() and zone not in states
            states[zone] = code if known else ""
    return states


def _in_order(places: Iterable[tuple[str, str]], locale: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(places, key=lambda pair: sort_key(pair[1], locale)))


@cache
def offset_now(zone: str) -> timedelta:
    """The zone's offset when the process first asked; where clocks change, today's may differ."""
    return clock.offset(datetime.now(UTC), zone)
