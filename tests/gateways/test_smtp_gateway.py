"""Handing mail to a real SMTP server that takes, refuses, stalls, or hangs up at the worst time."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from forumapp.gateways.mail import (
    MailRefused,
    MailUncertain,
    Security,
    SmtpGateway,
    SmtpServer,
    gateway_from,
)
from forumapp.render.mail import compose
from tests.gateways.certificates import loopback_tls
from tests.gateways.loopback import speaking
from tests.gateways.mailserver import MailServer, running_mailserver

SENDER = "secretariat@forum.example"
RECIPIENT = "delegate@ministry.example"
WORD = "planted-word-9f"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with running_mailserver() as running:
        yield running


def a_mail(text: str = "Dear delegate,\n\n.\n.. two dots\nសួស្តី\n") -> EmailMessage:
    message = EmailMessage()
    message["From"] = f"Secretariat <{SENDER}>"
    message["To"] = f"Delegate <{RECIPIENT}>"
    message["Subject"] = "Registration received"
    message["Message-ID"] = "<1@forum.example>"
    message.set_content(text)
    return message


def deliver(port: int, message: EmailMessage | None = None, *, timeout: float = 5.0) -> None:
    gateway = SmtpGateway(SmtpServer(host="127.0.0.1", port=port, timeout=timeout))
    gateway.deliver(message or a_mail(), sender=SENDER, recipient=RECIPIENT)


def refusal(port: int, message: EmailMessage | None = None, *, timeout: float = 5.0) -> MailRefused:
    with pytest.raises(MailRefused) as caught:
        deliver(port, message, timeout=timeout)
    assert RECIPIENT not in repr(caught.value) + str(caught.value)
    return caught.value


def test_deliver_hands_over_the_mail_as_written(server: MailServer) -> None:
    deliver(server.port)
    ((sender, recipients, content),) = server.taken
    assert (sender, recipients) == (SENDER, [RECIPIENT])
    read = message_from_bytes(content, policy=policy.default)
    assert isinstance(read, EmailMessage)
    assert read["Subject"] == "Registration received"
    body = read.get_content().replace("\r\n", "\n")
    assert body == "Dear delegate,\n\n.\n.. two dots\nសួស្តី\n"


def test_every_line_on_the_wire_ends_in_crlf_and_is_ascii(server: MailServer) -> None:
    deliver(server.port)
    content = server.taken[0][2]
    assert content.isascii()
    assert content.replace(b"\r\n", b"").count(b"\n") == 0
    assert content.replace(b"\r\n", b"").count(b"\r") == 0


def test_a_composed_mail_arrives_byte_by_byte(server: MailServer) -> None:
    message = compose(
        sender=f"Secretariat <{SENDER}>",
        recipient_name="ហាប់ អូម៉ាលី, State Secretary",
        recipient_address=RECIPIENT,
        reply_to=None,
        subject="收到注册 " * 20,
        text=".\n..\nសួស្តី\n",
        html="<p>.</p>\n",
        message_id="<2@forum.example>",
        date=datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
        language="km",
        calendar=b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n",
    )
    deliver(server.port, message)
    assert server.taken[0][2] == message.as_bytes()


def test_a_gateway_delivers_again_and_again(server: MailServer) -> None:
    gateway = gateway_from(f"smtp://127.0.0.1:{server.port}")
    for _ in range(3):
        gateway.deliver(a_mail(), sender=SENDER, recipient=RECIPIENT)
    assert len(server.taken) == 3


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(
    ("reply", "permanent"),
    [
        ("550 5.1.1 No such user", True),
        ("552 Too big", True),
        ("421 4.3.2 Going down", False),
        ("450 4.2.1 Greylisted", False),
        ("530 5.7.0 Authentication required", False),
    ],
)
def test_refusals_are_for_good_or_for_now(
    server: MailServer, step: str, reply: str, permanent: bool
) -> None:
    server.answers[step] = reply
    caught = refusal(server.port)
    assert (caught.permanent, caught.code) == (permanent, int(reply[:3]))
    assert caught.text == reply[4:]
    assert server.taken == []


def test_text_of_a_refusal_is_one_short_line(server: MailServer) -> None:
    server.answers["RCPT"] = f"550-first line\r\n550 {'x' * 400}"
    text = refusal(server.port).text
    assert text.startswith("first line xxx")
    assert len(text) == 200


@pytest.mark.parametrize("step", ["MAIL", "RCPT"])
def test_connection_lost_before_the_mail_is_for_now(server: MailServer, step: str) -> None:
    server.answers[step] = "hang up"
    assert not refusal(server.port).permanent


def test_connection_lost_amid_the_mail_is_for_now(server: MailServer) -> None:
    server.cut_after = 10_000
    large = a_mail(f"{'x' * 70}\n" * 120_000)
    assert not refusal(server.port, large).permanent


def test_connection_lost_amid_a_small_mail_is_never_taken_for_success(server: MailServer) -> None:
    server.cut_after = 0
    with pytest.raises((MailRefused, MailUncertain)) as caught:
        deliver(server.port)
    assert not getattr(caught.value, "permanent", False)


def test_connection_lost_after_the_final_dot_is_uncertain(server: MailServer) -> None:
    server.answers["DATA"] = "hang up"
    with pytest.raises(MailUncertain):
        deliver(server.port)


@pytest.mark.parametrize("step", ["MAIL", "RCPT"])
def test_slow_server_before_the_mail_is_for_now(server: MailServer, step: str) -> None:
    server.answers[step] = "stall"
    assert not refusal(server.port, timeout=0.3).permanent


def test_slow_answer_after_the_final_dot_is_uncertain(server: MailServer) -> None:
    server.answers["DATA"] = "stall"
    with pytest.raises(MailUncertain):
        deliver(server.port, timeout=0.3)


def test_server_that_speaks_before_the_final_dot_has_not_taken_it() -> None:
    def talk(connection: socket.socket) -> None:
        connection.sendall(b"220 hello\r\n")
        for reply in (b"250 ok", b"250 ok", b"250 ok", b"354 go on\r\n552 too big after all"):
            connection.recv(4096)
            connection.sendall(reply + b"\r\n")
        connection.recv(4096)

    with speaking(talk) as early:
        # The early reply is read as the answer to DATA's content, before the dot is sent.
        caught = refusal(early.port)
    assert (caught.permanent, caught.code) == (True, 552)


@pytest.mark.parametrize("greeting", [b"", b"554 no\r\n", b"421 busy\r\n", b"HTTP/1.1 400\r\n"])
def test_server_that_does_not_greet_is_for_now(greeting: bytes) -> None:
    with speaking(lambda connection: connection.sendall(greeting)) as rude:
        assert not refusal(rude.port).permanent


def test_nobody_listening_is_for_now() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert not refusal(port).permanent


def test_log_in_over_starttls(tmp_path: Path) -> None:
    theirs, ours = loopback_tls(tmp_path)
    with running_mailserver(starttls=theirs, user=("desk", WORD)) as server:
        right = SmtpServer(
            host="127.0.0.1",
            port=server.port,
            security=Security.STARTTLS,
            user="desk",
            password=WORD,
        )
        SmtpGateway(right, trust=ours).deliver(a_mail(), sender=SENDER, recipient=RECIPIENT)
    assert server.encrypted == [True]
    assert WORD not in repr(right)


def test_tls_from_the_first_byte(tmp_path: Path) -> None:
    theirs, ours = loopback_tls(tmp_path)
    with running_mailserver(tls=theirs) as server:
        there = SmtpServer(host="127.0.0.1", port=server.port, security=Security.TLS)
        gateway = SmtpGateway(there, trust=ours)
        gateway.deliver(a_mail("x" * 60 + "\n"), sender=SENDER, recipient=RECIPIENT)
    assert len(server.taken) == 1


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_untrusted_certificate_gets_no_mail(tmp_path: Path, security: Security) -> None:
    theirs, _ = loopback_tls(tmp_path)
    tls, starttls = (theirs, None) if security is Security.TLS else (None, theirs)
    with running_mailserver(tls=tls, starttls=starttls) as server:
        there = SmtpServer(host="127.0.0.1", port=server.port, security=security)
        with pytest.raises(MailRefused) as caught:
            SmtpGateway(there).deliver(a_mail(), sender=SENDER, recipient=RECIPIENT)
    assert not caught.value.permanent
    assert server.taken == []


def test_server_without_starttls_gets_neither_word_nor_mail(server: MailServer) -> None:
    gateway = gateway_from(f"smtp+starttls://desk:{WORD}@127.0.0.1:{server.port}")
    with pytest.raises(MailRefused) as caught:
        gateway.deliver(a_mail(), sender=SENDER, recipient=RECIPIENT)
    assert not caught.value.permanent
    assert server.taken == []


def test_wrong_password_is_for_now_and_shows_nowhere(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="forumapp")
    theirs, ours = loopback_tls(tmp_path)
    with running_mailserver(starttls=theirs, user=("desk", "another")) as server:
        wrong = SmtpServer(
            host="127.0.0.1",
            port=server.port,
            security=Security.STARTTLS,
            user="desk",
            password=WORD,
        )
        with pytest.raises(MailRefused) as caught:
            SmtpGateway(wrong, trust=ours).deliver(a_mail(), sender=SENDER, recipient=RECIPIENT)
    assert (caught.value.permanent, caught.value.code) == (False, 535)
    assert WORD not in repr(caught.value) + caught.value.text + repr(wrong)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a b@c.example",
        "a@c.example\r\nRCPT TO:<x@y.example>",
        "<a@c.example>",
        "a@c.example> SIZE=1",
        "用户@c.example",
        "a@b@c.example",
        f"{'a' * 250}@c.example",
    ],
)
def test_impossible_address_is_refused_before_any_call(server: MailServer, address: str) -> None:
    gateway = gateway_from(f"smtp://127.0.0.1:{server.port}")
    for sender, recipient in ((SENDER, address), (address, RECIPIENT)):
        with pytest.raises(MailRefused) as caught:
            gateway.deliver(a_mail(), sender=sender, recipient=recipient)
        assert (caught.value.permanent, caught.value.code) == (True, 0)
    assert server.taken == []
