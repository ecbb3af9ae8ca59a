"""Parts, tracks and rooms by name: found in every language, in any case and width, or made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from forumapp.domain.names import plain_key
from forumapp.domain.schedules.known import Named
from forumapp.domain.schedules.plans import NewName
from forumapp.domain.text import Translated

_COMMAS = (", ", "，", "、")


@dataclass
class Names:
    """The names of one kind that an event has, and those that a file adds in its language."""

    known: Iterable[Named]
    language: str
    made: list[NewName] = field(default_factory=list)
    _ids: dict[str, int] = field(init=False)
    _texts: dict[int, Translated] = field(init=False)

    def __post_init__(self) -> None:
        self._texts = {named.id: named.name for named in self.known}
        self._ids = {}
        for named in self.known:
            for text in named.name.values():
                self._ids.setdefault(plain_key(text), named.id)

    def find(self, name: str) -> int | None:
        """The number of this name; None for an empty one, below 0 for one to be made.

        `Hall A, Convention Centre` is Hall A where the event has that.
        """
        if not plain_key(name):
            return None
        return self.known_as(name) or self.make(name)

    def known_as(self, name: str) -> int | None:
        """The number of this name, if there is one already."""
        return self._ids.get(plain_key(name)) or self._ids.get(_before_comma(name))

    def make(self, name: str) -> int:
        made = NewName(ref=-len(self.made) - 1, name=Translated({self.language: name}))
        self.made.append(made)
        self._texts[made.ref] = made.name
        self._ids[plain_key(name)] = made.ref
        return made.ref

    def text(self, number: int | None) -> Translated:
        """What a number is called."""
        return self._texts.get(number or 0, Translated())


def _before_comma(name: str) -> str:
    for comma in _COMMAS:
        before, found, _after = name.partition(comma)
        if found:
            return plain_key(before)
    return ""
