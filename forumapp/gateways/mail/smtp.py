"""Mail over SMTP (RFC 5321): one connection and one recipient for each mail."""

from __future__ import annotations

import re
import selectors
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from enum import StrEnum

from forumapp.gateways.mail.base import MailRefused, MailUncertain, check_envelope, wire_bytes

_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
# Refusals of us and not of the mail: wrong or missing log-in, or encryption wanted.
_OUR_FAULT = {530, 534, 535, 538}


class Security(StrEnum):
    """How the connection is kept from others."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Where mail is handed over, and as whom; `timeout` is in seconds for each step."""

    host: str
    port: int
    security: Security = Security.NONE
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 20.0


class SmtpGateway:
    """Tells a mail refused from one that may have arrived: only the second is never repeated."""

    def __init__(self, server: SmtpServer, *, trust: ssl.SSLContext | None = None) -> None:
        self.server = server
        self._trust = trust

    def deliver(self, message: EmailMessage, *, sender: str, recipient: str) -> None:
        check_envelope(sender, recipient)
        data = _LEADING_DOT.sub(b"..", wire_bytes(message))
        with _refusing():
            client = self._connected()
        try:
            with _refusing():
                _announce(client, sender=sender, recipient=recipient)
                client.send(data if data.endswith(b"\r\n") else data + b"\r\n")
                _check_silence(client)
            _finish(client)
            with suppress(OSError):
                client.quit()
        finally:
            client.close()

    def _connected(self) -> smtplib.SMTP:
        server = self.server
        if server.security is Security.TLS:
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=server.timeout, context=self._context()
            )
        else:
            client = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
        try:
            self._introduce(client)
        except BaseException:
            client.close()
            raise
        return client

    def _context(self) -> ssl.SSLContext:
        return self._trust or ssl.create_default_context()

    def _introduce(self, client: smtplib.SMTP) -> None:
        if self.server.security is Security.STARTTLS:
            client.starttls(context=self._context())
        client.ehlo_or_helo_if_needed()
        if self.server.user:
            client.login(self.server.user, self.server.password)


def _announce(client: smtplib.SMTP, *, sender: str, recipient: str) -> None:
    _expect(2, *client.mail(sender))
    _expect(2, *client.rcpt(recipient))
    _expect(3, *client.docmd("DATA"))


def _check_silence(client: smtplib.SMTP) -> None:
    """A server that speaks or hangs up before the final dot has not taken the mail."""
    if client.sock is None:
        raise smtplib.SMTPServerDisconnected
    with selectors.DefaultSelector() as selector:
        selector.register(client.sock, selectors.EVENT_READ)
        if selector.select(timeout=0):
            raise _refusal(*client.getreply())


def _finish(client: smtplib.SMTP) -> None:
    """Send the final dot; from here on silence proves nothing (RFC 1047)."""
    try:
        client.send(b".\r\n")
        code, text = client.getreply()
    except OSError:
        raise MailUncertain from None
    if not 200 <= code < 600:
        raise MailUncertain
    _expect(2, code, text)


def _expect(kind: int, code: int, text: bytes) -> None:
    """The first digit alone decides (RFC 5321 4.2.1)."""
    if code // 100 != kind:
        raise _refusal(code, text)


def _refusal(code: int, text: bytes) -> MailRefused:
    permanent = code // 100 == 5 and code not in _OUR_FAULT
    return MailRefused(permanent=permanent, code=code, text=text.decode(errors="replace"))


@contextmanager
def _refusing() -> Iterator[None]:
    """Whatever breaks before the final dot is a refusal for now."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise MailRefused(permanent=False, code=error.smtp_code, text="log-in refused") from None
    except smtplib.SMTPResponseException as error:
        raise MailRefused(permanent=False, code=error.smtp_code, text="not ready") from None
    except ssl.SSLError:
        raise MailRefused(permanent=False, code=0, text="no trusted encryption") from None
    except TimeoutError:
        raise MailRefused(permanent=False, code=0, text="too slow") from None
    except smtplib.SMTPServerDisconnected:
        raise MailRefused(permanent=False, code=0, text="connection lost") from None
    except smtplib.SMTPException:
        raise MailRefused(permanent=False, code=0, text="cannot hand over") from None
    except (OSError, ValueError):
        raise MailRefused(permanent=False, code=0, text="cannot connect") from None
