"""What the ledger adds up to, in rows for tables and charts, and as a sheet to take away."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from forumapp.domain.checkin.ledger import Attendance, people_of
from forumapp.domain.events import Mode
from forumapp.http.locale import locale
from forumapp.i18n.countries import country_name
from forumapp.i18n.words import label
from forumapp.render.sheets import Cell, Table
from forumapp.services.checkin.attendance import Ledger, Seated, SessionFacts, quorum

MOST_COUNTRIES = 14  # bars of the chart; the rest are one bar together


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """People, each once, in the room and online; `minutes` are the average of those there."""

    room: int
    online: int
    people: int
    minutes: int = 0
    seats_room: int = 0
    seats_online: int = 0
    doubles: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionReport:
    """How many were in a session; `quorum` is of the delegations with accepted credentials."""

    session: SessionFacts
    count: Count
    quorum: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeReport:
    """Of the people registered in a mode: how they came."""

    mode: Mode
    registered: int
    count: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything the page shows."""

    whole: Count
    sessions: tuple[SessionReport, ...]
    countries: tuple[tuple[str, Count], ...]
    modes: tuple[ModeReport, ...]
    parts: tuple[tuple[str, Count], ...]
    quorum: tuple[int, int]

    @property
    def session_bars(self) -> list[tuple[str, tuple[int, int]]]:
        rows = [(row.session.code, row.count) for row in self.sessions if row.count.people]
        return [(words, (count.room, count.online)) for words, count in rows]

    @property
    def country_bars(self) -> list[tuple[str, tuple[int, int]]]:
        rows = [(words, (count.room, count.online)) for words, count in self.countries]
        if len(rows) <= MOST_COUNTRIES:
            return rows
        shown, others = rows[: MOST_COUNTRIES - 1], rows[MOST_COUNTRIES - 1 :]
        rest = (sum(v[0] for _n, v in others), sum(v[1] for _n, v in others))
        return [*shown, (_("%(number)s others", number=len(others)), rest)]


def report(found: Ledger) -> Report:
    """Sessions in order of time, countries by how many came, parts in the event's order."""
    by_session: dict[int, list[Attendance]] = defaultdict(list)
    for entry in found.entries:
        by_session[entry.session_id].append(entry)
    return Report(
        whole=_count(found.entries),
        sessions=tuple(
            SessionReport(
                session=session,
                count=_of_session(found, session, by_session[session.id]),
                quorum=quorum(found, by_session[session.id]),
            )
            for session in found.sessions
        ),
        countries=_countries(found),
        modes=tuple(_of_mode(found, mode) for mode in Mode),
        parts=_parts(found, by_session),
        quorum=quorum(found, found.entries),
    )


def _count(entries: Iterable[Attendance], *, seats: tuple[int, int] = (0, 0)) -> Count:
    entries = tuple(entries)
    minutes = [e.room_minutes + e.online_minutes for e in entries if e.there]
    return Count(
        room=len({entry.person_id for entry in entries if entry.room}),
        online=len({entry.person_id for entry in entries if entry.online}),
        people=len(people_of(entries)),
        minutes=round(sum(minutes) / len(minutes)) if minutes else 0,
        seats_room=seats[0],
        seats_online=seats[1],
        doubles=sum(entry.doubles for entry in entries),
    )


def _of_session(found: Ledger, session: SessionFacts, entries: Iterable[Attendance]) -> Count:
    return _count(entries, seats=_seats(found, session.part_id))


def _seats(found: Ledger, part_id: int) -> tuple[int, int]:
    held = Counter(seated.modes.get(part_id) for seated in found.people.values())
    return held[Mode.ROOM], held[Mode.ONLINE]


def _countries(found: Ledger) -> tuple[tuple[str, Count], ...]:
    """By name, where people came from; nobody's country is left out."""
    entries: dict[str, list[Attendance]] = defaultdict(list)
    for entry in found.entries:
        entries[found.people[entry.person_id].person.country].append(entry)
    rows = [(_country(code), _count(own)) for code, own in entries.items()]
    return tuple(sorted(rows, key=lambda row: (-row[1].people, row[0])))


def _country(code: str) -> str:
    return country_name(code, locale()) if code else _("No country")


def _of_mode(found: Ledger, mode: Mode) -> ModeReport:
    """Each entry counts for the mode in which its person holds a seat in the session's part."""
    part_of = {session.id: session.part_id for session in found.sessions}
    own = [
        entry
        for entry in found.entries
        if found.people[entry.person_id].modes.get(part_of[entry.session_id]) is mode
    ]
    registered = sum(mode in seated.modes.values() for seated in found.people.values())
    return ModeReport(mode=mode, registered=registered, count=_count(own))


def _parts(found: Ledger, by_session: dict[int, list[Attendance]]) -> tuple[tuple[str, Count], ...]:
    shown = {session.part_id for session in found.sessions}
    return tuple(
        (
            name.pick(locale()),
            _count(
                (e for s in found.sessions if s.part_id == key for e in by_session[s.id]),
                seats=_seats(found, key),
            ),
        )
        for key, name in found.parts.items()
        if key in shown
    )


def table(found: Ledger) -> Table:
    """One row an entry; times by the venue's clock, minutes as numbers."""
    sessions = {session.id: session for session in found.sessions}
    return Table(
        title=_("Attendance"),
        headings=(
            *(_("Session"), _("Title"), _("Part"), _("Start"), _("End")),
            *(_("Name"), _("Name in native script"), _("Country"), _("Organisation")),
            *(_("Category"), _("Registered for"), _("In the room"), _("Minutes in the room")),
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
