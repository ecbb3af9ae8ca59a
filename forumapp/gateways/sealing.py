"""Sealing identity documents: AES-256 in Galois/Counter Mode (NIST SP 800-38D) under a key of their
own, so that neither the database nor the file store nor the secret key opens one.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from forumapp.domain.errors import NotFound

_MARK = b"forumapp sealed 1\n"
_NONCE = 12  # bytes, new for each document


def seal(data: bytes, keys: Sequence[str]) -> bytes:
    """The document under the first of the keys."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE)
    return _MARK + nonce + AESGCM(_derived(keys[0])).encrypt(nonce, data, _MARK)


def unseal(sealed: bytes, keys: Sequence[str]) -> bytes:
    """What was sealed under one of the keys; NotFound for what none of them opens."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    start = len(_MARK) + _NONCE
    nonce = sealed[len(_MARK) : start]
    for key in keys if sealed.startswith(_MARK) else ():
        try:
            return AESGCM(_derived(key)).decrypt(nonce, sealed[start:], _MARK)
        except InvalidTag:
            continue
    raise NotFound


def _derived(key: str) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"forumapp documents").derive(
        key.encode()
    )
