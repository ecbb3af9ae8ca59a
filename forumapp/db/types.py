"""Column types: instants, translated text, lists of codes, encrypted text."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from forumapp.config import settings
from forumapp.domain.text import Translated

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware instant, kept in UTC on every database; a naive one is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime is no instant")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class TranslatedText(sa.types.TypeDecorator[Translated]):
    """Language code to text, as JSON."""

    impl = sa.JSON
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, str] | None, dialect: sa.Dialect) -> Any:
        return dict(value or {})

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> Translated:
        return Translated(value or {})


class Codes(sa.types.TypeDecorator[tuple[str, ...]]):
    """A short ordered list of codes (languages, zones), as JSON."""

    impl = sa.JSON
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: sa.Dialect) -> Any:
        return [str(code) for code in value or ()]

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> tuple[str, ...]:
        return tuple(value or ())


class Encrypted(sa.types.TypeDecorator[str]):
    """Text encrypted at rest (Fernet: AES-128-CBC, HMAC) with a key of the secret key's."""

    impl = sa.LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> bytes | None:
        return _keys(*_secrets()).encrypt(value.encode()) if value else None

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> str:
        return _keys(*_secrets()).decrypt(bytes(value)).decode() if value else ""


def _secrets() -> tuple[str, ...]:
    return settings().secret_key, *settings().secret_key_fallbacks


@lru_cache
def _keys(*secrets: str) -> MultiFernet:
    from cryptography.fernet import Fernet, MultiFernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    def derived(secret: str) -> Fernet:
        hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"forumapp columns")
        return Fernet(base64.urlsafe_b64encode(hkdf.derive(secret.encode())))

    return MultiFernet([derived(secret) for secret in secrets])
