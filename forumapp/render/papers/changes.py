"""What sets two lists of participants apart, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from forumapp.domain.events import Mode
from forumapp.domain.papers import ListChange, ListChangeKind, ListField, Place
from forumapp.i18n.catalogue import gettext
from forumapp.i18n.catalogue import message as _
from forumapp.i18n.words import label
from forumapp.render.volumes.language import marks
from forumapp.render.volumes.participants import heading
from forumapp.render.wording import line


@dataclass(frozen=True, slots=True)
class Said:
    """The changes of one kind: its word, and a line for each person."""

    kind: str
    lines: tuple[str, ...]


def said(changes: Iterable[ListChange], *, locale: str) -> tuple[Said, ...]:
    """The changes by kind, in the order of the lists; kinds without any are left out."""
    held = tuple(changes)
    found = (
        Said(label(kind, locale), tuple(_line(one, locale) for one in held if one.kind is kind))
        for kind in ListChangeKind
    )
    return tuple(one for one in found if one.lines)


def _line(change: ListChange, locale: str) -> str:
    """CAMBODIA: Mr. HAP Omaly, Head of delegation; of a change, each field before and after."""
    place = change.after or change.before
    assert place is not None
    signs, who = marks(locale), _who(place, locale)
    if change.before is None or change.after is None:
        return signs.comma.join((who, label(place.participant.capacity, locale)))
    pieces = (_field(field, change.before, change.after, locale) for field in change.fields)
    return f"{who} – {signs.semicolon.join(pieces)}"


def _who(place: Place, locale: str) -> str:
    """The delegation as its heading has it, and the name as printed."""
    name = line(place.participant.person.name)
    where = _delegation(place, locale)
    return f"{where}{marks(locale).colon}{name}" if where else name


def _field(field: ListField, before: Place, after: Place, locale: str) -> str:
    words = gettext(_("%(field)s: %(before)s → %(after)s"), locale)
    old, new = (_FIELDS[field](place, locale) or "–" for place in (before, after))
    return words % {"field": label(field, locale), "before": old, "after": new}


def _name(place: Place, _locale: str) -> str:
    person = place.participant.person
    native = line(person.native_name)
    return line(person.name) + (f" ({native})" if native else "")


def _post(place: Place, locale: str) -> str:
    person = place.participant.person
    pieces = (line(person.title.pick(locale)), line(person.organisation.pick(locale)))
    return marks(locale).comma.join(piece for piece in pieces if piece)


def _capacity(place: Place, locale: str) -> str:
    return label(place.participant.capacity, locale)


def _delegation(place: Place, locale: str) -> str:
    return heading(place.delegation, locale)


def _attendance(place: Place, locale: str) -> str:
    return label(Mode.ONLINE if place.participant.online else Mode.ROOM, locale)


_FIELDS: Mapping[ListField, Callable[[Place, str], str]] = {
    ListField.NAME: _name,
    ListField.POST: _post,
    ListField.CAPACITY: _capacity,
    ListField.DELEGATION: _delegation,
    ListField.ATTENDANCE: _attendance,
}
