"""A mail server on loopback that takes, refuses, stalls or hangs up where a test says."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class MailServer:
    """What arrived, and how to answer once the first mails were taken.

    A reply, `hang up`, or `stall` for as long as the answer stands and the client waits.
    """

    port: int = 0
    user: tuple[str, str] | None = None
    answers: dict[str, str] = field(default_factory=dict)
    taken: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    cut_after: int | None = None
    taking_first: int = 0

    async def handle_MAIL(  # noqa: N802  aiosmtpd's own name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return await self._answer(server, "MAIL")

    async def handle_RCPT(  # noqa: N802  aiosmtpd's own name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return await self._answer(server, "RCPT")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's own name
        answer = await self._answer(server, "DATA")
        if answer.startswith("2"):
            content = envelope.content
            assert isinstance(content, bytes)
            self.taken.append((str(envelope.mail_from), list(envelope.rcpt_tos), content))
            self.encrypted.append(session.ssl is not None)
        return answer

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        given = isinstance(data, LoginPassword) and (data.login.decode(), data.password.decode())
        return AuthResult(success=given == self.user, handled=False)

    async def _answer(self, server: SMTP, step: str) -> str:
        answer = self.answers.get(step, "250 OK")
        if len(self.taken) < self.taking_first:
            return "250 OK"
        while answer == "stall" and self.answers.get(step) == "stall":  # noqa: ASYNC110  another thread ends it
            await asyncio.sleep(0.02)
        if answer == "hang up":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return answer if answer[0].isdigit() else "250 OK"


class _Cutting(SMTP):
    """Reads part of the mail and resets the connection."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802  aiosmtpd's own name
        cut = self.event_handler.cut_after
        if cut is None:
            await super().smtp_DATA(arg)
            return
        await self.push("354 Go on")
        if cut:
            await self._reader.readexactly(cut)
        assert isinstance(self.transport, asyncio.Transport)
        self.transport.abort()


@contextlib.contextmanager
def running_mailserver(
    *,
    tls: ssl.SSLContext | None = None,
    starttls: ssl.SSLContext | None = None,
    user: tuple[str, str] | None = None,
) -> Iterator[MailServer]:
    """Serve until the test is over; with a user, nobody else may send."""
    state = MailServer(user=user)
    loop = asyncio.new_event_loop()

    def protocol() -> SMTP:
        return _Cutting(
            state,
            hostname="mail.forum.example",
            tls_context=starttls,
            require_starttls=starttls is not None,
            auth_required=user is not None,
            auth_require_tls=starttls is not None,
            authenticator=state.authenticate,
            loop=loop,
        )

    # Every step in the thread of its own: this one's loop may be a browser's.
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    starting = loop.create_server(protocol, "127.0.0.1", 0, ssl=tls)
    server = asyncio.run_coroutine_threadsafe(starting, loop).result(timeout=10)
    state.port = server.sockets[0].getsockname()[1]
    try:
        yield state
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0)
