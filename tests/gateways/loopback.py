"""A server on loopback that says exactly what a test tells it to, byte by byte."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Talk = Callable[[socket.socket], None]


@dataclass
class Loopback:
    """Where the server listens, and how many times it was called."""

    port: int
    calls: list[str] = field(default_factory=list)


@contextlib.contextmanager
def speaking(talk: Talk, *, tls: ssl.SSLContext | None = None) -> Iterator[Loopback]:
    """Accept connections one after another and let `talk` have each."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Loopback(port=listener.getsockname()[1])
        thread = threading.Thread(target=_serve, args=(listener, talk, server, tls))
        thread.start()
        try:
            yield server
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(timeout=10)


def _serve(
    listener: socket.socket, talk: Talk, server: Loopback, tls: ssl.SSLContext | None
) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        server.calls.append("call")
        with connection, contextlib.suppress(OSError):
            connection.settimeout(5)
            if tls is None:
                talk(connection)
            else:
                with tls.wrap_socket(connection, server_side=True) as secure:
                    talk(secure)


def read_head(connection: socket.socket) -> bytes:
    """The request's head, to its empty line."""
    head = b""
    while b"\r\n\r\n" not in head:
        head += connection.recv(4096)
    return head


def answering(data: bytes) -> Talk:
    """Read a request's head, send these bytes and hang up."""

    def talk(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(data)

    return talk
