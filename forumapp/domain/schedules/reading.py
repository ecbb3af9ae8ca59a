"""A schedule that comes from another program, as far as it was understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from forumapp.domain.agenda import SessionKind, Visibility
from forumapp.domain.schedules.findings import Finding, Place
from forumapp.domain.speakers import SpeakerMode, SpeakerStatus, SpeakingPart
from forumapp.domain.text import Translated

# A text by language; under none where the file doesn't say which. An empty one is carried as such.
Texts = Mapping[str, str]
IGNORED = "-"  # what a column is taken for of which nothing is read


def in_language(texts: Texts, language: str, *, before: Translated = Translated()) -> Translated:
    """Texts of which one may be in no language: that in which it stands already, else this one."""
    languages = {text: code for code, text in before.items()}
    return Translated({code or languages.get(text, language): text for code, text in texts.items()})


class FileKind(StrEnum):
    FRAB_XML = "frab_xml"
    FRAB_JSON = "frab_json"
    ICALENDAR = "icalendar"
    XLSX = "xlsx"
    CSV = "csv"
    DOCX = "docx"

    @property
    def has_one_language(self) -> bool:
        """Whether its sessions can name the first of their languages alone."""
        return self in (FileKind.FRAB_XML, FileKind.FRAB_JSON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What a reader is told of the event that the file is for; empty where it is to be made.

    `zone` is an IANA name, the days are its first and last. `columns` says what columns of a
    sheet are taken for, by their headings (or `#3` for the third): `title`, `title:zh`, or
    IGNORED. `today` helps with dates without a year.
    """

    zone: str = ""
    languages: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    today: date
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSpeaker:
    """Someone who speaks, in the order of the file. What is None or empty the file doesn't say.

    `guessed` says that title, organisation and country were made out of running text.
    """

    printed_name: str
    honorific: str = ""
    family_name: str = ""
    native_name: str = ""
    title: Translated = Translated()
    organisation: Translated = Translated()
    country: str = ""
    part: SpeakingPart | None = None
    minutes: int | None = None
    mode: SpeakerMode | None = None
    status: SpeakerStatus | None = None
    topic: Translated = Translated()
    guessed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSession:
    """One session of a file. `starts` and `ends` are wall times of the event's zone.

    `identity` is the file's own for it. None is what the file doesn't carry, while an empty text
    or list is one that it carries as empty.
    """

    place: Place
    identity: str = ""
    code: str = ""
    title: Texts
    kind: SessionKind | None = None
    starts: datetime
    ends: datetime
    part: str | None = None
    track: str | None = None
    room: str | None = None
    video_room: str | None = None
    all_rooms: bool | None = None
    languages: tuple[str, ...] | None = None
    interpretation: tuple[str, ...] | None = None
    visibility: Visibility | None = None
    description: Texts | None = None
    speakers: tuple[ReadSpeaker, ...] | None = None

    @property
    def called(self) -> Translated:
        """Its titles that aren't empty."""
        return Translated(self.title)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadColumn:
    """A column of a sheet: its name in `Ask.columns`, its heading, a few cells, and its meaning."""

    name: str
    heading: str
    samples: tuple[str, ...] = ()
    meaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEvent:
    """What a file says of the event itself, for one that is made from it."""

    title: Translated = Translated()
    theme: Translated = Translated()
    venue: Translated = Translated()
    acronym: str = ""
    zone: str = ""
    languages: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    accent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSchedule:
    """What a file says. `language` is that of texts under the unnamed one, as far as it shows."""

    kind: FileKind
    event: ReadEvent = ReadEvent()
    language: str = ""
    sessions: tuple[ReadSession, ...] = ()
    findings: tuple[Finding, ...] = ()
    columns: tuple[ReadColumn, ...] = ()
