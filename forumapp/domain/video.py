"""Video rooms: who is let in, how, and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from urllib.parse import urlsplit

from forumapp.domain.events import Mode
from forumapp.domain.registration import RegistrationStatus, SeatStatus


class Provider(StrEnum):
    """Shapes of providers: a stored address, or one signed at each click."""

    PLAIN = "plain"
    JITSI = "jitsi"
    BIGBLUEBUTTON = "bigbluebutton"


class Audience(StrEnum):
    """Whom a room admits, each wider one including the narrower."""

    SPEAKERS = "speakers"
    DELEGATIONS = "delegations"
    REGISTERED = "registered"


class Admitted(StrEnum):
    """Which modes a room admits."""

    ONLINE = "online"
    BOTH = "both"


class JoinRole(StrEnum):
    MODERATOR = "moderator"
    ATTENDEE = "attendee"


class Decision(StrEnum):
    """What the gate answers."""

    ADMITTED = "admitted"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    NOT_YOU = "not_you"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When a room is open, as aware instants."""

    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinRule:
    """A room's rule: audience, modes, and minutes before the start and after the end."""

    audience: Audience = Audience.REGISTERED
    admitted: Admitted = Admitted.ONLINE
    opens_before: int = 15
    closes_after: int = 15

    def window(self, starts_at: datetime, ends_at: datetime) -> Window:
        return Window(
            opens_at=starts_at - timedelta(minutes=self.opens_before),
            closes_at=ends_at + timedelta(minutes=self.closes_after),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """What the gate knows of the person who knocks, for one session.

    `mode` and `seat` are those of the session's part; `speaking` holds for a person on the
    session's speaker list, who is admitted whatever the mode.
    """

    status: RegistrationStatus | None = None
    mode: Mode | None = None
    seat: SeatStatus | None = None
    in_delegation: bool = False
    speaking: bool = False
    presiding: bool = False


def admits(rule: JoinRule, guest: Guest) -> bool:
    """Whether the rule's audience and modes include this guest, at any time."""
    if guest.speaking:
        return True
    if rule.audience is Audience.SPEAKERS:
        return False
    if guest.status is not RegistrationStatus.APPROVED or guest.seat is not SeatStatus.HELD:
        return False
    if rule.audience is Audience.DELEGATIONS and not guest.in_delegation:
        return False
    return rule.admitted is Admitted.BOTH or guest.mode is Mode.ONLINE


def decide(rule: JoinRule, guest: Guest, window: Window, *, now: datetime) -> Decision:
    """The gate's answer. Whoever the rule doesn't include learns nothing of the time."""
    if not admits(rule, guest):
        return Decision.NOT_YOU
    if now < window.opens_at:
        return Decision.TOO_EARLY
    if now >= window.closes_at:
        return Decision.TOO_LATE
    return Decision.ADMITTED


def join_role(guest: Guest) -> JoinRole:
    """Whoever presides moderates."""
    return JoinRole.MODERATOR if guest.presiding else JoinRole.ATTENDEE


def is_web_address(address: str) -> bool:
    """Whether a browser can be sent there: http or https, a host, no user name, no spaces."""
    try:
        parts = urlsplit(address)
        named = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    plain = not any(character <= " " or character in "\\\x7f" for character in address)
    return plain and named and parts.scheme in {"http", "https"} and "@" not in parts.netloc


def display_name(country: str, name: str) -> str:
    """The name shown in a video room, by protocol: CAMBODIA - H.E. Hap Omaly."""
    return f"{country.upper()} - {name}" if country else name


def concurrent(windows: Iterable[Window]) -> bool:
    """Whether any two windows overlap."""
    ordered = sorted(windows, key=lambda window: window.opens_at)
    return any(b.opens_at < a.closes_at for a, b in pairwise(ordered))
