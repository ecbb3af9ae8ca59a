"""Where uploaded and built files are kept, named by what they contain."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from forumapp.domain.errors import NotFound

_KEY = re.compile(r"[0-9a-f]{64}(?:\.[a-z0-9]{1,10})?")
_SUFFIX = re.compile(r"(?:\.[a-z0-9]{1,10})?")
_INCOMING = "incoming"


class FileStore(Protocol):
    """Keeps bytes under a key of its own making; the same bytes and suffix have the same key.

    Before `delete`, make sure that nothing else refers to the key.
    """

    def put(self, data: bytes, *, suffix: str = "") -> str:
        """Keep the data for good, as new as if nobody had put it before, and return its key.

        The suffix is such as `.png`, or empty.
        """
        ...

    def open(self, key: str) -> BinaryIO:
        """The file, to read from; raise NotFound."""
        ...

    def read(self, key: str) -> bytes:
        """The whole file; raise NotFound."""
        ...

    def path(self, key: str) -> Path:
        """A path for programs that want one, whether or not the file is there."""
        ...

    def delete(self, key: str) -> None:
        """Remove the file, if it is there."""
        ...


class LocalFiles:
    """Files in a folder of this machine, readable by its owner alone.

    A key that no store can have made is NotFound, so no key leads out of the folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, data: bytes, *, suffix: str = "") -> str:
        if not _SUFFIX.fullmatch(suffix):
            raise ValueError("a suffix is a dot and up to ten small letters or digits")
        key = hashlib.sha256(data).hexdigest() + suffix
        path = self.path(key)
        if not _renewed(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(path, data)
        return key

    def open(self, key: str) -> BinaryIO:
        try:
            return self.path(key).open("rb")
        except FileNotFoundError:
            raise NotFound from None

    def read(self, key: str) -> bytes:
        with self.open(key) as file:
            return file.read()

    def path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise NotFound
        return self._root / key[:2] / key[2:4] / key

    def delete(self, key: str) -> None:
        with suppress(NotFound):
            self.path(key).unlink(missing_ok=True)

    def older(self, *, before: datetime) -> Iterator[str]:
        """The keys of files that were last put before an instant."""
        for path in self._root.glob("??/??/*"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < before.timestamp():
                    yield path.name

    def _write(self, path: Path, data: bytes) -> None:
        """The file is whole or not there, even after a power cut."""
        incoming = self._root / _INCOMING
        incoming.mkdir(mode=0o700, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=incoming)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        for folder in (path.parent, path.parent.parent, self._root):
            _sync(folder)


def _renewed(path: Path) -> bool:
    """Whether the file is there; if so, it is as new as one that is written now."""
    with suppress(FileNotFoundError):
        os.utime(path)
    return path.is_file()


def _sync(folder: Path) -> None:
    """Make the folder's own entries last; systems that can't open one need no such thing."""
    with suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
