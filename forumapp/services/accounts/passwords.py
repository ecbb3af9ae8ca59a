"""Passwords: which are good enough, and how they are kept (argon2id)."""

from __future__ import annotations

import base64
import hashlib
import threading
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from forumapp.domain.errors import Invalid

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 12, 128
GUESSES = 10**8  # a password guessed sooner than this is as good as known
LOOKED_AT = 64  # characters; looking at more takes long and finds nothing
# Each hashing holds 46 MiB: a rush of log-ins waits for its turn instead of for memory.
_turns = threading.BoundedSemaphore(2)
_estimating = threading.Lock()


@cache
def hasher() -> PasswordHasher:
    """argon2id with what OWASP asks for: 46 MiB."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=47104, parallelism=1)


def hashed(password: str, *, about: tuple[str, ...] = (), field: str = "password") -> str:
    """The hash to keep; Invalid (`length`, `common`) when the password isn't good enough.

    `about` are words an attacker would try first: the person's name and address.
    """
    password = _normal(password)
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid({field: "length"}, {"least": SHORTEST, "most": LONGEST})
    if _is_common(password, about):
        raise Invalid({field: "common"})
    with _turns:
        return hasher().hash(password)


def matches(kept: str, password: str) -> bool:
    """Whether the password is that of the hash; it takes as long when there is no hash."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        with _turns:
            return hasher().verify(kept or _nobodys(), _normal(password)[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False


def renewed(kept: str, password: str) -> str | None:
    """A new hash of a password just verified, when today's parameters ask for more."""
    if not hasher().check_needs_rehash(kept):
        return None
    with _turns:
        return hasher().hash(_normal(password))


def stamp(kept: str) -> str:
    """A mark that changes with the password and tells nothing of it."""
    return hashlib.sha256(kept.encode()).hexdigest()[:32]


def _normal(password: str) -> str:
    """One form for what different keyboards make of the same characters (NIST SP 800-63B)."""
    return unicodedata.normalize("NFKC", password)


def _is_common(password: str, about: tuple[str, ...]) -> bool:
    """Whether a guesser who knows the common passwords and patterns would soon be there."""
    from zxcvbn import zxcvbn  # its lists take 15 MB, and few processes need them

    own = [part for text in about for part in (text, *text.replace("@", " ").split())]
    with _estimating:  # the library keeps what it is told about the person in one place
        return bool(zxcvbn(password[:LOOKED_AT], user_inputs=own)["guesses"] < GUESSES)


def _nobodys() -> str:
    """A hash of no password, with today's parameters."""
    ours = hasher()
    salt, digest = (_unpadded(b"\0" * length) for length in (ours.salt_len, ours.hash_len))
    costs = f"m={ours.memory_cost},t={ours.time_cost},p={ours.parallelism}"
    return f"$argon2id$v=19${costs}${salt}${digest}"


def _unpadded(data: bytes) -> str:
    return base64.b64encode(data).decode().rstrip("=")
