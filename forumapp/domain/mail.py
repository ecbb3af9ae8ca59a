"""The outbox: what a mail is about and what became of it."""

from __future__ import annotations

from enum import StrEnum


class MailKind(StrEnum):
    """Each has a template in every language of the interface."""

    REGISTERED = "registered"
    APPROVED = "approved"
    REJECTED = "rejected"
    PROMOTED = "promoted"
    OFFERED = "offered"
    OFFER_OVER = "offer_over"
    MODE_CHANGED = "mode_changed"
    WITHDRAWN = "withdrawn"
    CODE_SENT = "code_sent"
    LINK_AGAIN = "link_again"
    INVITED = "invited"
    PROGRAMME_CHANGED = "programme_changed"
    DELEGATION_INVITED = "delegation_invited"
    DELEGATION_REMINDED = "delegation_reminded"
    DELEGATION_NOMINATED = "delegation_nominated"
    EXTENSION_DECIDED = "extension_decided"
    CIRCULAR = "circular"
    PASSWORD_RESET = "password_reset"
    STAFF_INVITED = "staff_invited"


class MailState(StrEnum):
    """A mail is `unconfirmed` when its hand-over was cut off: it may have arrived, so it rests.

    It is `bounced` when it was taken and came back later.
    """

    QUEUED = "queued"
    HANDING_OVER = "handing_over"
    SENT = "sent"
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"
    BOUNCED = "bounced"
