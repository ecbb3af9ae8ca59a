"""Office files are ZIP archives: looked at before anything unpacks them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from zipfile import BadZipFile, ZipFile, ZipInfo, is_zipfile

from forumapp.domain.schedules.findings import Code, Unreadable
from forumapp.domain.schedules.reading import FileKind

MOST_UNPACKED = 80 * 2**20
MOST_OF_ONE = 60 * 2**20
MOST_RATIO = 250  # of a member larger than a megabyte
MOST_MEMBERS = 2_000
_LARGE = 2**20
_CHUNK = 2**18
_HEAD = 4096
_PROLOG = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*\?>\s*|<!--(?:(?!-->).)*-->\s*)*<[A-Za-z_]", re.DOTALL
)
_ROW = re.compile(rb"<(?:\w+:)?row[\s>]")
_FILLED = re.compile(rb"<(?:\w+:)?(?:v|is|f)[\s>]")
_DAMAGE = (BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError)


def kind_of(data: bytes) -> FileKind:
    """The kind of an archive by what it holds; raises Unreadable."""
    names = _names(data)
    if any(name.startswith("xl/") for name in names):
        return FileKind.XLSX
    if any(name.startswith("word/") for name in names):
        return FileKind.DOCX
    raise Unreadable(Code.UNKNOWN_KIND)


def check(data: bytes) -> None:
    """Raise Unreadable for an archive that unpacks to too much, or whose XML declares entities."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_sizes(members)
            for member in members:
                if member.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _check_head(archive, member)
    except _DAMAGE:
        raise Unreadable(Code.DAMAGED, kind="ZIP") from None


def rows_of(data: bytes, most: int) -> int:
    """How many rows of the sheets hold anything; counting stops above `most`."""
    with ZipFile(io.BytesIO(data)) as archive:
        count = 0
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                for row in _pieces(archive, name):
                    count += bool(_FILLED.search(row))
                    if count > most:
                        return count
    return count


def _pieces(archive: ZipFile, name: str) -> Iterator[bytes]:
    """What stands between the beginnings of rows."""
    left = b""
    with archive.open(name) as member:
        while chunk := member.read(_CHUNK):
            *rows, left = _ROW.split(left + chunk)
            yield from rows
            left = left[-_LARGE:]
    yield left


def _names(data: bytes) -> list[str]:
    if not is_zipfile(io.BytesIO(data)):
        raise Unreadable(Code.DAMAGED, kind="ZIP")
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except _DAMAGE:
        raise Unreadable(Code.DAMAGED, kind="ZIP") from None


def _check_sizes(members: list[ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED or len(members) > MOST_MEMBERS:
        raise Unreadable(Code.ARCHIVE_BOMB, megabytes=MOST_UNPACKED // 2**20)
    for member in members:
        ratio = member.file_size / max(1, member.compress_size)
        if member.flag_bits & 1:
            raise Unreadable(Code.ENCRYPTED)
        if member.file_size > MOST_OF_ONE or (member.file_size > _LARGE and ratio > MOST_RATIO):
            raise Unreadable(Code.ARCHIVE_BOMB, megabytes=MOST_UNPACKED // 2**20)


def _check_head(archive: ZipFile, member: ZipInfo) -> None:
    """A document type, which could declare entities, would stand before the first element."""
    with archive.open(member) as opened:
        head = opened.read(_HEAD)
    if head.strip() and not _PROLOG.match(head):
        raise Unreadable(Code.ENTITIES)
