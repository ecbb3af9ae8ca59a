"""Calendars that this product wrote: what their entries say beyond what others' do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol
from urllib.parse import unquote, urlsplit

from forumapp.domain.agenda import SessionKind
from forumapp.domain.schedules.reading import ReadSession, ReadSpeaker
from forumapp.domain.sheets import language_codes
from forumapp.domain.speakers import SpeakingPart
from forumapp.domain.text import Translated
from forumapp.gateways.schedules.people import read_line
from forumapp.i18n.catalogue import gettext, language_name, locales
from forumapp.i18n.catalogue import message as _
from forumapp.i18n.words import label

_KEY = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE)
_COMMA = re.compile(r"(?:, |，)")
_LISTED = re.compile(r", | and |，|、|和|及")
_VENUE_HOURS = _("At the venue: %(hours)s")
_LANGUAGES = _("Languages: %(names)s")
_INTERPRETATION = _("Interpretation: %(names)s")
_ONLINE = (_("Online (video link)"), _("Online"))


class Entry(Protocol):
    """An entry of a calendar."""

    def text(self, name: str) -> str: ...

    def names(self, name: str) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Shared:
    """What only all entries together tell: the venue behind the rooms, and whether parts stand
    among the categories.
    """

    venue: str
    has_parts: bool


def key_of(uid: str) -> str:
    """The session's key in a UID of ours; empty for any other."""
    found = _KEY.match(uid)
    return found[1].lower() if found else ""


def shared(entries: Sequence[Entry]) -> Shared:
    """What the entries have in common."""
    places = Counter(entry.text("LOCATION") for entry in entries)
    tails = Counter(_COMMA.split(place, maxsplit=1)[1] for place in places if _COMMA.search(place))
    counts = Counter(len(entry.names("CATEGORIES")) for entry in entries)
    return Shared(
        venue=tails.most_common(1)[0][0] if tails else "",
        has_parts=counts[3] > 0,
    )


def told(session: ReadSession, entry: Entry, common: Shared) -> ReadSession:
    """The session with what our own entries say of it."""
    track, part = _categories(entry.names("CATEGORIES"), common)
    if own := entry.text("X-FORUMAPP-PART"):
        track, part = "", own
    blocks = entry.text("DESCRIPTION").replace("\r\n", "\n").split("\n\n")
    facts = _facts(blocks)
    speakers = _speakers(blocks)
    return replace(
        session,
        code=unquote(urlsplit(entry.text("URL")).path.rpartition("/")[2]),
        kind=_kind(entry.names("CATEGORIES")),
        room=_room(entry.text("LOCATION"), common),
        track=track,
        part=part,
        languages=_languages(facts, _LANGUAGES),
        interpretation=_languages(facts, _INTERPRETATION),
        description={"": "\n\n".join(blocks).strip()},
        speakers=speakers,
    )


def _room(place: str, common: Shared) -> str:
    """The room before the venue; none where it is the venue alone, or online."""
    if place == common.venue or place in _said(_ONLINE):
        return ""
    return place.removesuffix(common.venue).rstrip(", ，") if common.venue else place


def _categories(names: tuple[str, ...], common: Shared) -> tuple[str, str | None]:
    """Track and part: a part is there wherever the event has several."""
    if len(names) == 3:
        return names[1], names[2]
    if len(names) == 2:
        return ("", names[1]) if common.has_parts else (names[1], None)
    return "", None


def _kind(names: tuple[str, ...]) -> SessionKind | None:
    return _kinds().get(names[0]) if names else None


def _facts(blocks: list[str]) -> list[str]:
    """The lines of hours and languages; taken off the blocks, with the address behind them."""
    if blocks and blocks[-1].startswith(("http://", "https://")) and "\n" not in blocks[-1].strip():
        blocks.pop()
    starts = [gettext(_VENUE_HOURS, locale).partition("%")[0] for locale in locales()]
    if blocks and blocks[-1].startswith(tuple(starts)):
        return blocks.pop().split("\n")
    return []


def _languages(facts: Iterable[str], message: str) -> tuple[str, ...]:
    """The languages of a line such as `Languages: English and Chinese`."""
    for locale in locales():
        prefix = gettext(message, locale).partition("%")[0]
        for line in facts:
            if line.startswith(prefix):
                names = _LISTED.split(line.removeprefix(prefix))
                return tuple(code for name in names if (code := _language(name.strip(), locale)))
    return ()


def _speakers(blocks: list[str]) -> tuple[ReadSpeaker, ...]:
    """Those of the last block, if each of its lines names a part and somebody; taken off then."""
    if not blocks:
        return ()
    read = [_speaker(line) for line in blocks[-1].split("\n")]
    if not all(read):
        return ()
    blocks.pop()
    return tuple(speaker for speaker in read if speaker is not None)


def _speaker(line: str) -> ReadSpeaker | None:
    part_, colon, rest = line.replace("：", ": ", 1).partition(": ")
    part = _parts().get(part_.strip())
    if not colon or part is None:
        return None
    who, _dash, topic = rest.partition(" — ")
    found = read_line(who, expected=True).speakers
    if len(found) != 1:
        name = who.strip()
        return ReadSpeaker(printed_name=name, part=part, guessed=True) if name else None
    return replace(found[0], part=part, topic=Translated({"": topic.strip()}))


@cache
def _kinds() -> dict[str, SessionKind]:
    return {label(kind, locale): kind for locale in locales() for kind in SessionKind}


@cache
def _parts() -> dict[str, SpeakingPart]:
    return {label(part, locale): part for locale in locales() for part in SpeakingPart}


def _said(messages: Iterable[str]) -> set[str]:
    return {gettext(message, locale) for message in messages for locale in locales()}


@cache
def _language(name: str, locale: str) -> str:
    names = {language_name(code, locale): code for code in language_codes()}
    return names.get(name, "")
