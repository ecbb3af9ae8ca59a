"""What the ledger adds up to, in rows for tables and charts, and as a sheet to take away."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from forumapp.domain.checkin.ledger import Attendance
from forumapp.domain.events import Mode
from forumapp.http.locale import locale
from forumapp.i18n.countries import country_name
from forumapp.i18n.words import label
from forumapp.render.sheets import Cell, Table
from forumapp.services.checkin.attendance import Ledger, Seated
from forumapp.services.checkin.records import SessionFacts
from forumapp.services.checkin.sums import Sums, Total

MOST_COUNTRIES = 14  # bars of the chart; the rest are one bar together


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a table: whose total it is, and the seats held there in the room and online."""

    words: str
    total: Total
    room: int = 0
    online: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the page shows of the sums: sessions by time, countries by how many came."""

    sums: Sums
    sessions: tuple[tuple[SessionFacts, Line], ...]
    countries: tuple[Line, ...]
    modes: tuple[tuple[Mode, int, Total], ...]
    parts: tuple[Line, ...]

    @property
    def session_bars(self) -> list[tuple[str, tuple[int, int]]]:
        return [_bar(line) for _session, line in self.sessions if line.total.people]

    @property
    def country_bars(self) -> list[tuple[str, tuple[int, int]]]:
        rows = [_bar(line) for line in self.countries]
        if len(rows) <= MOST_COUNTRIES:
            return rows
        shown, others = rows[: MOST_COUNTRIES - 1], rows[MOST_COUNTRIES - 1 :]
        rest = (sum(v[0] for _n, v in others), sum(v[1] for _n, v in others))
        return [*shown, (_("%(number)s others", number=len(others)), rest)]


def report(found: Sums) -> Report:
    """The sums in the words of the page's language."""
    shown = {session.part_id for session in found.sessions}
    return Report(
        sums=found,
        sessions=tuple((session, _of_session(found, session)) for session in found.sessions),
        countries=_countries(found),
        modes=tuple(
            (mode, found.registered.get(mode, 0), found.by_mode.get(mode, Total())) for mode in Mode
        ),
        parts=tuple(
            _line(found, key, name.pick(locale()), found.by_part.get(key, Total()))
            for key, name in found.parts.items()
            if key in shown
        ),
    )


def _of_session(found: Sums, session: SessionFacts) -> Line:
    total = found.by_session.get(session.id, Total())
    return _line(found, session.part_id, session.code, total)


def _line(found: Sums, part_id: int, words: str, total: Total) -> Line:
    room, online = (found.seats.get((part_id, mode), 0) for mode in (Mode.ROOM, Mode.ONLINE))
    return Line(words=words, total=total, room=room, online=online)


def _bar(line: Line) -> tuple[str, tuple[int, int]]:
    return line.words, (line.total.room, line.total.online)


def _countries(found: Sums) -> tuple[Line, ...]:
    lines = (Line(words=_country(code), total=total) for code, total in found.by_country.items())
    return tuple(sorted(lines, key=lambda line: (-line.total.people, line.words)))


def _country(code: str) -> str:
    return country_name(code, locale()) if code else _("No country")


def table(found: Ledger) -> Table:
    """One row an entry; times by the venue's clock, minutes as numbers."""
    sessions = {session.id: session for session in found.sessions}
    return Table(
        title=_("Attendance"),
        headings=(
            *(_("Session"), _("Title"), _("Part"), _("Start"), _("End")),
            *(_("Name"), _("Name in native script"), _("Country"), _("Organisation")),
            *(_("Category"), _("Takes part"), _("In the room"), _("Minutes in the room")),
            *(_("Online"), _("Minutes online"), _("Double entries"), _("Marked by hand")),
        ),
        rows=[
            _cells(found, sessions[entry.session_id], found.people[entry.person_id], entry)
            for entry in found.entries
        ],
    )


def _cells(
    found: Ledger, session: SessionFacts, seated: Seated, entry: Attendance
) -> tuple[Cell, ...]:
    language, person = locale(), seated.person
    mode = seated.modes.get(session.part_id)
    return (
        session.code,
        session.title.pick(language),
        found.parts[session.part_id].pick(language),
        session.starts,
        session.ends,
        person.name,
        person.native_name,
        country_name(person.country, language) if person.country else "",
        person.organisation.pick(language),
        seated.category.pick(language),
        label(mode, language) if mode else "",
        _yes(entry.room),
        entry.room_minutes,
        _yes(entry.online),
        entry.online_minutes,
        entry.doubles,
        _yes(entry.marked),
    )


def _yes(fact: bool) -> str:  # noqa: FBT001  the one thing it is about
    return str(_("Yes") if fact else _("No"))
