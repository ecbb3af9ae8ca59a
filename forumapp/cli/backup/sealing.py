"""Sealing with age (age-encryption.org/v1): a recipient is enough to seal, its key alone opens.

What is sealed or opened runs through a pipe: it is never on disk in the clear, nor in memory whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from forumapp.cli.backup import private
from forumapp.cli.backup.refusals import Unusable


def make_key(path: Path) -> str:
    """Write a new secret key as `age-keygen` does, and return its recipient.

    Raises FileExistsError rather than put it in another's place.
    """
    from pyrage import x25519

    identity = x25519.Identity.generate()
    recipient = str(identity.to_public())
    private.write_new(path, f"# public key: {recipient}\n{identity}\n")
    return recipient


def recipients(texts: Sequence[str]) -> list[Any]:
    """Whom to seal for; raise Unusable, and repeat nothing, since it may be a secret key."""
    from pyrage import RecipientError, x25519

    try:
        return [x25519.Recipient.from_str(text) for text in texts]
    except RecipientError:
        raise Unusable("a recipient is the line that begins with age1") from None


def identities(path: Path) -> list[Any]:
    """The secret keys in a file of them; raise Unusable."""
    from pyrage import IdentityError, x25519

    try:
        lines = path.read_text("utf-8").split("\n")
        keys = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        read = [x25519.Identity.from_str(key) for key in keys]
    except (IdentityError, UnicodeDecodeError):
        raise Unusable("it is no file of secret keys of age") from None
    if not read:
        raise Unusable("it holds no secret key")
    return read


@contextmanager
def sealed(file: BinaryIO, sealed_for: Sequence[Any]) -> Iterator[BinaryIO]:
    """A stream to write to; what is written goes into the file, sealed."""
    reading, writing = os.pipe()
    with ThreadPoolExecutor(1) as thread:
        sealing = thread.submit(_seal, os.fdopen(reading, "rb"), file, sealed_for)
        try:
            with os.fdopen(writing, "wb") as stream:
                yield stream
        except BrokenPipeError:
            sealing.result()  # it knows why
            raise
        sealing.result()


def _seal(source: BinaryIO, file: BinaryIO, sealed_for: Sequence[Any]) -> None:
    from pyrage import EncryptError, encrypt_io

    with source:
        try:
            encrypt_io(source, file, sealed_for)
        except EncryptError as error:  # what the file raised, in words
            raise OSError(str(error)) from None


@contextmanager
def opened(file: BinaryIO, keys: Sequence[Any]) -> Iterator[BinaryIO]:
    """A stream to read the file's content from, to its end.

    What is read is what was sealed, but only the end tells that nothing was cut off: it raises
    Unusable then.
    """
    reading, writing = os.pipe()
    with ThreadPoolExecutor(1) as thread:
        opening = thread.submit(_open, file, os.fdopen(writing, "wb"), keys)
        try:
            with os.fdopen(reading, "rb") as stream:
                yield stream
        except Unusable:
            opening.result()  # what is wrong with the seal comes first
            raise
        opening.result()


def _open(file: BinaryIO, stream: BinaryIO, keys: Sequence[Any]) -> None:
    from pyrage import DecryptError, decrypt_io

    try:
        with stream:
            decrypt_io(file, stream, keys)
    except BrokenPipeError:
        return  # who reads has stopped, and says why
    except DecryptError as error:
        if "No matching keys" in str(error):
            raise Unusable("this key doesn't open it") from None
        raise Unusable("it is no backup, or its beginning is damaged") from None
    except OSError:
        raise Unusable("it is damaged or cut off") from None
