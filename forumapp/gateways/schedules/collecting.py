"""Putting the rows of a file together, one problem at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from forumapp.domain.clock import is_zone
from forumapp.domain.schedules import Problem, ReadSchedule, ReadSession
from forumapp.domain.text import many_lines, one_line


@dataclass
class Rows:
    """The sessions read so far, each identity once."""

    sessions: dict[str, ReadSession] = field(default_factory=dict)
    problems: list[tuple[str, Problem]] = field(default_factory=list)

    def add(
        self,
        *,
        identity: str,
        title: str,
        starts: datetime | None,
        minutes: int | None,
        room: str = "",
        track: str = "",
        description: str = "",
        language: str = "",
        speakers: list[str] | None = None,
    ) -> None:
        """Keep a row, or tell why it can't be kept."""
        title, name = one_line(title)[:200], identity or title
        problem = _problem(title, starts, minutes)
        if problem is not None or starts is None or minutes is None:
            self.problems.append((name, problem or Problem.NO_TIME))
            return
        if identity in self.sessions:
            self.problems.append((name, Problem.SAME_IDENTITY))
            return
        self.sessions[identity] = ReadSession(
            identity=identity,
            title=title,
            starts=starts.replace(tzinfo=None),
            minutes=minutes,
            room=one_line(room)[:200],
            track=one_line(track)[:200],
            description=many_lines(description)[:20_000],
            language=language[:2].lower() if language[:2].isalpha() else "",
            speakers=tuple(dict.fromkeys(n for n in map(one_line, speakers or ()) if n)),
        )

    def schedule(self, *, title: str, acronym: str, zone: str) -> ReadSchedule:
        if zone and not is_zone(zone):
            self.problems.append((zone, Problem.UNKNOWN_ZONE))
            zone = ""
        ordered = sorted(self.sessions.values(), key=lambda s: (s.starts, s.room, s.title))
        return ReadSchedule(
            title=one_line(title)[:200],
            acronym=one_line(acronym)[:60],
            zone=zone,
            sessions=tuple(ordered),
            problems=tuple(self.problems),
        )


def _problem(title: str, starts: datetime | None, minutes: int | None) -> Problem | None:
    if not title:
        return Problem.NO_TITLE
    if starts is None:
        return Problem.NO_TIME
    return None if minutes and 0 < minutes <= 24 * 60 else Problem.NO_DURATION


def minutes_of(duration: str) -> int | None:
    """Minutes of 1:30 or 00:45; None for anything else."""
    hours, _, rest = duration.strip().partition(":")
    try:
        return int(hours) * 60 + int(rest.split(":")[0])
    except ValueError:
        return None


def moment(text: str) -> datetime | None:
    """An ISO 8601 date and time, with the wall time that stands there; None for anything else."""
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        return None


def on_day(day: str, start: str) -> datetime | None:
    """The wall time of a day and HH:MM."""
    found, minutes = moment(day[:10]), minutes_of(start)
    if found is None or minutes is None:
        return None
    return found.replace(tzinfo=None) + timedelta(minutes=minutes)
