"""What a reader asks to see of a programme: by what its sessions are, and by words in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from forumapp.domain.agenda import SessionKind
from forumapp.domain.events import Mode
from forumapp.domain.people import PersonFacts
from forumapp.domain.programme import Programme, SessionFacts
from forumapp.domain.text import folded

Value = int | str | SessionKind | Mode


class Field(StrEnum):
    """By what sessions are chosen."""

    PART = "part"
    ROOM = "room"
    TRACK = "track"
    KIND = "kind"
    LANGUAGE = "language"
    MODE = "mode"
    PERSON = "person"


def modes_of(session: SessionFacts) -> tuple[Mode, ...]:
    """How a session can be followed: in its room, by video link, or both."""
    in_room = (Mode.ROOM,) if session.room_id is not None else ()
    return (*in_room, *((Mode.ONLINE,) if session.online else ()))


def _given(number: int | None) -> tuple[int, ...]:
    return () if number is None else (number,)


_VALUES: Mapping[Field, Callable[[SessionFacts], Iterable[Value]]] = {
    Field.PART: lambda session: (session.part_id,),
    Field.ROOM: lambda session: _given(session.room_id),
    Field.TRACK: lambda session: _given(session.track_id),
    Field.KIND: lambda session: (session.kind,),
    Field.LANGUAGE: lambda session: (*session.languages, *session.interpretation),
    Field.MODE: modes_of,
    Field.PERSON: lambda session: (s.person_id for s in session.speakers if s.status.speaks),
}


def offered(programme: Programme, by: Field) -> frozenset[Value]:
    """What the programme has to choose from in this field."""
    return frozenset(value for session in programme.sessions for value in _VALUES[by](session))


@dataclass(frozen=True, slots=True)
class Selection:
    """Sessions that are all of `wanted`, and have each of the words, whatever case and accents."""

    wanted: Mapping[Field, Value] = field(default_factory=dict)
    words: str = ""

    def of(self, programme: Programme) -> Programme:
        """The programme with these sessions alone, and who speaks in them."""
        if not self.wanted and not self.words:
            return programme
        people = {person.id: person for person in programme.people}
        words = folded(self.words).split()
        return programme.only(s for s in programme.sessions if self._has(s, words, people))

    def _has(
        self, session: SessionFacts, words: list[str], people: Mapping[int, PersonFacts]
    ) -> bool:
        if any(value not in _VALUES[by](session) for by, value in self.wanted.items()):
            return False
        if not words:
            return True
        text = folded("\n".join(_texts(session, people)))
        return all(word in text for word in words)


def _texts(session: SessionFacts, people: Mapping[int, PersonFacts]) -> Iterator[str]:
    """Everything in which words are looked for, in every language that it is written in."""
    yield session.code
    yield from session.title.values()
    yield from session.description.values()
    for speaker in session.speakers:
        person = people.get(speaker.person_id)
        if person is not None and speaker.status.speaks:
            yield from (person.name, person.native_name)
            yield from person.title.values()
            yield from person.organisation.values()
            yield from speaker.topic.values()
