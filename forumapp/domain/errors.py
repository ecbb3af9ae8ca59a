"""Everything the rules can refuse. Errors carry facts; the edges put them into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


class DomainError(Exception):
    """Root of every refusal."""


class NotFound(DomainError):
    """No such object, or none that this actor may know of."""


class Forbidden(DomainError):
    """The actor knows of the object but may not do this."""


@dataclass
class Invalid(DomainError):
    """A value the rules refuse: field name to code, with the facts a message needs."""

    errors: Mapping[str, str]
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass
class Stale(DomainError):
    """Somebody saved since the form was opened. Each side is field name to value, as printed."""

    yours: Mapping[str, object]
    theirs: Mapping[str, object]
    version: int


@dataclass
class Conflict(DomainError):
    """The object is in a state in which this can't be done; code names why."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass
class TooMany(DomainError):
    """A limit was reached; try again after so many seconds."""

    seconds: int


class RegistrationClosed(DomainError):
    """The event's registration isn't open now."""
