"""The days of the board, and another zone's clock beside the venue's."""

from __future__ import annotations

from datetime import date, datetime, time

from flask import Response, abort, g, jsonify, request
from flask_babel import gettext as _

from forumapp.domain import clock
from forumapp.domain import events as event_rules
from forumapp.domain.access import Action
from forumapp.http.forms.zones import Group, zones_by_continent
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.locale import locale, short_day
from forumapp.i18n.countries import zone_place
from forumapp.services import agenda
from forumapp.services.agenda import Block
from forumapp.services.events import EventRow
from forumapp.web.agenda import bp
from forumapp.web.agenda.board.acts import HERE


@bp.get(f"{HERE}/hours")
@requires(Action.READ_WORKSPACE)
def hours(slug: str) -> Response:
    """What the clock of the zone asked for shows at each hour of each day of the board."""
    found = agenda.board(actor(), g.event.id, now=now())
    return jsonify(hours_of(zone_asked(), days_of(g.event, found.blocks)))


def days_of(event: EventRow, blocks: tuple[Block, ...]) -> tuple[date, ...]:
    """The days of the event, and those on which sessions are by mistake."""
    own = event_rules.days(event.starts_on, event.ends_on)
    return tuple(sorted({*own, *(b.starts.date() for b in blocks if not b.parked)}))


def zone_asked() -> str:
    """The zone asked for beside the venue's, or nothing; 404 for one that doesn't exist."""
    asked = request.args.get("zone", "")
    if asked and not clock.is_zone(asked):
        abort(404)
    return "" if asked == g.event.zone else asked


def zones_offered() -> tuple[Group, ...]:
    """The capitals of the event, then every zone by continent."""
    event: EventRow = g.event
    own = [(zone, zone_place(zone, locale())) for zone in event.capitals if zone != event.zone]
    first = ((_("Capitals of the event"), tuple(own)),) if own else ()
    return (*first, *zones_by_continent(locale()))


def hour(wall: datetime, zone: str) -> tuple[str, date]:
    """What the clock of a zone shows at a wall time of the event, and its day."""
    there = clock.wall(clock.instant(wall, g.event.zone), zone)
    return f"{there:%H:%M}", there.date()


def hours_of(zone: str, days: tuple[date, ...]) -> dict[str, list[dict[str, str]]]:
    """What the clock of a zone shows at each hour of the venue, by day; nothing without a zone."""
    return {day.isoformat(): _ruler(day, zone) for day in days if zone}


def _ruler(day: date, zone: str) -> list[dict[str, str]]:
    """The clock of another zone at each hour of a day; its date where that begins."""
    shown, marks = day, []
    for number in range(24):
        text, there = hour(datetime.combine(day, time(number)), zone)
        marks.append({"time": text, "day": short_day(there) if there != shown else ""})
        shown = there
    return marks
