"""Mails: the outbox, what becomes of each, and the organiser's view of them."""

from forumapp.services.mail import returns
from forumapp.services.mail.delivery import (
    await_turn,
    begin,
    failed,
    give_up,
    look,
    message_id,
    put_off,
    sent,
    unconfirmed,
)
from forumapp.services.mail.messages import (
    MessageRow,
    count_states,
    messages,
    retry,
    retry_failed,
    states,
    told,
)
from forumapp.services.mail.outbox import (
    JOB,
    JOB_WITH_PAPERS,
    Outgoing,
    address_of,
    has_just_gone_to,
    write,
    write_all,
)

__all__ = [
    "JOB",
    "JOB_WITH_PAPERS",
    "MessageRow",
    "Outgoing",
    "address_of",
    "await_turn",
    "begin",
    "count_states",
    "failed",
    "give_up",
    "has_just_gone_to",
    "look",
    "message_id",
    "messages",
    "put_off",
    "retry",
    "retry_failed",
    "returns",
    "sent",
    "states",
    "told",
    "unconfirmed",
    "write",
    "write_all",
]
