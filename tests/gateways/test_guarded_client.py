"""The guarded client goes nowhere it wasn't told to, and never waits or reads without end."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from forumapp.config import ConfigurationError
from forumapp.gateways.http import (
    AllowedOrigin,
    GuardedClient,
    OutgoingFailed,
    OutgoingFault,
    allowed_origins,
)
from forumapp.gateways.http.origins import is_public
from tests.gateways.certificates import loopback_tls
from tests.gateways.loopback import Loopback, answering, read_head, speaking

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 5\r\n\r\nhello"
SECRET = "checksum=4f0e"


@pytest.fixture
def greeting() -> Iterator[Loopback]:
    with speaking(answering(OK)) as server:
        yield server


def client_for(server: Loopback, *, timeout: float = 5.0, limit: int = 1000) -> GuardedClient:
    allowed = allowed_origins(f"http://127.0.0.1:{server.port}#private")
    return GuardedClient(allowed, timeout=timeout, limit=limit)


def refusal(client: GuardedClient, url: str) -> OutgoingFault:
    with pytest.raises(OutgoingFailed) as caught:
        client.get(url)
    assert SECRET not in repr(caught.value) + str(caught.value)
    assert caught.value.__cause__ is None
    return caught.value.code


def refusal_of(data: bytes) -> OutgoingFault:
    with speaking(answering(data)) as server:
        return refusal(client_for(server), f"http://127.0.0.1:{server.port}/a?{SECRET}")


def test_get_fetches_from_an_allowed_origin(greeting: Loopback) -> None:
    answer = client_for(greeting).get(f"http://127.0.0.1:{greeting.port}/a?b=%26")
    assert (answer.status, answer.body) == (200, b"hello")
    assert answer.headers["content-type"] == "text/xml"


def test_get_sends_path_and_query_as_they_were_signed() -> None:
    heads: list[bytes] = []

    def talk(connection: socket.socket) -> None:
        heads.append(read_head(connection))
        connection.sendall(OK)

    with speaking(talk) as server:
        client_for(server).get(f"http://127.0.0.1:{server.port}/api/join?n=%E7%94%B2%20%2B&a=~")
    assert heads[0].startswith(b"GET /api/join?n=%E7%94%B2%20%2B&a=~ HTTP/1.1\r\n")
    assert f"Host: 127.0.0.1:{server.port}\r\n".encode() in heads[0]


def test_get_reads_a_body_that_comes_after_the_head() -> None:
    def talk(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        for piece in (b"hel", b"lo"):
            time.sleep(0.05)
            connection.sendall(piece)

    with speaking(talk) as server:
        answer = client_for(server).get(f"http://127.0.0.1:{server.port}/")
    assert answer.body == b"hello"


def test_get_answers_with_an_error_status_too() -> None:
    with speaking(answering(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")) as server:
        assert client_for(server).get(f"http://127.0.0.1:{server.port}/").status == 503


@pytest.mark.parametrize("other", ["localhost:{port}", "127.0.0.1:1", "[::1]:{port}", "0:{port}"])
def test_get_refuses_any_other_host_or_port(greeting: Loopback, other: str) -> None:
    url = f"http://{other.format(port=greeting.port)}/?{SECRET}"
    assert refusal(client_for(greeting), url) is OutgoingFault.HOST
    assert greeting.calls == []


def test_get_refuses_plain_http_where_only_https_is_allowed(greeting: Loopback) -> None:
    client = GuardedClient(allowed_origins(f"https://127.0.0.1:{greeting.port}#private"))
    assert refusal(client, f"http://127.0.0.1:{greeting.port}/") is OutgoingFault.HOST


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "//127.0.0.1/",
        "http:///nowhere",
        "http://user:word@127.0.0.1/",
        "http://127.0.0.1@evil.example/",
        "http://127.0.0.1\\@evil.example/",
        "http://127.0.0.1:99999/",
        "http://[::1/",
        "http://127.0.0.1/a b",
        "http://127.0.0.1/\r\nHost: evil.example",
        "http://127.0.0.1/\N{SNOWMAN}",
    ],
)
def test_get_refuses_addresses_that_could_be_read_two_ways(url: str) -> None:
    client = GuardedClient(allowed_origins("http://127.0.0.1#private"))
    assert refusal(client, url) is OutgoingFault.ADDRESS


def test_get_refuses_a_private_address_of_an_allowed_name(greeting: Loopback) -> None:
    client = GuardedClient(allowed_origins(f"http://localhost:{greeting.port}"))
    assert refusal(client, f"http://localhost:{greeting.port}/?{SECRET}") is OutgoingFault.PRIVATE
    assert greeting.calls == []


def test_get_goes_to_the_address_that_was_checked(
    greeting: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolved: list[str] = []
    resolve = socket.getaddrinfo

    def first_here_then_elsewhere(host: str, *rest: object, **more: object) -> object:
        if host != "bbb.forum.example":
            return resolve(host, *rest, **more)  # type: ignore[arg-type]  # a test gives what it names
        resolved.append(host)
        address = "127.0.0.1" if len(resolved) == 1 else "192.0.2.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, greeting.port))]

    monkeypatch.setattr(socket, "getaddrinfo", first_here_then_elsewhere)
    client = GuardedClient(allowed_origins(f"http://bbb.forum.example:{greeting.port}#private"))
    assert client.get(f"http://bbb.forum.example:{greeting.port}/").body == b"hello"
    assert resolved == ["bbb.forum.example"]


@pytest.mark.parametrize("status", [301, 302, 303, 304, 307, 308])
def test_get_follows_no_redirect(greeting: Loopback, status: int) -> None:
    there = f"http://127.0.0.1:{greeting.port}/"
    data = f"HTTP/1.1 {status} Go\r\nLocation: {there}\r\nContent-Length: 0\r\n\r\n".encode()
    assert refusal_of(data) is OutgoingFault.REDIRECT
    assert greeting.calls == []


def test_get_obeys_no_proxy(greeting: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert client_for(greeting).get(f"http://127.0.0.1:{greeting.port}/").body == b"hello"


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 1001\r\n\r\n",
        b"\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n3e9\r\n",
    ],
    ids=["declared", "until closed", "chunked"],
)
def test_get_stops_at_the_size_limit(head: bytes) -> None:
    data = b"HTTP/1.1 200 OK\r\n" + head + b"x" * 1001 + b"\r\n0\r\n\r\n"
    assert refusal_of(data) is OutgoingFault.SIZE


def test_get_accepts_a_body_of_just_the_limit() -> None:
    data = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b"x" * 1000
    with speaking(answering(data)) as server:
        assert len(client_for(server).get(f"http://127.0.0.1:{server.port}/").body) == 1000


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000 + b"\r\n\r\n",
    ],
    ids=["nothing", "not http", "cut short", "bad chunk", "endless header"],
)
def test_get_refuses_a_broken_answer(data: bytes) -> None:
    assert refusal_of(data) is OutgoingFault.ANSWER


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_get_ends_in_time_however_slowly_the_answer_drips(start: bytes) -> None:
    def talk(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(start)
        for _ in range(40):
            time.sleep(0.05)
            connection.sendall(b"x")

    with speaking(talk) as server:
        began = time.monotonic()
        client = client_for(server, timeout=0.3)
        fault = refusal(client, f"http://127.0.0.1:{server.port}/?{SECRET}")
        assert time.monotonic() - began < 1.5
    assert fault is OutgoingFault.TIMEOUT


def test_get_says_when_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    client = GuardedClient(allowed_origins(f"http://127.0.0.1:{port}#private"))
    assert refusal(client, f"http://127.0.0.1:{port}/") is OutgoingFault.UNREACHABLE


def test_https_is_verified(tmp_path: Path) -> None:
    server_side, trusting = loopback_tls(tmp_path)
    with speaking(answering(OK), tls=server_side) as server:
        url = f"https://127.0.0.1:{server.port}/"
        allowed = allowed_origins(f"https://127.0.0.1:{server.port}#private")
        assert GuardedClient(allowed, trust=trusting).get(url).body == b"hello"
        assert refusal(GuardedClient(allowed), url) is OutgoingFault.TLS


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:4700::1111", True),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::5db8:d822", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("ff0e::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("2002:7f00:1::", False),
    ],
)
def test_is_public_sees_through_wrapped_addresses(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


def test_allowed_origins_reads_a_setting() -> None:
    assert allowed_origins("https://BBB.example.org http://10.0.0.5:8090#private") == (
        AllowedOrigin(scheme="https", host="bbb.example.org", port=443),
        AllowedOrigin(scheme="http", host="10.0.0.5", port=8090, private=True),
    )
    assert allowed_origins("") == ()


@pytest.mark.parametrize(
    "setting",
    ["bbb.example.org", "https://", "https://a/b", "https://a?b", "https://a#open", "https://u@a"],
)
def test_allowed_origins_refuses_what_is_no_origin(setting: str) -> None:
    with pytest.raises(ConfigurationError):
        allowed_origins(setting)
