"""Mails that come in: answers to invitations, and reports of what couldn't be delivered."""

from __future__ import annotations

from collections.abc import Callable

from forumapp.domain.invitations import Received, Reply
from forumapp.domain.returns import Report
from forumapp.gateways import replies, reports
from forumapp.gateways.replies import Unreadable


def take(
    data: bytes, *, record: Callable[[Reply], Received], returned: Callable[[Report], bool]
) -> str:
    """Hand what a mail holds to whom it concerns; returns why it can't be used, or nothing."""
    try:
        if reports.is_report(data):
            return "" if returned(reports.read(data)) else Received.UNKNOWN.value
        received = record(replies.read(data))
    except Unreadable as reason:
        return str(reason)
    return "" if received.settled else received.value
