"""The people of a file among those of an event: found by name, told apart by organisation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from forumapp.domain.names import name_key, plain_key
from forumapp.domain.schedules.findings import Code, Finding, Place
from forumapp.domain.schedules.known import KnownPerson
from forumapp.domain.schedules.plans import Difference, PlannedPerson
from forumapp.domain.schedules.reading import ReadSpeaker, in_language
from forumapp.domain.text import Translated

_TEXTS = ("title", "organisation")
_LINES = ("honorific", "native_name", "country")


@dataclass
class _Person:
    """Someone as known so far, and the columns to set of them."""

    ref: int
    name: str
    now: dict[str, Any]
    values: dict[str, Any] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    said: set[str] = field(default_factory=set)


class People:
    """Everyone of an event and of a file. The file's first word on somebody counts."""

    def __init__(self, known: Iterable[KnownPerson], language: str) -> None:
        self._language = language
        self._by_key: dict[str, list[_Person]] = defaultdict(list)
        self._all: dict[int, _Person] = {}
        self._made = 0
        for person in known:
            now = {name: getattr(person, name) for name in (*_TEXTS, *_LINES)}
            self._keep(_Person(person.id, person.name, now), person.printed_name)

    def find(self, speaker: ReadSpeaker, place: Place) -> tuple[int, tuple[Finding, ...]]:
        """The person's number, below 0 for one to be made, and what is told about them."""
        found = self._pick(speaker)
        if found is None:
            return self._make(speaker), ()
        lines = {name: getattr(speaker, name) for name in _LINES}
        return found.ref, self._compare(
            found, {**self._texts(speaker, found), **lines}, speaker, place
        )

    def name(self, ref: int) -> str:
        return self._all[ref].name

    @property
    def planned(self) -> tuple[PlannedPerson, ...]:
        """Who is to be made or changed."""
        return tuple(
            PlannedPerson(
                ref=person.ref,
                name=person.name,
                values=person.values,
                differences=tuple(person.differences),
            )
            for person in self._all.values()
            if person.values
        )

    def _keep(self, person: _Person, printed_name: str) -> None:
        self._all[person.ref] = person
        names = {printed_name, person.name, person.now["native_name"]}
        for key in {name_key(name) for name in names} - {""}:
            self._by_key[key].append(person)

    def _pick(self, speaker: ReadSpeaker) -> _Person | None:
        """The one of this name; of several, the one of this organisation, else the first."""
        names = (speaker.printed_name, f"{speaker.honorific} {speaker.printed_name}")
        keys = [name_key(name) for name in (*names, speaker.native_name) if name]
        same = next((self._by_key[key] for key in keys if key in self._by_key), [])
        if len(same) > 1 and speaker.organisation:
            wanted = _keys(speaker.organisation)
            same = [p for p in same if wanted & _keys(p.now["organisation"])] or same
        return same[0] if same else None

    def _make(self, speaker: ReadSpeaker) -> int:
        self._made += 1
        texts = self._texts(speaker)
        lines = {name: getattr(speaker, name) for name in _LINES}
        names = {"printed_name": speaker.printed_name, "family_name": speaker.family_name}
        name = f"{speaker.honorific} {speaker.printed_name}".strip()
        person = _Person(-self._made, name, {**texts, **lines})
        person.values = {**names, **texts, **lines}
        person.said = {field for field, value in person.now.items() if value}
        self._keep(person, speaker.printed_name)
        return person.ref

    def _compare(
        self, person: _Person, said: Mapping[str, Any], speaker: ReadSpeaker, place: Place
    ) -> tuple[Finding, ...]:
        """Take over what the file says of a person for the first time; tell what it says again."""
        differs = False
        for name, value in said.items():
            now = person.now[name]
            after = _joined(now, value)
            if not value or after == now:
                person.said |= {name} if value else set()
            elif name in person.said and _contradicts(now, value):
                differs = True
            elif speaker.guessed and (now or _said_elsewhere(value, person.now)):
                continue
            else:
                self._set(person, name, after)
        if not differs:
            return ()
        return (Finding(code=Code.PERSON_DIFFERS, place=place, facts={"person": person.name}),)

    def _set(self, person: _Person, name: str, after: Any) -> None:
        if person.ref > 0:
            person.differences.append(Difference(name, person.now[name], after, person.name))
        person.now[name] = person.values[name] = after
        person.said.add(name)

    def _texts(self, speaker: ReadSpeaker, person: _Person | None = None) -> dict[str, Translated]:
        before = person.now if person else {}
        return {
            name: in_language(
                getattr(speaker, name), self._language, before=before.get(name, Translated())
            )
            for name in _TEXTS
        }


def _joined(now: Any, said: Any) -> Any:
    """What is there with what is said: of a text only the languages that are said change."""
    return Translated({**now, **said}) if isinstance(now, Translated) else said


def _contradicts(now: Any, said: Any) -> bool:
    """Whether something else is said already; another language of a text is no contradiction."""
    if isinstance(now, Translated):
        return any(now.get(language, words) != words for language, words in said.items())
    return bool(now)


def _said_elsewhere(value: Any, now: Mapping[str, Any]) -> bool:
    """Whether what was guessed to be a title is known as the organisation, or the other way."""
    if not isinstance(value, Translated):
        return False
    return _keys(value) <= {key for name in _TEXTS for key in _keys(now[name])}


def _keys(text: Translated) -> set[str]:
    return {plain_key(words) for words in text.values()}
