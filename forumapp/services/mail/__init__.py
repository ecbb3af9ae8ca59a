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
    ADDRESS,
    JOB,
    NOMINATED,
    Outgoing,
    address_of,
    has_just_gone_to,
    job_of,
    write,
    write_all,
)

__all__ = [
    "ADDRESS",
    "JOB",
    "NOMINATED",
    "MessageRow",
    "Outgoing",
    "address_of",
    "await_turn",
    "begin",
    "count_states",
    "failed",
    "give_up",
    "has_just_gone_to",
    "job_of",
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
