"""Who may be registered twice: signs that two people are one, strongest first."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Sign(StrEnum):
    """What two people have in common.

    A name counts in any order, without its accents, and without a title written into it.
    """

    NAME_AND_EMAIL = "name_and_email"
    NAME_AND_COUNTRY = "name_and_country"
    NATIVE_NAME = "native_name"
    EMAIL = "email"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What somebody is recognised by."""

    id: int
    printed_name: str
    native_name: str
    email: str
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """Two people who may be one, the earlier first."""

    first: int
    second: int
    sign: Sign


def suspicions(people: Iterable[Identity]) -> tuple[Suspicion, ...]:
    """Each pair once, with the strongest sign; of more than two alike, each with the earliest."""
    everyone = sorted(people, key=lambda one: one.id)
    found: dict[tuple[int, int], Sign] = {}
    for sign, key in _KEYS.items():
        earliest: dict[tuple[str, ...], int] = {}
        for one in everyone:
            shared = key(one)
            if not all(shared):
                continue
            first = earliest.setdefault(shared, one.id)
            if first != one.id:
                found.setdefault((first, one.id), sign)
    pairs = (Suspicion(first=a, second=b, sign=sign) for (a, b), sign in found.items())
    order = list(Sign)
    return tuple(sorted(pairs, key=lambda pair: (order.index(pair.sign), pair.first, pair.second)))


def folded(name: str) -> str:
    """A name's words in alphabetical order, without case, accents, width and punctuation."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c))
    return " ".join(sorted(kept.split()))


_TITLES = {"mr", "mrs", "ms", "mme", "dr", "prof", "professor"}  # typed into the name itself


def _name(one: Identity) -> str:
    words = folded(one.printed_name).split()
    return " ".join(word for word in words if word not in _TITLES) or " ".join(words)


_KEYS: dict[Sign, Callable[[Identity], tuple[str, ...]]] = {
    Sign.NAME_AND_EMAIL: lambda one: (_name(one), one.email.casefold()),
    Sign.NAME_AND_COUNTRY: lambda one: (_name(one), one.country),
    Sign.NATIVE_NAME: lambda one: (folded(one.native_name), one.country),
    Sign.EMAIL: lambda one: (one.email.casefold(),),
}
