"""The clocks that stand beside the venue's: capitals whose time is the same share a column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from forumapp.domain import clock
from forumapp.domain.events import EventFormat
from forumapp.domain.programme import EventFacts, Programme, SessionFacts
from forumapp.i18n.countries import zone_place

LONGEST = 30  # characters of a place that can stand above a column of times


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Places with one time; `zone` is the IANA zone of the first."""

    places: tuple[str, ...]
    offset: str
    zone: str

    def shows(self, moment: datetime, *, day: datetime) -> str:
        """HH:MM of an aware instant, with (+1) or (−1) where it isn't the venue's day."""
        wall = clock.wall(moment, self.zone)
        away = (wall.date() - day.date()).days
        if not away:
            return f"{wall:%H:%M}"
        sign = "+" if away > 0 else "\N{MINUS SIGN}"
        return f"{wall:%H:%M} ({sign}{abs(away)})"


def clocks(
    programme: Programme, sessions: Iterable[SessionFacts], *, locale: str
) -> tuple[Clock, ...]:
    """The venue's clock first, then those of the event's capitals that differ from it.

    Zones share a clock when their offsets agree at the start of every one of the sessions.
    """
    event = programme.event
    moments = sorted({programme.starts_at(session) for session in sessions})
    edges = (moments[0], moments[-1]) if moments else ()
    groups: dict[tuple[object, ...], list[str]] = {}
    for zone in dict.fromkeys((event.zone, *event.capitals)):
        offsets = tuple(clock.offset(moment, zone) for moment in edges)
        groups.setdefault(offsets or (zone,), []).append(zone)
    return tuple(
        Clock(
            places=_places(event, zones, locale=locale),
            offset=clock.offset_label(clock.offset(edges[0], zones[0])) if edges else "",
            zone=zones[0],
        )
        for zones in groups.values()
    )


def venue_place(event: EventFacts, *, locale: str) -> str:
    """The place whose clock is the event's: the first words of its place, else its zone's city.

    An online event takes place nowhere, whatever its place says.
    """
    if event.format is EventFormat.ONLINE:
        return zone_place(event.zone, locale)
    place = event.place.pick(locale).replace("，", ",").split(",")[0].strip()
    if not place or len(place) > LONGEST:
        return zone_place(event.zone, locale)
    return place


def _places(event: EventFacts, zones: list[str], *, locale: str) -> tuple[str, ...]:
    first = venue_place(event, locale=locale)
    names = [first if zone == event.zone else zone_place(zone, locale) for zone in zones]
    return tuple(dict.fromkeys(names))
