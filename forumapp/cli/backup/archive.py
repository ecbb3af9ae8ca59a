"""What a backup is made of: keys, tables and files in a tar.gz, and last the manifest of them all.

`age --decrypt` and `tar` open it too. It is read member by member and not with tarfile's reader,
which knows links and puts headers of any length into memory.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import tarfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, BinaryIO, Protocol

from forumapp.cli.backup import sealing
from forumapp.cli.backup.manifest import Manifest, Sum
from forumapp.cli.backup.refusals import Unusable

MANIFEST, KEYS = "manifest.json", "keys.json"
MEMBER = re.compile(
    r"(?:manifest|keys)\.json"
    r"|tables/(?P<table>[a-z][a-z0-9_]{0,62})/[0-9]{5,7}\.jsonl"
    r"|files/[0-9a-f]{2}/[0-9a-f]{2}/(?P<key>[0-9a-f]{64}(?:\.[a-z0-9]{1,10})?)"
)
# No member may be larger, written or read.
LIMITS = {
    MANIFEST: 64 * 2**20,
    KEYS: 64 * 2**10,
    "tables": 256 * 2**20,
    "files": 512 * 2**20,
}
MEMBERS = 1_000_000
BLOCK = 64 * 2**10


class Source(Protocol):
    """Whatever can be read from."""

    def read(self, size: int, /) -> bytes: ...


class Entry:
    """One member, to be read once; it sums up what was read of it."""

    def __init__(self, name: str, size: int, source: Source) -> None:
        known = MEMBER.fullmatch(name)
        if known is None:
            raise Unusable(f"it holds something that is no part of a backup: {name!r}")
        if size > LIMITS[name.partition("/")[0]]:
            raise Unusable(f"{name} is too large")
        self.name, self.size = name, size
        self.table: str = known["table"] or ""
        self.key: str = known["key"] or ""
        self.lines = 0
        self._source, self._left = source, size
        self._digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = _exactly(self._source, self._left if size < 0 else min(size, self._left))
        self._left -= len(data)
        self._digest.update(data)
        self.lines += data.count(b"\n")
        return data

    def sum(self) -> Sum:
        """The sum of all of it; what nobody has read is read now."""
        while self.read(BLOCK):
            pass
        return Sum(self.size, self._digest.hexdigest())


class Writer:
    """Takes the members in."""

    def __init__(self, tar: tarfile.TarFile, *, now: datetime) -> None:
        self._tar, self._now = tar, now
        self.sums: dict[str, Sum] = {}

    def add(self, name: str, data: bytes) -> None:
        self.add_from(name, io.BytesIO(data), size=len(data))

    def add_from(self, name: str, source: Source, *, size: int) -> None:
        entry = Entry(name, size, source)
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, 0o600, int(self._now.timestamp())
        self._tar.addfile(info, entry)
        self.sums[name] = entry.sum()


@contextmanager
def written(file: BinaryIO, sealed_for: Sequence[Any], *, now: datetime) -> Iterator[Writer]:
    """A backup in the file, which is whole when the block ends without an error."""
    with (
        sealing.sealed(file, sealed_for) as stream,
        gzip.GzipFile(fileobj=stream, mode="wb", compresslevel=6, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.GNU_FORMAT) as tar,
    ):
        yield Writer(tar, now=now)


def read(file: BinaryIO, keys: Sequence[Any], take: Callable[[Entry], object]) -> Manifest:
    """Hand over each member in turn; return the manifest when everything is as it says.

    Only then is it known that nothing is damaged or cut off. Raises Unusable.
    """
    file.seek(0)
    with sealing.opened(file, keys) as stream, gzip.GzipFile(fileobj=stream, mode="rb") as packed:
        try:
            return _checked(_entries(packed), take)
        except (gzip.BadGzipFile, EOFError, zlib.error):
            raise Unusable("it is damaged") from None


def _checked(entries: Iterator[Entry], take: Callable[[Entry], object]) -> Manifest:
    sums: dict[str, Sum] = {}
    rows: Counter[str] = Counter()
    for entry in entries:
        if entry.name == MANIFEST:
            manifest = Manifest.of(entry.read())
            break
        if entry.name in sums or len(sums) >= MEMBERS:
            raise Unusable(f"{entry.name} should not be where it is")
        take(entry)
        sums[entry.name] = entry.sum()
        rows[entry.table] += entry.lines
    else:
        raise Unusable("it has no manifest")
    if any(True for _ in entries):
        raise Unusable("something follows its manifest")
    _compare(sums, rows, manifest)
    return manifest


def _compare(sums: Mapping[str, Sum], rows: Mapping[str, int], manifest: Manifest) -> None:
    for name in sums.keys() | manifest.members.keys():
        if sums.get(name) != manifest.members.get(name):
            raise Unusable(f"{name} is not what it was")
    for name, table in manifest.tables.items():
        if rows[name] != table.rows:
            raise Unusable(f"it has {rows[name]} of {table.rows} rows of {name}")


def _entries(packed: BinaryIO | gzip.GzipFile) -> Iterator[Entry]:
    """Each member; plain files only, as they are written here."""
    while any(header := _exactly(packed, tarfile.BLOCKSIZE)):
        try:
            info = tarfile.TarInfo.frombuf(header, "utf-8", "strict")
        except (tarfile.HeaderError, UnicodeDecodeError):
            raise Unusable("it is damaged") from None
        if info.type != tarfile.REGTYPE or info.size < 0:
            raise Unusable(f"{info.name!r} is no plain file")
        entry = Entry(info.name, info.size, packed)
        yield entry
        entry.sum()
        _exactly(packed, -info.size % tarfile.BLOCKSIZE)
    padding = packed.read(tarfile.RECORDSIZE + 1)
    if any(padding) or len(padding) > tarfile.RECORDSIZE:
        raise Unusable("something follows its end")


def _exactly(source: Source, size: int) -> bytes:
    data = source.read(size)
    if len(data) < size:
        raise Unusable("it is cut off")
    return data
