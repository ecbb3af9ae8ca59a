"""Bringing a release back: what the agenda has to become so that it says again what was published.

What came later is parked and never deleted, and what people answered since still holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from forumapp.domain.agenda import free_code
from forumapp.domain.programme import Programme, SessionFacts
from forumapp.domain.speakers import SpeakerFacts, SpeakerStatus

Lines = tuple[SpeakerFacts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """The sessions as they are to be. `made` are the keys of those that were deleted meanwhile,
    `parked` of those that came later; `codes` are new ones for sessions that have the code of one
    that comes back, by key.
    """

    sessions: tuple[SessionFacts, ...]
    made: frozenset[str]
    parked: frozenset[str]
    codes: Mapping[str, str]


def restore(
    then: Programme,
    *,
    now: Mapping[str, SessionFacts],
    shown: Iterable[str],
    people: frozenset[int],
) -> Restored:
    """What brings a release back into an agenda.

    `now` are all sessions that there are by key, parked ones among them; `shown` the keys of those
    that the next release would have; `people` those who are still there.
    """
    wanted = {session.key for session in then.sessions}
    lists = _lists(then, now, people)
    return Restored(
        sessions=tuple(_session(s, now.get(s.key), lists[s.key]) for s in then.sessions),
        made=frozenset(wanted - now.keys()),
        parked=frozenset(set(shown) - wanted),
        codes=_codes(then, now),
    )


def _session(then: SessionFacts, now: SessionFacts | None, lines: Lines) -> SessionFacts:
    """A session as it was; through which video room it goes is no part of a release."""
    return replace(
        then,
        id=now.id if now else then.id,
        online=now.online if now else False,
        speakers=lines,
        sequence=0,
    )


def _codes(then: Programme, now: Mapping[str, SessionFacts]) -> dict[str, str]:
    """New codes for those that have one which another session needs back."""
    needed = {session.code: session.key for session in then.sessions}
    taken = {*needed, *(session.code for session in now.values())}
    found: dict[str, str] = {}
    for key, session in sorted(now.items(), key=lambda item: item[1].id):
        others = needed.get(session.code, key)
        if others != key and key not in needed.values():
            found[key] = free_code(taken, like=session.code)
            taken.add(found[key])
    return found


def _lists(
    then: Programme, now: Mapping[str, SessionFacts], people: frozenset[int]
) -> dict[str, Lines]:
    """The speaker list of each session, each line taken up at most once."""
    there = {line.id: line for session in now.values() for line in session.speakers}
    named = {line.id for session in then.sessions for line in session.speakers}
    return {
        session.key: _lines(
            session.speakers,
            _of(now.get(session.key)),
            there=there,
            named=named,
            people=people,
        )
        for session in then.sessions
    }


def _of(session: SessionFacts | None) -> Lines:
    return session.speakers if session else ()


def _lines(
    then: Lines,
    now: Lines,
    *,
    there: Mapping[int, SpeakerFacts],
    named: set[int],
    people: frozenset[int],
) -> Lines:
    """The lines of a release in their order, then those that came later, which don't speak.

    A line is found again by its number, wherever it stands now, else by its person.
    """
    free = [line for line in now if line.id not in named]
    found: list[SpeakerFacts] = []
    for line in then:
        same = there.get(line.id) or _by_person(free, line)
        if same is not None:
            free = [other for other in free if other.id != same.id]
            found.append(replace(line, id=same.id, status=_status(line.status, same.status)))
        elif line.person_id in people:
            found.append(line)
    return (*found, *map(_aside, free))


def _by_person(free: Iterable[SpeakerFacts], line: SpeakerFacts) -> SpeakerFacts | None:
    same = [other for other in free if other.person_id == line.person_id]
    return min(same, key=lambda other: other.part is not line.part, default=None)


def _status(then: SpeakerStatus, now: SpeakerStatus) -> SpeakerStatus:
    """Who has confirmed or declined since did so; who was replaced speaks again."""
    answered = now.speaks or now is SpeakerStatus.DECLINED
    return now if then.speaks and answered else then


def _aside(line: SpeakerFacts) -> SpeakerFacts:
    return replace(line, status=SpeakerStatus.REPLACED) if line.status.speaks else line
