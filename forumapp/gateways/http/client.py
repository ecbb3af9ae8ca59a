"""The guarded client."""

from __future__ import annotations

import http.client
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import SplitResult

from forumapp.gateways.http.connection import PinnedConnection
from forumapp.gateways.http.origins import (
    AllowedOrigin,
    OutgoingFailed,
    OutgoingFault,
    addresses_of,
    origin_of,
    split,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back, whole; names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


@cache
def _public_trust() -> ssl.SSLContext:
    """The machine's own authorities, which take a while to load."""
    return ssl.create_default_context()


class GuardedClient:
    """Calls allowed origins only; follows no redirect, obeys no proxy, keeps no cookie."""

    def __init__(
        self,
        allowed: Iterable[AllowedOrigin],
        *,
        timeout: float = 5.0,
        limit: int = 1_000_000,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        """`timeout` is the seconds of a whole call, `limit` the most bytes of a body."""
        self._allowed = {(one.scheme, one.host, one.port): one for one in allowed}
        self._timeout = timeout
        self._limit = limit
        self._trust = trust or _public_trust()

    def get(self, url: str) -> Answer:
        """Fetch with GET; any status but a redirect is an answer, or raise OutgoingFailed."""
        deadline = time.monotonic() + self._timeout
        parts = split(url)
        origin = self._allowed.get(origin_of(parts))
        if origin is None:
            raise OutgoingFailed(OutgoingFault.HOST)
        try:
            return self._call(origin, parts, deadline)
        except TimeoutError:
            raise OutgoingFailed(OutgoingFault.TIMEOUT) from None
        except ssl.SSLError:
            raise OutgoingFailed(OutgoingFault.TLS) from None
        except (http.client.HTTPException, ValueError):
            raise OutgoingFailed(OutgoingFault.ANSWER) from None
        except OSError:
            raise OutgoingFailed(OutgoingFault.UNREACHABLE) from None

    def _call(self, origin: AllowedOrigin, parts: SplitResult, deadline: float) -> Answer:
        addresses = addresses_of(origin)
        connection = PinnedConnection(origin, addresses, deadline=deadline, trust=self._trust)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"Accept-Encoding": "identity", "Connection": "close"}
        try:
            connection.request("GET", target, headers=headers)
            return self._read(connection.getresponse())
        finally:
            connection.hang_up()

    def _read(self, response: http.client.HTTPResponse) -> Answer:
        if 300 <= response.status < 400:
            raise OutgoingFailed(OutgoingFault.REDIRECT)
        body = response.read(self._limit + 1)
        if len(body) > self._limit:
            raise OutgoingFailed(OutgoingFault.SIZE)
        if response.length:  # what was promised and never came
            raise OutgoingFailed(OutgoingFault.ANSWER)
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(status=response.status, headers=headers, body=body)
