"""Reading a file by its content, in this very process."""

from __future__ import annotations

from forumapp.domain.schedules.findings import Code, Unreadable
from forumapp.domain.schedules.reading import Ask, FileKind, ReadSchedule
from forumapp.gateways.schedules import archives
from forumapp.gateways.schedules.collector import MOST_ROWS, TooManyRows
from forumapp.gateways.schedules.limits import LARGEST

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read(data: bytes, ask: Ask) -> ReadSchedule:
    """What the file says; raise Unreadable where nothing of it can be used."""
    if len(data) > LARGEST:
        raise Unreadable(Code.TOO_LARGE, megabytes=LARGEST // 2**20)
    try:
        return _read(data, ask, kind_of(data))
    except TooManyRows:
        raise Unreadable(Code.TOO_MANY_ROWS, most=MOST_ROWS) from None


def kind_of(data: bytes) -> FileKind:
    """The kind of a file by its content; raise Unreadable for any other."""
    if data[:2] == b"PK":
        return archives.kind_of(data)
    if data[:8] == _OLD_OFFICE:
        raise Unreadable(Code.ENCRYPTED if _ENCRYPTED in data else Code.OLD_OFFICE)
    start = data[:4000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = data[:4000].decode("utf-16", "replace").strip().encode()
    if start[:1] in (b"{", b"["):
        return FileKind.FRAB_JSON
    if start[:1] == b"<":
        return FileKind.FRAB_XML
    if start[:15].upper() == b"BEGIN:VCALENDAR":
        return FileKind.ICALENDAR
    return _table(data)


def _table(data: bytes) -> FileKind:
    from forumapp.gateways.schedules.separated import decoded, looks_like_table

    if not data.strip() or not looks_like_table(decoded(data[:200_000])):
        raise Unreadable(Code.UNKNOWN_KIND)
    return FileKind.CSV


def _read(data: bytes, ask: Ask, kind: FileKind) -> ReadSchedule:
    """What the reader of this kind makes of it; libraries are loaded where they are used."""
    if kind is FileKind.FRAB_JSON:
        from forumapp.gateways.schedules import schedule_json

        return schedule_json.read(data, ask)
    if kind is FileKind.FRAB_XML:
        from forumapp.gateways.schedules import schedule_xml

        return schedule_xml.read(data, ask)
    if kind is FileKind.ICALENDAR:
        from forumapp.gateways.schedules import calendars

        return calendars.read(data, ask)
    if kind is FileKind.DOCX:
        from forumapp.gateways.schedules import documents

        archives.check(data)
        return documents.read(data, ask)
    return _read_table(data, ask, kind)


def _read_table(data: bytes, ask: Ask, kind: FileKind) -> ReadSchedule:
    from forumapp.gateways.schedules import separated, tables, workbooks

    if kind is FileKind.CSV:
        return tables.read([separated.sheet(separated.decoded(data))], ask, kind)
    archives.check(data)
    return tables.read(workbooks.sheets(data), ask, kind)
