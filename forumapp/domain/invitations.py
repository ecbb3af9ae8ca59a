"""Invitations to sessions, in the words of iTIP (RFC 5546)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from forumapp.domain import clock
from forumapp.domain.programme import EventFacts, Programme, SessionFacts
from forumapp.domain.text import Translated


class Method(StrEnum):
    """What a message asks of the calendar that it comes to."""

    REQUEST = "request"
    CANCEL = "cancel"


class Answer(StrEnum):
    """What a person has answered: the PARTSTAT of their entry (RFC 5545 3.2.12)."""

    NEEDS_ACTION = "needs_action"
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"


ANSWERS = (Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a calendar entry says of a session: `starts` and `ends` are wall times in `zone`.

    `room` is empty for a session without one; `venue` is the town where no venue is known.
    """

    code: str
    title: Translated
    starts: datetime
    ends: datetime
    zone: str
    room: Translated = Translated()
    venue: Translated = Translated()
    online: bool = False

    @property
    def starts_at(self) -> datetime:
        return clock.instant(self.starts, self.zone)

    @property
    def ends_at(self) -> datetime:
        return clock.instant(self.ends, self.zone)

    def plain(self) -> dict[str, Any]:
        """The same as JSON."""
        return {
            "code": self.code,
            "title": self.title.plain(),
            "starts": self.starts.isoformat(),
            "ends": self.ends.isoformat(),
            "zone": self.zone,
            "room": self.room.plain(),
            "venue": self.venue.plain(),
            "online": self.online,
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Told:
        """Back from JSON."""
        return cls(
            code=plain["code"],
            title=Translated(plain["title"]),
            starts=datetime.fromisoformat(plain["starts"]),
            ends=datetime.fromisoformat(plain["ends"]),
            zone=plain["zone"],
            room=Translated(plain["room"]),
            venue=Translated(plain["venue"]),
            online=plain["online"],
        )


def told(session: SessionFacts, event: EventFacts, room: Translated) -> Told:
    """What is told of a session of this event in a room of this name."""
    return Told(
        code=session.code,
        title=session.title,
        starts=session.starts,
        ends=session.ends,
        zone=event.zone,
        room=room,
        venue=event.venue or event.place,
        online=session.online,
    )


def all_told(programme: Programme | None) -> dict[str, Told]:
    """What is told of each session of a programme, by its key."""
    if programme is None:
        return {}
    rooms = {room.id: room.name for room in programme.rooms}
    return {
        session.key: told(session, programme.event, rooms.get(session.room_id or 0, Translated()))
        for session in programme.sessions
    }


def says_otherwise(before: Translated, after: Translated) -> bool:
    """Whether a text is another one; a language that came to it makes it none."""
    return bool(before) != bool(after) or any(after.get(k) != text for k, text in before.items())


def moved(before: Told, after: Told) -> bool:
    """Whether time or place are others: then SEQUENCE rises (RFC 5545 3.8.7.4, RFC 5546 2.1.4)."""
    times = (before.starts, before.ends, before.zone, before.online)
    return (
        times != (after.starts, after.ends, after.zone, after.online)
        or says_otherwise(before.room, after.room)
        or says_otherwise(before.venue, after.venue)
    )


def renamed(before: Told, after: Told) -> bool:
    """Whether it is only called otherwise: that is told under the same SEQUENCE."""
    return before.code != after.code or says_otherwise(before.title, after.title)


Pair = tuple[int, str]  # a person's number and a session's key


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a person was last told of a session, and what they answered."""

    uid: str
    sequence: int
    method: Method
    told: Told
    answer: Answer = Answer.NEEDS_ACTION

    @property
    def live(self) -> bool:
        return self.method is Method.REQUEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One message about one entry: `was` is what stood there, None where there was nothing.

    `now` is what is told; of a cancelled entry, what it said. `answer` is the one given before,
    where it still holds of what is told.
    """

    person_id: int
    key: str
    method: Method
    sequence: int
    was: Told | None
    now: Told
    answer: Answer = Answer.NEEDS_ACTION

    @property
    def asks_anew(self) -> bool:
        """Whether the answer given before is about something else."""
        return self.method is Method.REQUEST and (self.was is None or moved(self.was, self.now))


def steps(
    wanted: Mapping[Pair, Told], known: Mapping[Pair, Standing], *, now: datetime
) -> tuple[Step, ...]:
    """The messages that bring the entries that are known to what is wanted.

    A REQUEST where there is no live entry or what it says is no longer so, a CANCEL where nobody
    is wanted any more, and only after a REQUEST. SEQUENCE never falls, and rises with time, place
    and status. What is over at `now` is left alone.
    """
    found = (
        _step(pair, known.get(pair), wanted.get(pair), now=now)
        for pair in sorted({*wanted, *known})
    )
    return tuple(step for step in found if step is not None)


def _step(
    pair: Pair, standing: Standing | None, wanted: Told | None, *, now: datetime
) -> Step | None:
    live = standing if standing is not None and standing.live else None
    if _is_over((live.told if live else None, wanted), now=now):
        return None
    last = standing.sequence if standing else -1
    if live is None:
        return _made(pair, Method.REQUEST, last + 1, None, wanted) if wanted else None
    if wanted is None:
        return _made(pair, Method.CANCEL, last + 1, live.told, live.told)
    if moved(live.told, wanted):
        return _made(pair, Method.REQUEST, last + 1, live.told, wanted)
    if renamed(live.told, wanted):
        return replace(_made(pair, Method.REQUEST, last, live.told, wanted), answer=live.answer)
    return None


def _made(pair: Pair, method: Method, sequence: int, was: Told | None, now: Told) -> Step:
    person_id, key = pair
    return Step(person_id=person_id, key=key, method=method, sequence=sequence, was=was, now=now)


def _is_over(sides: Iterable[Told | None], *, now: datetime) -> bool:
    """Whether every side that there is has ended."""
    return all(side.ends_at <= now for side in sides if side is not None)


def may_go(method: Method, sequence: int, *, live: bool, out: Iterable[tuple[Method, int]]) -> bool:
    """Whether a message that waited still goes, after those about the same entry that went `out`.

    None goes after a later one. A REQUEST goes while the entry is live, a CANCEL only when a
    REQUEST went before it.
    """
    gone = tuple(out)
    if any(one > sequence for _method, one in gone):
        return False
    if method is Method.REQUEST:
        return live
    return bool(gone) and gone[-1][0] is Method.REQUEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer that came as a calendar's REPLY (RFC 5546 3.2.3); `at` is its DTSTAMP, aware."""

    uid: str
    attendee: str
    answer: Answer
    sequence: int
    at: datetime


class Received(StrEnum):
    """What became of a reply. All but the last two are settled."""

    RECORDED = "recorded"
    OUTDATED = "outdated"
    OF_EVENT = "of_event"
    UNKNOWN = "unknown"
    SOMEBODY_ELSE = "somebody_else"

    @property
    def settled(self) -> bool:
        return self not in (Received.UNKNOWN, Received.SOMEBODY_ELSE)


def answers(reply: Reply, standing: Standing, *, answered_at: datetime | None) -> bool:
    """Whether a reply is about what was asked last, and later than the answer that is known."""
    if not standing.live or reply.sequence != standing.sequence:
        return False
    return answered_at is None or reply.at > answered_at
