"""A mailbox folder that a mail server delivers into (Maildir): each message is read once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

FOLDERS = ("new", "cur", "tmp")
FAILED = ".failed"
SEEN = ":2,S"  # how Maildir marks a message that was read
AT_ONCE = 200


class Maildir:
    """Messages lie in `new`, then in `cur`; those that nobody could use in a box of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def waiting(self) -> Iterator[Path]:
        """The messages that wait, oldest first, a few hundred at most."""
        for box in (self._folder, self._folder / FAILED):
            for name in FOLDERS:
                (box / name).mkdir(parents=True, exist_ok=True)
        found = (path for path in (self._folder / "new").iterdir() if path.is_file())
        yield from sorted(found, key=lambda path: path.name)[:AT_ONCE]

    def read(self, message: Path, *, most: int) -> bytes | None:
        """At most so many bytes of a message, and one more; None when another has moved it."""
        try:
            with message.open("rb") as file:
                return file.read(most + 1)
        except FileNotFoundError:
            return None

    def done(self, message: Path) -> None:
        """Put a message away."""
        self._move(message, self._folder / "cur")

    def failed(self, message: Path) -> None:
        """Put a message aside for somebody to look at."""
        self._move(message, self._folder / FAILED / "cur")

    def _move(self, message: Path, folder: Path) -> None:
        """In one step; whoever comes second finds that it is done."""
        name = message.name.partition(":")[0]
        with suppress(FileNotFoundError):
            message.rename(folder / f"{name}{SEEN}")
