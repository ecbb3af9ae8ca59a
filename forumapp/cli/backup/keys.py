"""The secret keys: into a backup, and back to where the application looks for them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from forumapp.cli.backup import private
from forumapp.cli.backup.refusals import Unusable
from forumapp.config import settings

RESTORED = "restored-secret.key"


@dataclass(frozen=True, slots=True)
class Keys:
    """The secret key, and former ones that are still accepted."""

    secret: str
    fallbacks: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return self.secret, *self.fallbacks

    def json(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def of(cls, data: bytes) -> Keys:
        """Read them; raise Unusable."""
        try:
            facts = json.loads(data)
            keys = cls(str(facts["secret"]), tuple(map(str, facts["fallbacks"])))
        except (KeyError, RecursionError, TypeError, ValueError):
            raise Unusable("its keys can't be read") from None
        if not all(keys.all):
            raise Unusable("its keys can't be read")
        return keys


def present() -> Keys:
    return Keys(settings().secret_key, settings().secret_key_fallbacks)


def keep(keys: Keys) -> None:
    """Have them on disk, one a line, before what they encrypted is in the database."""
    private.write(settings().instance / RESTORED, "".join(f"{key}\n" for key in keys.all))


def settle(keys: Keys) -> str:
    """Put the secret key where the application reads it, unless the environment gives another.

    Returns what is left to do by hand, in words without a secret.
    """
    chosen, kept = settings(), settings().instance / RESTORED
    if chosen.secret_key_file is not None:
        private.write(chosen.secret_key_file, keys.secret)
    now = keys.secret if chosen.secret_key_file else chosen.secret_key
    if {*keys.all} <= {now, *chosen.secret_key_fallbacks}:
        kept.unlink()
        return ""
    return (
        f"The environment lacks a secret key of the backup: they are in {kept}. Before you start "
        "anything, make its first line FORUMAPP_SECRET_KEY, or add all of them to "
        "FORUMAPP_SECRET_KEY_FALLBACKS; else encrypted passcodes can't be read and links that were "
        "sent out end. Then delete that file."
    )
