"""The cell of speakers: one a line, its parts between bars."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from forumapp.domain.names import family_in_capitals, split_honorific
from forumapp.domain.sheets.words import code_of, word
from forumapp.domain.speakers import SpeakerMode, SpeakerStatus, SpeakingPart
from forumapp.domain.text import one_line

BAR = "|"
_FIELDS = 8
_BARS = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_ESCAPED = re.compile(r"\\([\\|])")
_MARKED = re.compile(r"\*([^*]+)\*")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerLine:
    """One line of the cell; what is empty or None is not said. Texts are in one language."""

    printed_name: str
    honorific: str = ""
    family_name: str = ""
    part: SpeakingPart | None = None
    title: str = ""
    organisation: str = ""
    country: str = ""
    minutes: int | None = None
    mode: SpeakerMode | None = None
    status: SpeakerStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLine:
    """A line as it stands, and what it says; `speaker` None for one without bars or a name.

    `unread` names the fields whose words mean nothing: `part`, `minutes`, `mode`, `status`.
    """

    text: str
    speaker: SpeakerLine | None = None
    unread: tuple[str, ...] = field(default=())


def speakers_cell(lines: Iterable[SpeakerLine], *, say: Callable[[StrEnum], str] = word) -> str:
    """The lines of a cell: part | honorific and name | title | organisation | country | …"""
    return "\n".join(_written(line, say) for line in lines)


def read_speakers(cell: str) -> tuple[ReadLine, ...]:
    """The lines of a cell that aren't empty."""
    texts = (text.strip() for text in cell.replace("\r", "\n").split("\n"))
    return tuple(_read(text) for text in texts if text)


def _written(line: SpeakerLine, say: Callable[[StrEnum], str]) -> str:
    fields = (
        say(line.part) if line.part else "",
        _escaped(_name(line)),
        _escaped(line.title),
        _escaped(line.organisation),
        _escaped(line.country),
        "" if line.minutes is None else str(line.minutes),
        say(line.mode) if line.mode else "",
        say(line.status) if line.status else "",
    )
    said = max(place for place, text in enumerate(fields) if text or place < 2)
    return f" {BAR} ".join(fields[: said + 1])


def _name(line: SpeakerLine) -> str:
    """Honorific and name; two spaces part them, and stars mark the family, where none could tell.

    That is where the honorific is not a usual one, or the family name not in capitals.
    """
    name = line.printed_name
    if line.family_name and family_in_capitals(name) != line.family_name and "*" not in name:
        before, family, after = name.partition(line.family_name)
        name = f"{before}*{family}*{after}" if family else name
    said = f"{line.honorific} {name}".strip()
    return said if split_honorific(said) == (line.honorific, name) else f"{line.honorific}  {name}"


def _read(text: str) -> ReadLine:
    fields = [_plain(part) for part in _split(text)]
    if len(fields) == 1:
        return ReadLine(text=text)
    if _lacks_a_part(fields):
        fields = ["", *fields]
    fields += [""] * (_FIELDS - len(fields))
    part, name, title, organisation, country, minutes, mode, status = fields[:_FIELDS]
    honorific, printed, family = _parted(name)
    if not printed:
        return ReadLine(text=text)
    speaker = SpeakerLine(
        printed_name=printed,
        honorific=honorific,
        family_name=family,
        part=code_of(SpeakingPart, part),
        title=one_line(title),
        organisation=one_line(organisation),
        country=one_line(country),
        minutes=int(minutes) if _is_minutes(minutes.strip()) else None,
        mode=code_of(SpeakerMode, mode),
        status=code_of(SpeakerStatus, status),
    )
    said = {"part": part, "minutes": minutes, "mode": mode, "status": status}
    unread = (n for n, given in said.items() if given.strip() and getattr(speaker, n) is None)
    return ReadLine(text=text, speaker=speaker, unread=tuple(unread))


def _lacks_a_part(fields: list[str]) -> bool:
    """Whether the first field is a name already: no part, and the second none either."""
    first, second = fields[0].strip(), fields[1].strip()
    if not first or code_of(SpeakingPart, first):
        return False
    return not (split_honorific(second)[0] or family_in_capitals(second))


def _parted(text: str) -> tuple[str, str, str]:
    """Honorific, name and family name of a field."""
    honorific, apart, rest = text.partition("  ")
    if not apart:
        honorific, rest = split_honorific(text)
    honorific, name = one_line(honorific), one_line(rest)
    marked = _MARKED.search(name)
    if marked:
        return honorific, name.replace("*", ""), marked[1].strip()
    return honorific, name, family_in_capitals(name)


def _is_minutes(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 4


def _split(text: str) -> list[str]:
    """The fields between bars that no backslash holds, each with one space taken off its ends."""
    pieces: list[str] = []
    start = 0
    for bar in _BARS.finditer(text):
        pieces.append(text[start : bar.end() - 1])
        start = bar.end()
    pieces.append(text[start:])
    return [piece.removeprefix(" ").removesuffix(" ") for piece in pieces]


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(BAR, f"\\{BAR}")
