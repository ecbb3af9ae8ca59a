"""Mails that come back: what a delivery report says, and whether its address is of any use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

# Of an address that leads nowhere (RFC 3463 3.2, 3.3, 3.5), and those that say no more than `no`.
# A full mailbox, a mail that is too large or looks like spam says nothing of the address.
_DEAD = frozenset(
    {"5.0.0", "5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4", "5.5.0"}
)
_STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")


class Delivery(StrEnum):
    """What became of a mail at the recipient's end (RFC 3464 2.3.3)."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    RELAYED = "relayed"
    EXPANDED = "expanded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a mail server reports of one mail of ours.

    `message_id` is without brackets; `recipients` are the address that was written to and the one
    that it led to, in small letters; `status` is that of RFC 3463, or empty.
    """

    message_id: str
    recipients: frozenset[str]
    delivery: Delivery
    status: str = ""
    text: str = ""

    @property
    def names_a_dead_address(self) -> bool:
        return self.delivery is Delivery.FAILED and leads_nowhere(self.status)

    @property
    def reason(self) -> str:
        """The status, and what the server said of it."""
        return self.text if self.status in self.text else f"{self.status} {self.text}".strip()


def status_in(text: str) -> str:
    """The first status that stands in what a server said: `550 5.1.1 No such user` has 5.1.1."""
    found = _STATUS.search(text)
    return found[0] if found else ""


def leads_nowhere(status: str) -> bool:
    """Whether nothing will ever arrive at an address of which this is said."""
    return status in _DEAD
