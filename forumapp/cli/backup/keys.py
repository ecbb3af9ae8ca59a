"""The secret keys: into a backup, and back to where the application looks for them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from forumapp.cli.backup import private
from forumapp.cli.backup.refusals import Unusable
from forumapp.config import documents_keys, settings

RESTORED = "restored-secret.key"
RESTORED_DOCUMENTS = "restored-documents.key"


@dataclass(frozen=True, slots=True)
class Keys:
    """The secret key, and former ones that are still accepted; those of identity documents."""

    secret: str
    fallbacks: tuple[str, ...]
    documents: tuple[str, ...] = ()

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
            keys = cls(
                str(facts["secret"]),
                tuple(map(str, facts["fallbacks"])),
                tuple(map(str, facts.get("documents", ()))),
            )
        except (KeyError, RecursionError, TypeError, ValueError):
            raise Unusable("its keys can't be read") from None
        if not all(keys.all):
            raise Unusable("its keys can't be read")
        return keys


def present() -> Keys:
    chosen = settings()
    return Keys(chosen.secret_key, chosen.secret_key_fallbacks, documents_keys(chosen))


def keep(keys: Keys) -> None:
    """Have them on disk, one a line, before what they encrypted is in the database."""
    private.write(settings().instance / RESTORED, "".join(f"{key}\n" for key in keys.all))
    _keep_documents(keys)


def _keep_documents(keys: Keys) -> None:
    """Those of identity documents, before the ones that are here; a file has them a line each."""
    here = documents_keys(settings())
    wanted = tuple(dict.fromkeys((*keys.documents, *here)))
    if set(wanted) > set(here):
        file = settings().documents_key_file or settings().instance / RESTORED_DOCUMENTS
        private.write(file, "".join(f"{key}\n" for key in wanted))


def settle(keys: Keys) -> str:
    """Put the secret key where the application reads it, unless the environment gives another.

    Returns what is left to do by hand, in words without a secret.
    """
    return "\n".join(filter(None, (_settle_secret(keys), _settle_documents())))


def _settle_documents() -> str:
    kept = settings().instance / RESTORED_DOCUMENTS
    if not kept.exists():
        return ""
    return (
        f"The environment lacks a key of the identity documents: they are in {kept}. Make its "
        "lines FORUMAPP_DOCUMENTS_KEYS, and delete that file."
    )


def _settle_secret(keys: Keys) -> str:
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
