"""Which origins may be called, and at which addresses."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

from forumapp.config import ConfigurationError
from forumapp.domain.errors import DomainError

PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class OutgoingFault(StrEnum):
    """Why a call out was not made, or came to nothing."""

    ADDRESS = "address"
    HOST = "host"
    PRIVATE = "private"
    UNREACHABLE = "unreachable"
    TLS = "tls"
    TIMEOUT = "timeout"
    REDIRECT = "redirect"
    SIZE = "size"
    ANSWER = "answer"


class OutgoingFailed(DomainError):
    """A call out that failed; it never carries the address, which may be signed."""

    def __init__(self, code: OutgoingFault) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedOrigin:
    """An origin that may be called; `private` lets it stand at an address that isn't public."""

    scheme: str
    host: str
    port: int
    private: bool = False


def allowed_origins(setting: str) -> tuple[AllowedOrigin, ...]:
    """Read `https://bbb.example.org http://10.0.0.5:8090#private`; raise ConfigurationError."""
    return tuple(_allowed_origin(word) for word in setting.split())


def _allowed_origin(word: str) -> AllowedOrigin:
    try:
        parts = split(word)
        scheme, host, port = origin_of(parts)
    except OutgoingFailed:
        raise ConfigurationError("an outgoing origin reads https://host[:port][#private]") from None
    if parts.path.strip("/") or parts.query or parts.fragment not in {"", "private"}:
        raise ConfigurationError("an outgoing origin has no path: https://host[:port][#private]")
    return AllowedOrigin(scheme=scheme, host=host, port=port, private=parts.fragment == "private")


def split(url: str) -> SplitResult:
    """Take an address apart; raise OutgoingFailed where parsers could disagree about it."""
    if not url.isascii() or any(character <= " " or character in "\\\x7f" for character in url):
        raise OutgoingFailed(OutgoingFault.ADDRESS)
    try:
        return urlsplit(url)
    except ValueError:
        raise OutgoingFailed(OutgoingFault.ADDRESS) from None


def origin_of(parts: SplitResult) -> tuple[str, str, int]:
    """Scheme, host and port, of an http or https address without a user in it."""
    try:
        port = parts.port
    except ValueError:
        raise OutgoingFailed(OutgoingFault.ADDRESS) from None
    if parts.scheme not in PORTS or not parts.hostname or "@" in parts.netloc:
        raise OutgoingFailed(OutgoingFault.ADDRESS)
    return parts.scheme, parts.hostname.rstrip("."), port or PORTS[parts.scheme]


def addresses_of(origin: AllowedOrigin) -> list[Address]:
    """The origin's addresses, resolved once; a single private one refuses the origin."""
    try:
        found = socket.getaddrinfo(origin.host, origin.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise OutgoingFailed(OutgoingFault.UNREACHABLE) from None
    addresses = list(dict.fromkeys(ipaddress.ip_address(str(one[4][0])) for one in found))
    if not origin.private and not all(is_public(address) for address in addresses):
        raise OutgoingFailed(OutgoingFault.PRIVATE)
    return addresses


def is_public(address: Address) -> bool:
    """Whether the address, and any IPv4 address wrapped in it, belongs to the public Internet."""
    inner = _wrapped(address)
    if inner is not None:
        return is_public(inner)
    return address.is_global and not address.is_multicast


def _wrapped(address: Address) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
