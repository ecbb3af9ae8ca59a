"""A programme cut into pieces that are set beside each other: days, and parts of long days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from forumapp.domain.people import PersonFacts
from forumapp.domain.programme import Programme, SessionFacts
from forumapp.domain.speakers import SpeakerFacts
from forumapp.i18n.catalogue import gettext
from forumapp.i18n.catalogue import message as _
from forumapp.render.volumes import language
from forumapp.render.volumes.clocks import Clock, clocks
from forumapp.render.wording import Wording, span

A_FEW, FIRST = 3, 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A day, or the hours of it from `since` on; `number` counts the programme's days from 1."""

    key: str
    day: date
    number: int
    since: str
    sessions: tuple[SessionFacts, ...]

    def title(self, locale: str) -> str:
        """Tuesday 9 March 2027; Tuesday 9 March 2027, from 14:00."""
        words = language.day(self.day, locale)
        if not self.since:
            return words
        return gettext(_("%(day)s, from %(time)s"), locale) % {"day": words, "time": self.since}

    @property
    def hours(self) -> str:
        """When its first session starts and its last one ends, by the venue's clock."""
        last = max(session.ends for session in self.sessions)
        return span(self.sessions[0].starts, last)


@dataclass(frozen=True, slots=True)
class Row:
    """One session as a line of the table; `others` are the times on the other clocks."""

    session: SessionFacts
    time: str
    others: tuple[str, ...]
    title: str
    place: str
    part: str
    track: str
    online: bool
    speakers: tuple[tuple[SpeakerFacts, PersonFacts], ...]
    joins: bool

    @property
    def together(self) -> tuple[tuple[SpeakerFacts, PersonFacts], ...]:
        """The speakers who stand on one page with the title: all of a few, else the first."""
        return self.speakers if len(self.speakers) <= A_FEW else self.speakers[:FIRST]

    @property
    def following(self) -> tuple[tuple[SpeakerFacts, PersonFacts], ...]:
        """Those who may stand on the next page."""
        return self.speakers[len(self.together) :]


def pieces(programme: Programme, *, most: int) -> tuple[Piece, ...]:
    """The days, each cut where sessions start together so that no piece has many more than most."""
    return tuple(
        Piece(
            key=f"day-{day.isoformat()}" + (f"-{order}" if order else ""),
            day=day,
            number=number,
            since=f"{sessions[0].starts:%H:%M}" if order else "",
            sessions=sessions,
        )
        for number, (day, held) in enumerate(programme.by_day(), start=1)
        for order, sessions in enumerate(_cut(held, most))
    )


def _cut(sessions: tuple[SessionFacts, ...], most: int) -> Iterator[tuple[SessionFacts, ...]]:
    held: list[SessionFacts] = []
    for _start, together in groupby(sessions, key=lambda session: session.starts):
        if len(held) >= most:
            yield tuple(held)
            held = []
        held.extend(together)
    yield tuple(held)


def table(
    wording: Wording, sessions: tuple[SessionFacts, ...]
) -> tuple[tuple[Clock, ...], list[Row]]:
    """The clocks above the columns of times, and a row a session."""
    beside = clocks(wording.programme, sessions, locale=wording.locale)
    return beside, [
        _row(wording, session, beside[1:], before)
        for before, session in zip((None, *sessions), sessions, strict=False)
    ]


def _row(
    wording: Wording, session: SessionFacts, beside: tuple[Clock, ...], before: SessionFacts | None
) -> Row:
    starts_at = wording.programme.starts_at(session)
    return Row(
        session=session,
        time=span(session.starts, session.ends),
        others=tuple(other.shows(starts_at, day=session.starts) for other in beside),
        title=wording.title(session),
        place=wording.room(session) if session.room_id or session.online else "",
        part=wording.part(session),
        track=wording.track(session),
        online=bool(session.online and session.room_id),
        speakers=wording.speaking(session),
        joins=before is not None and before.starts == session.starts,
    )
