"""Composed mails, looked at as bytes on the wire and read back by other readers."""

from __future__ import annotations

import base64
import quopri
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from forumapp.domain.errors import Invalid
from forumapp.domain.text import one_line
from forumapp.render.mail import Attachment, compose

SENT = datetime(2026, 11, 21, 9, 30, tzinfo=timezone(timedelta(hours=6, minutes=30)))
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
NAMES = [
    "Hap Omaly",
    "H.E. Hap Omaly",
    "TAN Weiping (Dr.), IPRCC",
    'O\'Brien "Bo" <bo@evil.example>',
    "back\\slash @ comma, semi; colon:",
    "a@evil.example, " + "Ministry of Cooperatives and Rural Development " * 4 + "office",
    "LIU 焕鑫",
    "ហាប់ អូម៉ាលី",
    "ສົມສະຫວາດ ເລັ່ງສະຫວັດ",
    "ခန့်ဇော်",
    "Nguyễn Thị Ánh",
    "สมชาย ใจดี",
    "محمد بن راشد",
    "👩🏽‍💻 Zoë",
    "=?utf-8?q?already?=",
    "国" * 200,
    "k" * 200,
]


def calendar(method: str = "REQUEST") -> bytes:
    event = icalendar.Event()
    event.add("uid", "s-1@forum.example")
    event.add("dtstamp", datetime(2026, 11, 1, tzinfo=UTC))
    event.add("dtstart", datetime(2026, 12, 12, 1, tzinfo=UTC))
    event.add("summary", "开幕式 · ពិធីបើក · " + "Opening ceremony, with a long title " * 3)
    whole = icalendar.Calendar()
    whole.add("prodid", "-//forumapp//EN")
    whole.add("version", "2.0")
    whole.add("method", method)
    whole.add_component(event)
    return bytes(whole.to_ical())


def composed(**changes: Any) -> bytes:
    facts: dict[str, Any] = {
        "sender": "Secretariat <secretariat@forum.example>",
        "recipient_name": "Hap Omaly",
        "recipient_address": "omaly@ministry.example",
        "reply_to": None,
        "subject": "Registration received",
        "text": "Dear delegate,\n\nyour seat is kept.\n",
        "html": '<p>Dear delegate, <img src="cid:qr"></p>\n',
        "message_id": "<m.1@forum.example>",
        "date": SENT,
        "language": "en",
    }
    return compose(**(facts | changes)).as_bytes()


def head_of(wire: bytes) -> dict[str, str]:
    """The top headers, unfolded, by the letter of RFC 5322 2.2.3."""
    head = wire.partition(b"\r\n\r\n")[0].decode("ascii")
    lines = re.sub(r"\r\n(?=[ \t])", "", head).split("\r\n")
    pairs = [line.split(": ", 1) for line in lines]
    assert len({name.lower() for name, _ in pairs}) == len(pairs)
    return dict(pairs)


def tree_of(wire: bytes) -> Any:
    """A container as (type, [children]), a leaf as (type, its decoded bytes), by RFC 2046 5.1."""
    headers, body = head_of(wire), wire.partition(b"\r\n\r\n")[2]
    kind = headers["Content-Type"].partition(";")[0]
    if kind.startswith("multipart/"):
        found = re.search(r'boundary="([^"]+)"', headers["Content-Type"])
        assert found
        pieces = (b"\r\n" + body).split(b"\r\n--" + found[1].encode())
        assert pieces[-1].strip() == b"--"
        return kind, [tree_of(piece.removeprefix(b"\r\n")) for piece in pieces[1:-1]]
    encoding = headers.get("Content-Transfer-Encoding", "7bit")
    decoders: dict[str, Callable[[bytes], bytes]] = {
        "base64": base64.b64decode,
        "quoted-printable": quopri.decodestring,
        "7bit": bytes,
    }
    return kind, decoders[encoding](body)


def shape_of(tree: Any) -> Any:
    kind, inside = tree
    return (kind, [shape_of(one) for one in inside]) if isinstance(inside, list) else kind


def read(wire: bytes) -> EmailMessage:
    message = message_from_bytes(wire, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    return message


def part_of(wire: bytes, kind: str) -> EmailMessage:
    return next(part for part in read(wire).walk() if part.get_content_type() == kind)


FULL: dict[str, Any] = {
    "recipient_name": "ហាប់ អូម៉ាលី",
    "subject": "收到注册",
    "text": "សួស្តី\n.\n" + "long " * 400 + "\n",
    "html": "<p>ສະບາຍດີ</p>",
    "calendar": calendar(),
    "inline_images": {"qr": PNG},
    "attachments": [
        Attachment(name="议程.pdf", media_type="application/pdf", data=b"%PDF\n\r\x00")
    ],
}


def test_plain_mail_is_text_and_html() -> None:
    assert tree_of(composed()) == (
        "multipart/alternative",
        [
            ("text/plain", b"Dear delegate,\r\n\r\nyour seat is kept.\r\n"),
            ("text/html", b'<p>Dear delegate, <img src="cid:qr"></p>\r\n'),
        ],
    )


def test_full_mail_is_nested_as_mail_programs_expect() -> None:
    assert shape_of(tree_of(composed(**FULL))) == (
        "multipart/mixed",
        [
            (
                "multipart/related",
                [
                    ("multipart/alternative", ["text/plain", "text/html", "text/calendar"]),
                    "image/png",
                ],
            ),
            "application/ics",
            "application/pdf",
        ],
    )


def test_every_part_arrives_whole() -> None:
    _, (related, ics, pdf) = tree_of(composed(**FULL))
    (_, faces), image = related[1]
    assert [data.decode() for _, data in faces[:2]] == [
        FULL["text"].replace("\n", "\r\n"),
        "<p>ສະບາຍດີ</p>\r\n",
    ]
    assert faces[2][1] == ics[1] == calendar()
    assert (image[1], pdf[1]) == (PNG, b"%PDF\n\r\x00")


def test_wire_is_ascii_with_crlf_alone_and_short_lines() -> None:
    wire = composed(**FULL)
    assert wire.isascii()
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", wire)
    assert max(map(len, wire.split(b"\r\n"))) <= 78
    assert b"8bit" not in wire


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_calendar_part_states_its_method_and_reads_in_two_parsers(method: str) -> None:
    wire = composed(calendar=calendar(method), calendar_method=method)
    part = part_of(wire, "text/calendar")
    assert dict(part["Content-Type"].params) == {"method": method, "charset": "utf-8"}
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)
    event = icalendar.Calendar.from_ical(data).walk("VEVENT")[0]
    assert str(event["SUMMARY"]).startswith("开幕式 · ពិធីបើក · Opening ceremony, with")
    other = vobject.readOne(data.decode())
    assert (other.method.value, other.vevent.uid.value) == (method, "s-1@forum.example")


def test_calendar_with_bare_line_feeds_is_mended() -> None:
    wire = composed(calendar=calendar().replace(b"\r\n", b"\n"))
    assert part_of(wire, "text/calendar").get_payload(decode=True) == calendar()


def test_calendar_of_another_method_is_refused() -> None:
    with pytest.raises(ValueError, match="METHOD"):
        composed(calendar=calendar("CANCEL"))


def test_invitation_is_attached_as_a_file_too() -> None:
    part = part_of(composed(calendar=calendar()), "application/ics")
    assert (part.get_content_disposition(), part.get_filename()) == ("attachment", "invite.ics")


def test_picture_is_found_by_its_content_id() -> None:
    part = part_of(composed(inline_images={"qr@forum.example": PNG}), "image/png")
    assert part["Content-ID"] == "<qr@forum.example>"
    assert (part.get_content_disposition(), part.get_filename()) == ("inline", "qr.png")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("programme.pdf", "programme.pdf"),
        ("议程与名单.pdf", "议程与名单.pdf"),
        ("កម្មវិធី " * 12 + ".pdf", "កម្មវិធី " * 12 + ".pdf"),
        ('../a\\b"c".pdf', ".._a_b_c_.pdf"),
        ("a\r\nContent-Type: text/html.pdf", "a Content-Type_ text_html.pdf"),
        ("", "file"),
    ],
)
def test_attachment_keeps_a_name_that_is_fit_for_a_file(name: str, kept: str) -> None:
    attachment = Attachment(name=name, media_type="application/pdf", data=b"x")
    part = part_of(composed(attachments=[attachment]), "application/pdf")
    assert (part.get_content_disposition(), part.get_filename()) == ("attachment", kept)


def test_headers_say_that_a_machine_wrote_it_when_and_in_which_language() -> None:
    head = head_of(composed(language="zh-Hans", reply_to="Desk <desk@forum.example>"))
    del head["Content-Type"]
    assert head == {
        "From": "Secretariat <secretariat@forum.example>",
        "To": "Hap Omaly <omaly@ministry.example>",
        "Reply-To": "Desk <desk@forum.example>",
        "Subject": "Registration received",
        "Date": "Sat, 21 Nov 2026 09:30:00 +0630",
        "Message-ID": "<m.1@forum.example>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "zh-Hans",
        "MIME-Version": "1.0",
    }


def test_same_facts_make_the_same_bytes() -> None:
    assert composed(**FULL) == composed(**FULL)


@pytest.mark.parametrize("name", NAMES)
def test_names_of_any_script_read_back_beside_their_address(name: str) -> None:
    wire = composed(recipient_name=name, sender=f"{name} <a@b.example>")
    (mailbox,) = read(wire)["To"].addresses
    # Spaces aside: some releases of Python keep those between encoded words (RFC 2047 6.2).
    assert mailbox.display_name.replace(" ", "") == name.replace(" ", "")
    assert mailbox.addr_spec == "omaly@ministry.example"
    phrase, address = parseaddr(head_of(wire)["To"])
    assert (str(make_header(decode_header(phrase))), address) == (name, "omaly@ministry.example")
    assert parseaddr(head_of(wire)["From"])[1] == "a@b.example"
    assert max(map(len, wire.split(b"\r\n"))) <= 78


@pytest.mark.parametrize("subject", [*NAMES, "Seat confirmed: 主会场, 12 Dec — " * 6, ""])
def test_subjects_of_any_script_read_back(subject: str) -> None:
    subject = subject.strip()
    wire = composed(subject=subject)
    assert read(wire)["Subject"] == subject
    assert str(make_header(decode_header(head_of(wire)["Subject"]))) == subject


@settings(deadline=None, max_examples=50)
@given(
    words=st.text(st.characters(codec="utf-8"), max_size=300),
    ascii_words=st.text(st.characters(min_codepoint=0, max_codepoint=127), max_size=300),
)
def test_no_words_change_another_header(words: str, ascii_words: str) -> None:
    for text in (words, ascii_words):
        wire = composed(subject=text, recipient_name=text)
        head = head_of(wire)
        assert set(head) == set(head_of(composed()))
        assert str(make_header(decode_header(head["Subject"]))) == one_line(text).replace("\0", "")
        (mailbox,) = read(wire)["To"].addresses
        assert mailbox.addr_spec == "omaly@ministry.example"


@pytest.mark.parametrize(
    "break_", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\x00"]
)
def test_line_breaks_inject_no_header(break_: str) -> None:
    bad = f"Seat{break_}Bcc: all@evil.example{break_}{break_}<p>"
    wire = composed(subject=bad, recipient_name=bad, sender=f"{bad} <a@b.example>")
    assert "Bcc" not in head_of(wire)
    assert b"\nBcc" not in wire


def test_halves_of_characters_are_replaced() -> None:
    wire = composed(subject="a\ud800b", recipient_name="c\udfffd", text="e\ud800f\x00\n")
    assert read(wire)["Subject"] == "a?b"
    assert part_of(wire, "text/plain").get_content().strip() == "e?f"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "@forum.example",
        "a@",
        "a b@c.example",
        "a@c example",
        "a@-c.example",
        "a..b@c.example",
        "a@c..example",
        "a@b@c.example",
        "a@c.example\r\nBcc: x@y.example",
        "a@c.example, x@y.example",
        "<a@c.example>",
        '"a b"@c.example',
        "用户@例子.中国",
        f"{'a' * 65}@c.example",
        f"a@{'b' * 64}.example",
        f"a@{'b.' * 130}example",
        "a@\ud800.example",
    ],
)
def test_impossible_address_is_invalid(address: str) -> None:
    with pytest.raises(Invalid) as caught:
        composed(recipient_address=address)
    assert caught.value.errors == {"recipient_address": "address"}


@pytest.mark.parametrize("field", ["sender", "reply_to"])
def test_impossible_address_is_named_by_its_field(field: str) -> None:
    with pytest.raises(Invalid) as caught:
        composed(**{field: "Secretariat <nobody>"})
    assert caught.value.errors == {field: "address"}


def test_domain_of_any_script_is_written_in_ascii() -> None:
    head = head_of(composed(recipient_address="omaly@例子.中国", recipient_name=""))
    assert head["To"] == "omaly@xn--fsqu00a.xn--fiqs8s"


@pytest.mark.parametrize(
    "change",
    [
        {"message_id": "<a b@c>"},
        {"message_id": "<a@c>\r\nBcc: x@y.example"},
        {"message_id": ""},
        {"language": "en\r\nBcc: x"},
        {"language": ""},
        {"date": SENT.replace(tzinfo=None)},
        {"inline_images": {"q r": PNG}},
        {"inline_images": {"qr>\r\nBcc: x": PNG}},
        {"attachments": [Attachment(name="a", media_type="text/html; x=y", data=b"")]},
    ],
)
def test_what_no_header_can_hold_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"header|zone"):
        composed(**change)


def test_long_message_id_is_neither_folded_nor_encoded() -> None:
    identity = f"{'a' * 90}.{'b' * 20}@mail.forum.example"
    assert head_of(composed(message_id=identity))["Message-ID"] == f"<{identity}>"
