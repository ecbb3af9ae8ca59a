"""What is told about a file that was taken in, in every language of the interface."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from babel.dates import format_date

from forumapp.domain.schedules import Code, FileKind, Finding, Outcome, Place, Severity
from forumapp.i18n.catalogue import gettext
from forumapp.i18n.catalogue import message as _

_SAID: Mapping[Code, str] = {
    Code.TOO_LARGE: _("The file is larger than %(megabytes)s MB."),
    Code.TOO_MANY_ROWS: _("The file has more than %(most)s rows, so nothing of it was read."),
    Code.OUT_OF_TIME: _("Reading the file took longer than %(seconds)s seconds and was given up."),
    Code.OUT_OF_MEMORY: _(
        "Reading the file takes more than %(megabytes)s MB of memory and was given up."
    ),
    Code.BROKE_DOWN: _("The file made its reader break down. It may be damaged."),
    Code.UNKNOWN_KIND: _(
        "This is no file that can be taken in: schedule.xml, schedule.json, iCalendar, Excel, CSV "
        "or Word."
    ),
    Code.DAMAGED: _("The file is damaged: it can’t be read as %(kind)s."),
    Code.OLD_OFFICE: _(
        "The file is in a format of Office 97 to 2003. Save it as .xlsx or .docx first."
    ),
    Code.ENCRYPTED: _("The file is protected with a password. Save it without one first."),
    Code.ARCHIVE_BOMB: _("The file unpacks to more than %(megabytes)s MB or is packed oddly."),
    Code.ENTITIES: _("The file declares entities of its own, which can do harm. It was not read."),
    Code.NO_TABLE: _(
        "No table with times was found. A row of headings such as Time, Item and Speaker helps."
    ),
    Code.NOTHING_FOUND: _("Nothing in the file can be used."),
    Code.NO_TITLE: _("It has no title."),
    Code.NO_DAY: _("It has no day."),
    Code.NO_TIME: _("It has no time."),
    Code.BAD_DAY: _("“%(text)s” is no day."),
    Code.BAD_TIME: _("“%(text)s” is no time."),
    Code.NO_DURATION: _("It doesn’t say how long it lasts."),
    Code.TOO_LONG: _("It lasts longer than a day."),
    Code.ENDS_BEFORE_START: _("It ends before it starts."),
    Code.NO_SUCH_TIME: _("The clock skips this time when it is put forward."),
    Code.OUTSIDE_EVENT: _("%(day)s is too far from the event’s days."),
    Code.SAME_IDENTITY: _("%(other)s has the same identity or code already."),
    Code.SAME_SESSION: _("%(other)s is the same session already."),
    Code.DAMAGED_ENTRY: _("The entry is damaged."),
    Code.ALL_DAY: _("It is for whole days and says no hours."),
    Code.CANCELLED: _("It is cancelled. A session that is here already stays as it is."),
    Code.NO_ZONE: _("The file names no time zone; %(used)s is taken."),
    Code.UNKNOWN_ZONE: _("There is no time zone “%(zone)s”; %(used)s is taken."),
    Code.OTHER_ZONE: _("Times in %(zone)s were moved to the event’s clock, %(used)s."),
    Code.ZONE_DIFFERS: _("The file names the time zone %(zone)s, but its own times say another."),
    Code.TIMES_DIFFER: _("Its date says %(first)s and its start %(second)s; the date is taken."),
    Code.FLOATING: _("Times without a time zone are taken as those of %(used)s."),
    Code.END_ASSUMED: _("It says no end; %(ends)s is taken."),
    Code.NIGHT_ASSUMED: _(
        "It starts at %(starts)s and ends at %(ends)s; it is taken to end the next day."
    ),
    Code.AFTERNOON_ASSUMED: _("It is taken to start in the afternoon, at %(starts)s."),
    Code.YEAR_ASSUMED: _("The day has no year; %(day)s is taken."),
    Code.WEEKDAY_DIFFERS: _("“%(text)s”: this day of the week isn’t that of %(day)s."),
    Code.DAY_ASSUMED: _("The file names no day; %(day)s is taken."),
    Code.UNKNOWN_WORD: _("“%(text)s” means nothing as %(column)s and is passed over."),
    Code.NOT_A_CODE: _("“%(text)s” can’t be a code; it gets %(used)s."),
    Code.CODE_TAKEN: _("The code %(text)s is another session’s; it gets %(used)s."),
    Code.IDENTITY_AGAIN: _(
        "%(other)s has the same identity at another time; this is taken as a session of its own."
    ),
    Code.TEXT_CUT: _("%(column)s is longer than %(longest)s and was cut."),
    Code.SPEAKER_KEPT_AS_TEXT: _("“%(text)s” names nobody for certain; it stands as text."),
    Code.TEXT_KEPT: _("“%(text)s” stands in the description."),
    Code.HEADING_KEPT: _("The heading “%(text)s” stands in the description of what follows it."),
    Code.PERSON_DIFFERS: _(
        "%(person)s has another title, organisation or country here than before; the first counts."
    ),
    Code.REPEATS_CUT: _("It comes back more than %(count)s times; the first ones are taken."),
    Code.REPEATS_UNREADABLE: _("How it comes back can’t be understood; it is taken once."),
    Code.BROKEN_OFF: _("The file breaks off; what stands before that was read."),
    Code.COLUMN_TWICE: _("There are two columns “%(heading)s”; the first is read."),
    Code.UNKNOWN_VIDEO_ROOM: _(
        "There is no video room “%(name)s”. Make it with its address first; no file carries one."
    ),
    Code.LINK_LEFT_OUT: _(
        "What lets people into a video meeting was left out, in %(count)s places. Put it into a "
        "video room instead."
    ),
    Code.COLUMN_IGNORED: _("The column “%(heading)s” is not read."),
    Code.MARKUP_REMOVED: _("%(count)s texts were turned from HTML into plain text."),
    Code.TABLE_PASSED_OVER: _("A table without times is passed over."),
    Code.PRIVATE: _("It is marked as private, so it is for the secretariat alone."),
    Code.REPEATED: _("It comes back %(count)s times."),
}
_OUTCOMES = {
    Outcome.NEW: _("New"),
    Outcome.CHANGED: _("Changed"),
    Outcome.UNCHANGED: _("Unchanged"),
    Outcome.WRONG: _("Wrong"),
}
_SEVERITIES = {
    Severity.FATAL: _("Can’t be used"),
    Severity.WRONG: _("Left out"),
    Severity.DOUBT: _("To be checked"),
    Severity.NOTE: _("Note"),
}
_KINDS = {
    FileKind.FRAB_XML: "schedule.xml",
    FileKind.FRAB_JSON: "schedule.json",
    FileKind.ICALENDAR: "iCalendar",
    FileKind.XLSX: "Excel (XLSX)",
    FileKind.CSV: "CSV",
    FileKind.DOCX: "Word (DOCX)",
}
_LINES = {FileKind.FRAB_XML, FileKind.ICALENDAR}
FIELDS: Mapping[str, str] = {
    "code": _("Code"),
    "title": _("Title"),
    "kind": _("Kind"),
    "day": _("Day"),
    "start": _("Start"),
    "starts": _("Start"),
    "end": _("End"),
    "ends": _("End"),
    "room": _("Room"),
    "video_room": _("Video room"),
    "all_rooms": _("Takes all rooms"),
    "part": _("Part"),
    "track": _("Track"),
    "languages": _("Languages"),
    "interpretation": _("Interpretation"),
    "visibility": _("Who reads of it"),
    "description": _("Description"),
    "speakers": _("Speakers"),
    "speaker": _("Speaker"),
    "order": _("Order of speakers"),
    "id": _("Identity"),
    "time": _("Time, start and end in one"),
    "minutes": _("Minutes"),
    "position": _("Speaker’s title"),
    "organisation": _("Organisation"),
    "country": _("Country"),
    "honorific": _("Honorific"),
    "native_name": _("Name in native script"),
    "mode": _("Mode"),
    "status": _("Status"),
    "topic": _("Topic"),
    "parked": _("Not scheduled yet"),
}


def said(finding: Finding, locale: str, kind: FileKind | None = None) -> str:
    """A finding in one sentence; `kind` says how places of the file are called."""
    facts = {name: _fact(name, value, locale) for name, value in finding.facts.items()}
    if "other" in facts:
        other = place(Place(finding.place.sheet, int(facts["other"])), locale, kind)
        facts["other"] = other[:1].upper() + other[1:]
    return gettext(_SAID[finding.code], locale) % facts


def place(at: Place, locale: str, kind: FileKind | None) -> str:
    """Where in a file of this kind: row 12; table 2, row 5; empty for the whole."""
    if not at.number:
        return ""
    return gettext(_place(at, kind), locale) % {"number": at.number, "table": at.sheet}


def _place(at: Place, kind: FileKind | None) -> str:
    if kind in _LINES:
        return _("line %(number)s")
    if kind is FileKind.DOCX and not at.sheet:
        return _("paragraph %(number)s")
    if kind is FileKind.DOCX:
        return _("table %(table)s, row %(number)s")
    if kind is FileKind.FRAB_JSON:
        return _("event %(number)s")
    return _("sheet %(table)s, row %(number)s") if at.sheet else _("row %(number)s")


def field(name: str, locale: str) -> str:
    """What a field of a session or a line is called."""
    return gettext(FIELDS.get(name, name), locale)


def outcome(code: Outcome, locale: str) -> str:
    return gettext(_OUTCOMES[code], locale)


def severity(code: Severity, locale: str) -> str:
    return gettext(_SEVERITIES[code], locale)


def file_kind(kind: FileKind) -> str:
    """What a kind of file is called everywhere."""
    return _KINDS[kind]


def _fact(name: str, value: str, locale: str) -> str:
    if name == "column":
        return field(value, locale)
    if name == "day":
        babel = "en_GB" if locale == "en" else locale
        return str(format_date(date.fromisoformat(value), "full", locale=babel))
    return value
