"""A connection pinned to checked addresses, every step of which ends by one deadline."""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Iterable
from typing import Any

from forumapp.gateways.http.origins import PORTS, Address, AllowedOrigin


class PinnedConnection(http.client.HTTPConnection):
    """Goes to the addresses that were checked, whatever the name resolves to by then."""

    def __init__(
        self,
        origin: AllowedOrigin,
        addresses: Iterable[Address],
        *,
        deadline: float,
        trust: ssl.SSLContext,
    ) -> None:
        """`deadline` is on the monotonic clock, in seconds."""
        super().__init__(origin.host, origin.port)
        self.default_port = PORTS[origin.scheme]
        self._addresses = tuple(addresses)
        self._deadline = deadline
        self._trust = trust if origin.scheme == "https" else None
        self._reached: socket.socket | None = None

    def connect(self) -> None:
        reached = self._reach()
        if self._trust is not None:
            reached = self._secure(reached, self._trust)
        self._reached = reached
        self.sock = _Timed(reached, self._deadline)

    def hang_up(self) -> None:
        """Close for good, which `close` leaves to the end of the answer."""
        if self._reached is not None:
            self._reached.close()

    def _reach(self) -> socket.socket:
        failure = OSError("no address")
        for address in self._addresses:
            left = _left(self._deadline)
            try:
                return socket.create_connection((str(address), self.port), timeout=left)
            except OSError as error:
                failure = error
        raise failure

    def _secure(self, reached: socket.socket, trust: ssl.SSLContext) -> ssl.SSLSocket:
        try:
            reached.settimeout(_left(self._deadline))
            return trust.wrap_socket(reached, server_hostname=self.host)
        except OSError:
            reached.close()
            raise


class _Timed:
    """As much of a socket as http.client uses."""

    def __init__(self, inner: socket.socket, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline

    def sendall(self, data: bytes) -> None:
        self._inner.settimeout(_left(self._deadline))
        self._inner.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedReads(self._inner, self._deadline))

    def close(self) -> None:
        """Nothing yet: http.client closes as soon as it has the head, and reads on."""


class _TimedReads(io.RawIOBase):
    def __init__(self, inner: socket.socket, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        self._inner.settimeout(_left(self._deadline))
        return self._inner.recv_into(buffer)


def _left(deadline: float) -> float:
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds
