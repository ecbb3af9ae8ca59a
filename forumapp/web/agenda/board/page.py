"""The board's page: what the script needs, and the day as a table where there is no script."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from babel.dates import format_skeleton
from flask import abort, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from forumapp.domain import clock
from forumapp.domain import events as event_rules
from forumapp.domain.access import Action, can
from forumapp.domain.agenda import SessionKind
from forumapp.http.forms.zones import Group, zones_by_continent
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.locale import DATING, locale, short_day
from forumapp.http.locale import day as day_words
from forumapp.i18n.countries import zone_place
from forumapp.services import agenda
from forumapp.services.agenda import Block, Board
from forumapp.services.events import EventRow
from forumapp.web.agenda import bp
from forumapp.web.agenda.board import words
from forumapp.web.agenda.board.acts import HERE, title_language
from forumapp.web.agenda.board.answers import block_json
from forumapp.web.agenda.board.words import Places

Column = tuple[int | None, int | None]


@bp.get(HERE)
@requires(Action.READ_WORKSPACE)
def board(slug: str) -> ResponseReturnValue:
    """The programme of a day as rooms and hours; another zone's clock beside the venue's."""
    event: EventRow = g.event
    found = agenda.board(actor(), event.id, now=now())
    days = days_of(event, found.blocks)
    day, zone = _day(days), _zone()
    places = Places.of(event, found.rooms, found.video_rooms)
    return render_template(
        "agenda/board/page.html",
        event=event,
        board=found,
        days=days,
        day=day,
        tab=tab,
        zone=zone,
        zones=_zones(event),
        kinds=SessionKind,
        title_language=title_language(),
        table=Table.of(found, day, places),
        hours={block.starts: hour(block.starts, zone) for block in found.blocks} if zone else {},
        parked=[block for block in found.blocks if block.parked],
        data=_data(found, days, zone, places),
    )


def days_of(event: EventRow, blocks: tuple[Block, ...]) -> tuple[date, ...]:
    """The days of the event, and those on which sessions are by mistake."""
    own = event_rules.days(event.starts_on, event.ends_on)
    return tuple(sorted({*own, *(b.starts.date() for b in blocks if not b.parked)}))


def tab(day: date) -> str:
    """A day in few words: Sat 19 Dec."""
    return str(format_skeleton("MMMEd", day, locale=DATING.get(locale(), locale())))


def _day(days: tuple[date, ...]) -> date:
    """The day asked for, else today, else the first."""
    asked = request.args.get("day", type=date.fromisoformat)
    today = clock.wall(now(), g.event.zone).date()
    return next((day for day in (asked, today) if day in days), days[0])


def _zone() -> str:
    asked = request.args.get("zone", "")
    if asked and not clock.is_zone(asked):
        abort(404)
    return "" if asked == g.event.zone else asked


def _zones(event: EventRow) -> tuple[Group, ...]:
    """The capitals of the event, then every zone by continent."""
    own = [(zone, zone_place(zone, locale())) for zone in event.capitals if zone != event.zone]
    first = ((_("Capitals of the event"), tuple(own)),) if own else ()
    return (*first, *zones_by_continent(locale()))


def hour(wall: datetime, zone: str) -> tuple[str, date]:
    """What the clock of a zone shows at a wall time of the event, and its day."""
    there = clock.wall(clock.instant(wall, g.event.zone), zone)
    return f"{there:%H:%M}", there.date()


def _ruler(day: date, zone: str) -> list[dict[str, str]]:
    """The clock of another zone at each hour of a day; its date where that begins."""
    shown, marks = day, []
    for number in range(24):
        text, there = hour(datetime.combine(day, time(number)), zone)
        marks.append({"time": text, "day": short_day(there) if there != shown else ""})
        shown = there
    return marks


def _data(found: Board, days: tuple[date, ...], zone: str, places: Places) -> dict[str, Any]:
    """Everything that the script begins with."""
    slug = g.event.slug
    here = url_for("agenda.board", slug=slug)
    return {
        "here": here,
        "sessions": url_for("agenda.sessions", slug=slug),
        "csrf": generate_csrf(),
        "mine": can(actor(), Action.EDIT_AGENDA, event_id=g.event.id),
        "mark": found.mark,
        "blocks": [block_json(block) for block in found.blocks],
        "columns": [_column(column, found, places) for column in found.columns],
        "clocks": [zone_place(one, locale()) for one in (g.event.zone, zone) if zone],
        "rooms": places.rooms,
        "videos": places.video_rooms,
        "days": [
            {
                "day": day.isoformat(),
                "name": day_words(day),
                "ruler": _ruler(day, zone) if zone else [],
            }
            for day in days
        ],
        "words": words.spoken(),
    }


def _column(column: Column, found: Board, places: Places) -> dict[str, Any]:
    room, video = column
    return {"room": room, "video": video, "name": _name(column, places)}


def _name(column: Column, places: Places) -> str:
    room, video = column
    if room is not None:
        return places.rooms[room]
    return places.video_rooms[video] if video is not None else str(_("No place yet"))


def column_of(block: Block) -> Column:
    """The column in which a session is drawn: its room's, else its video room's."""
    if block.room_id is not None:
        return block.room_id, None
    return None, block.video_room_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What starts at one time: in each column, or across them all where one takes all rooms."""

    starts: datetime
    cells: tuple[tuple[Block, ...], ...]
    wide: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A day as a table: a row for each time at which something starts, a column for each place."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    count: int

    @classmethod
    def of(cls, board: Board, day: date, places: Places) -> Table:
        """Only the columns in which something is held that day."""
        today = [b for b in board.blocks if not b.parked and b.starts.date() == day]
        used = {column_of(block) for block in today if not block.all_rooms}
        columns = tuple(column for column in board.columns if column in used)
        by_start: dict[datetime, list[Block]] = {}
        for block in today:
            by_start.setdefault(block.starts, []).append(block)
        return cls(
            heads=tuple(_name(column, places) for column in columns),
            rows=tuple(_row(start, now_on, columns) for start, now_on in by_start.items()),
            count=len(today),
        )


def _row(start: datetime, now_on: list[Block], columns: tuple[Column, ...]) -> Row:
    if any(block.all_rooms for block in now_on):
        return Row(starts=start, cells=(), wide=tuple(now_on))
    cells = tuple(
        tuple(block for block in now_on if column_of(block) == column) for column in columns
    )
    return Row(starts=start, cells=cells)
