"""Invitations to sessions, in the words of iTIP (RFC 5546)."""

from __future__ import annotations

from enum import StrEnum


class Method(StrEnum):
    """What a message asks of the calendar that it comes to."""

    REQUEST = "request"
    CANCEL = "cancel"


class Answer(StrEnum):
    """What a person has answered: the PARTSTAT of their entry (RFC 5545 3.2.12)."""

    NEEDS_ACTION = "needs_action"
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
