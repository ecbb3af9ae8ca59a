"""What every video provider is given, gives back and may refuse."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from urllib.parse import SplitResult, urlsplit

from forumapp.domain.errors import DomainError
from forumapp.domain.video import JoinRole, Provider


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoRoomAccess:
    """A room with its secrets in the clear, for as long as one person is let in.

    `address` is the join address of a plain room and the server's address of the others.
    `meeting_id` is the room's name there. `app_id` names this application to Jitsi.
    """

    provider: Provider
    address: str = field(repr=False)
    title: str = ""
    meeting_id: str = field(default="", repr=False)
    app_id: str = ""
    host_link: str = field(default="", repr=False)
    passcode: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinGuest:
    """Who is let in: the name that others see, and a key that stays the same at every click.

    An email is passed on only to a provider that knows what to do with it.
    """

    name: str
    role: JoinRole
    key: str
    email: str = field(default="", repr=False)


class ProviderFault(StrEnum):
    """Why a provider lets nobody in."""

    ADDRESS = "address"
    MEETING = "meeting"
    SECRET = "secret"
    NOT_ALLOWED = "not_allowed"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    ANSWER = "answer"
    REFUSED = "refused"


class ProviderFailed(DomainError):
    """No address to join at; `detail` is the provider's own word for it, never a secret."""

    def __init__(self, code: ProviderFault, detail: str = "") -> None:
        super().__init__(f"{code.value}: {detail}" if detail else code.value)
        self.code = code
        self.detail = detail


class VideoProvider(Protocol):
    """Makes the address at which one guest joins one room now."""

    def join_address(self, room: VideoRoomAccess, guest: JoinGuest, *, now: datetime) -> str:
        """The address to send the guest to at once; raise ProviderFailed."""
        ...


def web_address(address: str) -> SplitResult:
    """Take apart an http or https address that a browser may be sent to; raise ProviderFailed."""
    if any(character <= " " or character in "\\\x7f" for character in address):
        raise ProviderFailed(ProviderFault.ADDRESS)
    try:
        parts = urlsplit(address)
        named = parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        raise ProviderFailed(ProviderFault.ADDRESS) from None
    if parts.scheme not in {"http", "https"} or not named or "@" in parts.netloc:
        raise ProviderFailed(ProviderFault.ADDRESS)
    return parts
