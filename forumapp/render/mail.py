"""A mail's MIME structure: text, HTML, pictures and the calendar's invitation (RFC 6047)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP, Policy
from hashlib import sha256
from types import MappingProxyType

from forumapp.domain.errors import Invalid
from forumapp.domain.text import one_line

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_LOCAL_PART = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_MESSAGE_ID = re.compile(rf"(?:{_ATOM})(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_CONTENT_ID = re.compile(r"[A-Za-z0-9._-]{1,60}(?:@[A-Za-z0-9.-]{1,60})?")
_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9]+(?: [A-Za-z0-9]+)*")
_UNFIT_FOR_A_FILE = re.compile(r'[\\/:*?"<>|]+')
_NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})
_SHORT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that goes with a mail, under the name that the reader sees."""

    name: str
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPart:
    """An entry of its own that goes with a mail, under the file name that the reader sees."""

    name: str
    method: str
    data: bytes = field(repr=False)


class _Words(str):
    """A header's value that is written as given, already encoded and folded (RFC 2047).

    The standard library's own folding would read encoded words in what people typed, and drops the
    quotes of a long name, and with them the border between name and address.
    """

    __slots__ = ("name",)
    name: str

    def __new__(cls, name: str, written: str) -> _Words:
        made = super().__new__(cls, written)
        made.name = name
        return made

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


# No part needs 8BITMIME, and every line ends in CRLF, those of the calendar too (RFC 5545 3.1).
WIRE = SMTP.clone(cte_type="7bit")


def compose(  # noqa: PLR0913  a mail has that many parts, each named by its caller
    *,
    sender: str,
    recipient_name: str,
    recipient_address: str,
    reply_to: str | None,
    subject: str,
    text: str,
    html: str,
    message_id: str,
    date: datetime,
    language: str,
    calendar: bytes | None = None,
    calendar_method: str = "REQUEST",
    further_calendars: Sequence[CalendarPart] = (),
    inline_images: Mapping[str, bytes] = _NO_PICTURES,
    attachments: Sequence[Attachment] = (),
) -> EmailMessage:
    """One mail to one person; pictures are PNG by content id. Raises Invalid on a bad address.

    One entry stands among the mail's faces, where calendar programs act on it by themselves; the
    further ones, each of another UID, are parts of their own (RFC 5546 3.2.2).
    """
    message = EmailMessage(policy=WIRE)
    message["From"] = _mailbox("From", *_apart(sender), given_as="sender")
    message["To"] = _mailbox("To", recipient_name, recipient_address, given_as="recipient_address")
    if reply_to:
        message["Reply-To"] = _mailbox("Reply-To", *_apart(reply_to), given_as="reply_to")
    message["Subject"] = _subject(subject)
    message["Date"] = _aware(date)
    identity = _matching(_MESSAGE_ID, message_id.strip().removeprefix("<").removesuffix(">"))
    message["Message-ID"] = f"<{identity}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = _matching(_LANGUAGE, language)

    multipart = _Multiparts(identity)
    faces = [_text(text, "plain"), _text(html, "html")]
    files = [_further(one) for one in further_calendars]
    files += [_attached(one) for one in attachments]
    if calendar is not None:
        data = _calendar_bytes(calendar, calendar_method)
        faces.append(_invitation(data, calendar_method))
        files.insert(0, _invitation_file(data))
    body = multipart.holding("alternative", faces)
    if inline_images:
        pictures = [_picture(cid, data) for cid, data in inline_images.items()]
        body = multipart.holding("related", [body, *pictures])
    if files:
        body = multipart.holding("mixed", [body, *files])
    message["MIME-Version"] = "1.0"
    message["Content-Type"] = body["Content-Type"]
    message.set_payload(body.get_payload())
    return message


class _Multiparts:
    """Makes containers whose boundaries follow from the Message-ID: same mail, same bytes."""

    def __init__(self, identity: str) -> None:
        self._stem = sha256(identity.encode()).hexdigest()[:32]

    def holding(self, kind: str, parts: Sequence[MIMEPart]) -> MIMEPart:
        container = MIMEPart(policy=WIRE)
        # "=_" never occurs in base64, nor in quoted-printable (RFC 2045 6.7).
        boundary = f'multipart/{kind}; boundary="=_{kind}_{self._stem}"'
        inner = f'; type="{parts[0].get_content_type()}"' if kind == "related" else ""
        container["Content-Type"] = boundary + inner
        for part in parts:
            container.attach(part)
        return container


def _text(text: str, kind: str) -> MIMEPart:
    part = MIMEPart(policy=WIRE)
    part.set_content(_sound(text), subtype=kind)
    return part


def _calendar_bytes(calendar: bytes, method: str) -> bytes:
    data = re.sub(rb"\r\n|\r|\n", b"\r\n", calendar)
    if f"\r\nMETHOD:{method}\r\n".encode() not in data:
        raise ValueError("the calendar's own METHOD must be that of its part (RFC 6047 2.4)")
    return data


def _invitation(data: bytes, method: str) -> MIMEPart:
    part = MIMEPart(policy=WIRE)
    params = {"method": method, "charset": "utf-8"}
    # As bytes: set as text, the standard library would write the lines anew.
    part.set_content(data, maintype="text", subtype="calendar", params=params)
    return part


def _invitation_file(data: bytes) -> MIMEPart:
    part = MIMEPart(policy=WIRE)
    part.set_content(data, maintype="application", subtype="ics", filename="invite.ics")
    return part


def _further(calendar: CalendarPart) -> MIMEPart:
    part = _invitation(_calendar_bytes(calendar.data, calendar.method), calendar.method)
    part.add_header("Content-Disposition", "attachment", filename=_file_name(calendar.name))
    return part


def _picture(cid: str, data: bytes) -> MIMEPart:
    identity, part = _matching(_CONTENT_ID, cid), MIMEPart(policy=WIRE)
    name = f"{identity.partition('@')[0]}.png"
    part.set_content(
        data,
        maintype="image",
        subtype="png",
        disposition="inline",
        filename=name,
        cid=f"<{identity}>",
    )
    return part


def _attached(attachment: Attachment) -> MIMEPart:
    maintype, subtype = _matching(_MEDIA_TYPE, attachment.media_type).split("/")
    part = MIMEPart(policy=WIRE)
    name = _file_name(attachment.name)
    part.set_content(attachment.data, maintype=maintype, subtype=subtype, filename=name)
    return part


def _file_name(name: str) -> str:
    return _UNFIT_FOR_A_FILE.sub("_", _sound(one_line(name))) or "file"


def _apart(mailbox: str) -> tuple[str, str]:
    """Name and address of `Name <address>`, whatever stands in the name, or of a bare address."""
    name, bracket, address = mailbox.strip().rpartition("<")
    if not bracket:
        return "", address
    name = name.strip()
    if len(name) > 1 and name.startswith('"') and name.endswith('"'):
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    return name, address.removesuffix(">")


def _mailbox(header: str, name: str, address: str, *, given_as: str) -> _Words:
    """Name and address written; raises Invalid, naming the argument that gave the address."""
    name, address = _sound(one_line(name)), _ascii_address(address)
    if not address:
        raise Invalid({given_as: "address"})
    if not name:
        return _Words(header, address)
    plain = _PLAIN_NAME.fullmatch(name) and len(name) <= _SHORT
    phrase = name if plain else _encoded(name, header)
    gap = " " if len(phrase) + len(address) <= _SHORT else "\r\n "
    return _Words(header, f"{phrase}{gap}<{address}>")


def _ascii_address(address: str) -> str:
    """The address with its domain in ASCII (RFC 5890), or nothing if there can be no such one."""
    local, _, domain = address.rpartition("@")
    try:
        domain = domain if domain.isascii() else domain.encode("idna").decode()
    except UnicodeError:
        return ""
    fits = len(local) <= 64 and len(local) + len(domain) <= 253
    right = fits and _LOCAL_PART.fullmatch(local) and _DOMAIN.fullmatch(domain)
    return f"{local}@{domain}" if right else ""


def _subject(subject: str) -> _Words:
    subject = _sound(one_line(subject))
    plain = subject.isascii() and "=?" not in subject and len(subject) <= _SHORT
    return _Words("Subject", subject if plain else _encoded(subject, "Subject"))


def _encoded(text: str, header: str) -> str:
    """Encoded words of at most 75 characters each, one a line (RFC 2047 2)."""
    return Header(text, "utf-8", maxlinelen=75, header_name=header).encode(linesep="\r\n")


def _sound(text: str) -> str:
    """Without NUL and halves of characters, which no encoding can carry."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _aware(date: datetime) -> datetime:
    if date.tzinfo is None:
        raise ValueError("a mail's date has a zone (RFC 5322 3.3)")
    return date


def _matching(pattern: re.Pattern[str], value: str) -> str:
    if not pattern.fullmatch(value):
        raise ValueError("a value that no header can hold")
    return value
