"""What hands a mail over, and the ways in which it can fail."""

from __future__ import annotations

import re
from email import policy
from email.message import EmailMessage
from typing import Protocol

from forumapp.domain.errors import DomainError
from forumapp.domain.text import one_line

_LONE = re.compile(rb"\r(?!\n)|(?<!\r)\n")  # not half of a CRLF
_ADDRESS = re.compile(r"[!-;=?A-~]+@[!-;=?A-~]+")
LONGEST_TEXT = 200


class MailRefused(DomainError):
    """The mail was not taken: for good, or for now. `code` is the SMTP reply, or 0 without one.

    `text` is the server's and may name the recipient, so it is not part of the message logged.
    """

    def __init__(self, *, permanent: bool, code: int, text: str) -> None:
        super().__init__(f"{'for good' if permanent else 'for now'}: {max(code, 0)}")
        self.permanent = permanent
        self.code = max(code, 0)  # smtplib says -1 of what is no reply
        self.text = one_line(text)[:LONGEST_TEXT]


class MailUncertain(DomainError):
    """The whole mail was sent and no answer came: it may have arrived, so don't repeat it."""


class MailGateway(Protocol):
    """Hands over one mail to one recipient."""

    def deliver(self, message: EmailMessage, *, sender: str, recipient: str) -> None:
        """Return once the mail is taken; raise MailRefused or MailUncertain.

        Sender and recipient are the envelope's, bare: `name@forum.example`.
        """
        ...


def wire_bytes(message: EmailMessage) -> bytes:
    """The mail as RFC 5322 2.1 wants it: every line ends in CRLF, headers are ASCII."""
    written = message.policy if isinstance(message.policy, policy.EmailPolicy) else policy.SMTP
    written = written.clone(linesep="\r\n", utf8=False, cte_type="7bit")
    return _LONE.sub(b"\r\n", message.as_bytes(policy=written))


def check_envelope(*addresses: str) -> None:
    """Refuse for good an address that SMTP without SMTPUTF8 can't carry (RFC 5321 4.1.2)."""
    for address in addresses:
        if len(address) > 254 or not _ADDRESS.fullmatch(address):
            raise MailRefused(permanent=True, code=0, text="address")
