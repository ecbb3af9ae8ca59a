"""A load generator over raw sockets, for machines without wrk; run it as a process of its own.

python -m tests.bench.client http://127.0.0.1:8000/ --connections 16 --seconds 2
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from typing import cast
from urllib.parse import urlsplit

END = b"\r\n\r\n"
LENGTH = b"\r\ncontent-length:"
CHUNK = 256 * 1024


class Connection(asyncio.BufferedProtocol):
    """One keep-alive connection: asks, reads the answer to its last byte, asks again.

    Answers must have a Content-Length or none at all (RFC 9112 6.3): chunks are refused.
    """

    def __init__(self, request: bytes) -> None:
        self._request = request
        self._buffer = bytearray(CHUNK)
        self._view = memoryview(self._buffer)
        self._head = b""
        self._remaining = 0
        self._stopped = False
        self.answers = self.failures = self.octets = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(self._request)

    def stop(self) -> None:
        self._stopped = True
        self._transport.abort()

    def get_buffer(self, sizehint: int) -> memoryview:
        return self._view

    def buffer_updated(self, nbytes: int) -> None:
        self.octets += nbytes
        if self._remaining:
            self._remaining -= nbytes
        else:
            self._begin(nbytes)
        if not self._remaining and not self._head and not self._stopped:
            self.answers += 1
            self._transport.write(self._request)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._stopped:
            self.failures += 1

    def _begin(self, count: int) -> None:
        """Read the head of an answer, or keep what came of it until the rest does."""
        data = self._head + bytes(self._view[:count])
        end = data.find(END)
        if end < 0:
            self._head = data
            return
        self._head = b""
        status = int(data[9:12])
        self.failures += status >= 400
        body = 0 if status in {204, 304} else _length(data[:end].lower())
        self._remaining = end + len(END) + body - len(data)


def _length(head: bytes) -> int:
    start = head.find(LENGTH)
    if start < 0:
        raise ValueError("an answer without Content-Length")
    start += len(LENGTH)
    stop = head.find(b"\r", start)
    return int(head[start : stop if stop > 0 else None])


async def load(
    host: str, port: int, request: bytes, *, connections: int, seconds: float
) -> dict[str, float]:
    """Keep so many connections busy for so long; the requests, failures and bytes of all."""
    loop = asyncio.get_running_loop()
    open_ = [Connection(request) for _ in range(connections)]
    for connection in open_:
        await loop.create_connection(lambda made=connection: made, host, port)  # type: ignore[misc]  # its base has no types
    began = time.perf_counter()
    await asyncio.sleep(seconds)
    lasted = time.perf_counter() - began
    for connection in open_:
        connection.stop()
    return {
        "requests": sum(connection.answers for connection in open_),
        "failures": sum(connection.failures for connection in open_),
        "bytes": sum(connection.octets for connection in open_),
        "seconds": lasted,
    }


def request_bytes(url: str, headers: list[str]) -> bytes:
    """A GET request word for word, built once."""
    parts = urlsplit(url)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    lines = [f"GET {path} HTTP/1.1", f"Host: {parts.netloc}", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--header", action="append", default=[])
    given = parser.parse_args()
    parts = urlsplit(given.url)
    measuring = load(
        parts.hostname or "127.0.0.1",
        parts.port or 80,
        request_bytes(given.url, given.header),
        connections=given.connections,
        seconds=given.seconds,
    )
    try:
        import uvloop
    except ImportError:
        outcome = asyncio.run(measuring)
    else:
        outcome = uvloop.run(measuring)
    print(json.dumps(outcome))  # noqa: T201  its one answer, to the process that started it


if __name__ == "__main__":
    main()
