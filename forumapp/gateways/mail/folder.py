"""Mail into a folder, for a desk without a mail server."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from email.message import EmailMessage
from pathlib import Path

from forumapp.gateways.mail.base import MailRefused, check_envelope, wire_bytes

_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,119}")


class FolderGateway:
    """Writes one .eml file for each mail; the same Message-ID is the same file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def deliver(self, message: EmailMessage, *, sender: str, recipient: str) -> None:
        check_envelope(sender, recipient)
        data = wire_bytes(message)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_whole(self._folder / f"{_name(message, data)}.eml", data)
        except OSError as error:
            reason = error.strerror or "cannot write"
            raise MailRefused(permanent=False, code=0, text=reason) from None

    def forget(self, numbers: Iterable[int]) -> None:
        """Delete the mails whose Message-ID begins with one of the numbers."""
        for number in numbers:
            for path in self._folder.glob(f"{number}.*.eml"):
                path.unlink(missing_ok=True)


def _name(message: EmailMessage, data: bytes) -> str:
    """The Message-ID where it is fit for a file's name, else a digest of it, else of the mail."""
    identity = str(message.get("Message-ID", "")).strip().strip("<>")
    if _PLAIN_NAME.fullmatch(identity):
        return identity
    return hashlib.sha256(identity.encode(errors="replace") or data).hexdigest()


def _write_whole(path: Path, data: bytes) -> None:
    """A reader sees the whole mail or none; it is readable by its owner alone."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".incoming-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
