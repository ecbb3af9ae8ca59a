"""The time zones that a form offers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import available_timezones

from flask_babel import gettext as _

from forumapp.domain import clock
from forumapp.i18n.countries import CAPITALS, zone_place

_CONTINENTS = {
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe",
    "Indian", "Pacific",
}  # fmt: skip

Group = tuple[str, tuple[tuple[str, str], ...]]


def zones_by_continent(locale: str) -> tuple[Group, ...]:
    """Groups of (zone, place): the capitals of the region, then every zone named for a place."""
    near = sorted(((zone, zone_place(zone, locale)) for zone in capital_zones()), key=_by_place)
    return ((_("Capitals of the region"), tuple(near)), *_elsewhere(locale))


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
    return (*((name, tuple(sorted(rows, key=_by_place))) for name, rows in sorted(groups.items())),
            utc)  # fmt: skip


def _by_place(pair: tuple[str, str]) -> str:
    return pair[1]


@cache
def offset_now(zone: str) -> timedelta:
    """The zone's offset when the process first asked; where clocks change, today's may differ."""
    return clock.offset(datetime.now(UTC), zone)
