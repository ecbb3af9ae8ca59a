"""A door's list as JSON, signed (ECDSA on P-256 with SHA-256, as the Web Cryptography API has it).

The phone keeps the list in its own store for a day; by the signature it knows that what it reads
there is what the server wrote. The key is derived from the secret key, so nothing is kept of it.
"""

from __future__ import annotations

import base64
import json
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from forumapp.domain.checkin.lists import DoorList, Listed
from forumapp.domain.checkin.verdicts import Standing
from forumapp.i18n.countries import country_name

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

_STANDINGS = {standing: standing.value[0] for standing in Standing}  # a p r w


def signed(facts: DoorList, *, locale: str, secret: str) -> bytes:
    """`{"list": "…", "signature": "…"}`: a JSON text, and the signature of its UTF-8 as base64."""
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
    from cryptography.hazmat.primitives.hashes import SHA256

    text = _json(_plain(facts, locale))
    r, s = decode_dss_signature(_key(secret).sign(text.encode(), ECDSA(SHA256())))
    signature = base64.b64encode(r.to_bytes(32) + s.to_bytes(32)).decode()
    return _json({"list": text, "signature": signature}).encode()


def public_key(*, secret: str) -> dict[str, str]:
    """The key to check with, as a JSON Web Key (RFC 7517)."""
    numbers = _key(secret).public_key().public_numbers()
    x, y = (
        base64.urlsafe_b64encode(number.to_bytes(32)).decode().rstrip("=")
        for number in (numbers.x, numbers.y)
    )
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


@lru_cache(maxsize=4)
def _key(secret: str) -> EllipticCurvePrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"forumapp door list")
    # Below the order of the curve, whatever the bytes are.
    return derive_private_key(int.from_bytes(hkdf.derive(secret.encode())) >> 1 | 1, SECP256R1())


def _plain(facts: DoorList, locale: str) -> dict[str, object]:
    parts = [part_id for part_id, _name in facts.parts]
    categories = list(facts.categories)
    countries = {one.country for one in facts.people if one.country}
    return {
        "door": facts.door_key,
        "part": facts.part_id,
        "from": _milliseconds(facts.starts_at),
        "until": _milliseconds(facts.ends_at),
        "made": _milliseconds(facts.made_at),
        "parts": [[part_id, name.pick(locale)] for part_id, name in facts.parts],
        "categories": [facts.categories[one].pick(locale) for one in categories],
        "countries": {code: country_name(code, locale) for code in sorted(countries)},
        "people": [_row(one, parts, categories, locale) for one in facts.people],
        "revoked": dict(facts.revoked),
    }


def _row(person: Listed, parts: list[int], categories: list[int], locale: str) -> list[object]:
    """Number, digests, name, in its own script, organisation, country, category, standing, places,
    photo. Places have a letter a part, in the order of the list's parts: `r`, `w`, `o` or `-`."""
    places = person.badge.places
    known = person.category_id in categories
    return [
        person.id,
        " ".join(person.digests),
        person.name,
        person.native_name,
        person.organisation.pick(locale),
        person.country,
        categories.index(person.category_id) if known and person.category_id else -1,
        _STANDINGS[person.badge.standing],
        "".join(places[part][0] if part in places else "-" for part in parts),
        int(person.photo),
    ]


def _milliseconds(moment: datetime) -> int:
    """Since 1970, as browsers count."""
    return int(moment.timestamp() * 1000)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
