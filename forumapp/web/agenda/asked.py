"""What the address of a programme page asks for, and the words of what it can ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from urllib.parse import urlencode

from flask import request
from flask_babel import gettext as _

from forumapp.domain import clock
from forumapp.domain.agenda import SessionKind
from forumapp.domain.errors import NotFound
from forumapp.domain.events import Mode
from forumapp.domain.programme import PartFacts, RoomFacts, TrackFacts
from forumapp.domain.selection import Field, Selection, Value, offered
from forumapp.domain.text import folded
from forumapp.http.locale import locale, plain
from forumapp.http.pages import COMMON, RARE, Page, Shelf
from forumapp.i18n.catalogue import language_name
from forumapp.i18n.words import label
from forumapp.services.publications import Published

LONGEST = 80  # characters of words that are looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A selection and how to show it. `ignored` are the fields asked for by what isn't there.

    As a list it is one on wide screens too, where it would be a grid.
    """

    selection: Selection
    as_list: bool
    zone: str | None
    ignored: tuple[Field, ...]

    @property
    def arguments(self) -> dict[str, str | None]:
        """Those of the plainest address that asks for the same; None where nothing is asked."""
        wanted = {by.value: self.selection.wanted.get(by) for by in Field}
        return {
            **{name: None if value is None else str(value) for name, value in wanted.items()},
            "q": self.selection.words or None,
            "view": "list" if self.as_list else None,
            "zone": self.zone,
        }

    def query(self, **changes: str) -> str:
        """The query of an address that asks for the same but for these changes; "" takes away."""
        return _query({**self.arguments, **changes})

    def only(self, *names: str) -> str:
        """The query with nothing of it but these arguments."""
        return _query({name: self.arguments[name] for name in names})

    @property
    def shelf(self) -> Shelf[Page]:
        """Where the page is kept: what readers write themselves is hardly asked for twice."""
        written = self.selection.words or self.zone or self.ignored
        return RARE if written or len(self.selection.wanted) > 1 else COMMON


def _query(arguments: Mapping[str, str | None]) -> str:
    given = {name: value for name, value in arguments.items() if value}
    return f"?{urlencode(given)}" if given else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A field in words, what there is to choose from, and what is chosen."""

    field: Field
    name: str
    options: tuple[tuple[str, str], ...]
    chosen: str

    @property
    def said(self) -> str:
        """The words of what is chosen."""
        return dict(self.options).get(self.chosen, "")


def asked(found: Published) -> Asked:
    """What the request's address asks to see of a programme; NotFound for a zone there isn't."""
    wanted: dict[Field, Value] = {}
    ignored: list[Field] = []
    for by in Field:
        given = request.args.get(by, "").strip()
        known = {str(value): value for value, _name in called(found, by)} if given else {}
        if given in known:
            wanted[by] = known[given]
        elif given:
            ignored.append(by)
    return Asked(
        selection=Selection(wanted, _words()),
        as_list=request.args.get("view") == "list",
        zone=zone(),
        ignored=tuple(ignored),
    )


def zone() -> str | None:
    """The zone asked for beside the venue's; NotFound for one that doesn't exist."""
    wanted: str = request.args.get("zone", "")
    if wanted and not clock.is_zone(wanted):
        raise NotFound
    return wanted or None


def filters(found: Published, selection: Selection) -> dict[Field, Filter]:
    """Every field with its choices in the order of the programme."""
    return {
        by: Filter(
            field=by,
            name=field_name(by),
            options=tuple(_choices(by, found, chosen=selection.wanted.get(by))),
            chosen=str(selection.wanted.get(by, "")),
        )
        for by in Field
    }


def field_name(by: Field) -> str:
    """A field in words."""
    names: dict[Field, str] = {
        Field.PART: _("Part"),
        Field.ROOM: _("Room"),
        Field.TRACK: _("Track"),
        Field.KIND: _("Kind"),
        Field.LANGUAGE: _("Language"),
        Field.MODE: _("How to follow it"),
        Field.PERSON: _("Speaker"),
    }
    return names[by]


def _words() -> str:
    """The words looked for; none where folding leaves nothing of them."""
    words: str = " ".join(request.args.get("q", "").split())[:LONGEST].strip()
    return words if folded(words) else ""


def called(found: Published, by: Field) -> Iterable[tuple[Value, str]]:
    """What a field can be, in the order of the programme: (value, words)."""
    return _CALLED[by](found)


def _choices(by: Field, found: Published, *, chosen: Value | None) -> Iterator[tuple[str, str]]:
    """Those of which the programme has sessions, and the chosen one."""
    values = offered(found.programme, by) | {chosen}
    for value, words in called(found, by):
        if value in values:
            yield str(value), words


def _named(things: Iterable[PartFacts | RoomFacts | TrackFacts]) -> Iterator[tuple[Value, str]]:
    return ((thing.id, plain(thing.name)) for thing in things)


def _codes(codes: Iterable[SessionKind | Mode]) -> Iterator[tuple[Value, str]]:
    return ((code, label(code, locale())) for code in codes)


def _languages(found: Published) -> list[tuple[Value, str]]:
    codes = (str(code) for code in offered(found.programme, Field.LANGUAGE))
    return sorted(((code, language_name(code, locale())) for code in codes), key=itemgetter(1))


def _people(found: Published) -> Iterator[tuple[Value, str]]:
    people = sorted(found.people.values(), key=lambda person: person.sort_key)
    return ((person.id, person.name) for person in people)


_CALLED: Mapping[Field, Callable[[Published], Iterable[tuple[Value, str]]]] = {
    Field.PART: lambda found: _named(found.parts.values()),
    Field.ROOM: lambda found: _named(found.rooms.values()),
    Field.TRACK: lambda found: _named(found.tracks.values()),
    Field.KIND: lambda _found: _codes(SessionKind),
    Field.LANGUAGE: _languages,
    Field.MODE: lambda _found: _codes(Mode),
    Field.PERSON: _people,
}
