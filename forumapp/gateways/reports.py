"""Reading what mail servers report of mails that we sent (RFC 3464 in RFC 6522).

Reports come from anyone: a report is about the mail whose Message-ID it names, which only those
know through whose hands the mail went. No bytes at all make the reader fail but with a reason.
"""

from __future__ import annotations

from email import message_from_bytes, message_from_string, policy
from email.message import Message
from email.parser import BytesHeaderParser

from forumapp.domain.returns import Delivery, Report, status_in
from forumapp.domain.text import one_line
from forumapp.gateways.replies import LARGEST, Unreadable, check

LONGEST_TEXT = 240
_ORIGINALS = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")


def is_report(data: bytes) -> bool:
    """Whether a mail says that it is a report about delivery."""
    try:
        head = BytesHeaderParser(policy=policy.compat32).parsebytes(data[:LARGEST])
        kind = str(head.get_param("report-type", ""))
    except Exception:  # noqa: BLE001  parsers of malformed input fail in every way there is
        return False
    return head.get_content_type() == "multipart/report" and kind.casefold() == "delivery-status"


def read(data: bytes) -> Report:
    """The report in a mail, of which the beginning is enough: a large original stands at its end.

    Raises Unreadable with `too_large`, `too_deep`, `no_report`, `no_message_id` or `malformed`.
    """
    data = data[:LARGEST]
    check(data)
    try:
        return _report(message_from_bytes(data, policy=policy.compat32))
    except Unreadable:
        raise
    except Exception as error:  # parsers of malformed input fail in every way there is
        raise Unreadable("malformed") from error


def _report(message: Message) -> Report:
    parts = _parts(message)
    fields = _fields(parts)
    text = _after_type(fields, "Diagnostic-Code")[:LONGEST_TEXT]
    return Report(
        message_id=_message_id(parts, message),
        recipients=frozenset(
            address.casefold().strip("<>")
            for name in ("Original-Recipient", "Final-Recipient")
            if (address := _after_type(fields, name))
        ),
        delivery=_delivery(fields),
        status=status_in(_said(fields, "Status")) or status_in(text),
        text=text,
    )


def _parts(message: Message) -> list[Message]:
    """What a mail is made of, without what is inside of that."""
    held = message.get_payload()
    return [part for part in held if isinstance(part, Message)] if isinstance(held, list) else []


def _fields(parts: list[Message]) -> Message:
    """The fields of the recipient of whom the report speaks; a mail of ours has one alone."""
    for part in parts:
        if part.get_content_type() == "message/delivery-status":
            for group in _parts(part):
                if group.get("Action"):
                    return group
    raise Unreadable("no_report")


def _delivery(fields: Message) -> Delivery:
    words = _said(fields, "Action").casefold().split()
    try:
        return Delivery(words[0])
    except (ValueError, IndexError):
        raise Unreadable("no_report") from None


def _message_id(parts: list[Message], report: Message) -> str:
    """That of the mail that came back; where it isn't enclosed, that which the report answers."""
    for part in parts:
        if part.get_content_type() in _ORIGINALS:
            found = _said(_original(part), "Message-ID").strip("<> ")
            if found:
                return found
    if found := _said(report, "In-Reply-To").strip("<> "):
        return found
    raise Unreadable("no_message_id")


def _original(part: Message) -> Message:
    """The headers of the mail that came back, whether the whole of it or they alone are there."""
    if part.is_multipart():
        return next(iter(_parts(part)), Message())
    raw = part.get_payload(decode=True)
    return message_from_string(raw.decode("utf-8", "replace") if isinstance(raw, bytes) else "")


def _after_type(fields: Message, name: str) -> str:
    """What stands after `rfc822;` or `smtp;` (RFC 3464 2.1.2)."""
    kind, semicolon, value = _said(fields, name).partition(";")
    return (value if semicolon else kind).strip()


def _said(fields: Message, name: str) -> str:
    return one_line(str(fields.get(name, "")))
