"""Answers as calendar programs write them, and mails that hold none."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from forumapp.domain.invitations import Answer, Reply
from forumapp.gateways import replies

FOLDER = Path(__file__).parents[1] / "golden" / "replies"
UID = "5f0d1c2e-9a4b-4c57-8e0a-2f6d3b1a7c90@forum.example"


def a_reply(answer: Answer, hour: int, minute: int, second: int, **given: str) -> Reply:
    return Reply(
        uid=UID,
        attendee=given.get("attendee", "chanthavy.sok@ministry.example"),
        answer=answer,
        sequence=2,
        at=datetime(2026, 12, 1, hour, minute, second, tzinfo=UTC),
    )


WRITTEN = {
    "outlook": a_reply(Answer.ACCEPTED, 6, 30, 12, attendee="Chanthavy.Sok@Ministry.example"),
    "google": a_reply(Answer.DECLINED, 7, 5, 1),
    "apple": a_reply(Answer.TENTATIVE, 8, 15, 0),
    "thunderbird": a_reply(Answer.ACCEPTED, 9, 1, 2),
}


def a_mail(name: str = "thunderbird") -> bytes:
    return (FOLDER / f"{name}.eml").read_bytes()


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_each_programs_reply_is_read(name: str, ending: bytes) -> None:
    assert replies.read(a_mail(name).replace(b"\n", ending)) == WRITTEN[name]


def a_calendar(*lines: str, method: str = "REPLY", headers: str = "") -> bytes:
    inside = "\r\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT"))
    return (
        f"From: a@b.example\r\n{headers}Content-Type: text/calendar; method={method}\r\n\r\n"
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:{method}\r\n{inside}\r\nEND:VCALENDAR\r\n"
    ).encode()


WHO = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example"
WHEN = "DTSTAMP:20261201T090102Z"


@pytest.mark.parametrize(
    ("mail", "reason"),
    [
        (b"", "no_calendar"),
        (b"Subject: Re: your invitation\n\nYes, I shall come.\n", "no_calendar"),
        (a_calendar(f"UID:{UID}", WHO, WHEN, method="REQUEST"), "no_reply"),
        (a_calendar(f"UID:{UID}", WHO, WHEN, method="COUNTER"), "no_reply"),
        (a_calendar(WHO, WHEN), "no_uid"),
        (a_calendar(f"UID:{UID}", WHEN), "attendee"),
        (a_calendar(f"UID:{UID}", WHO, WHO, WHEN), "attendee"),
        (a_calendar(f"UID:{UID}", WHO.replace("mailto", "http"), WHEN), "attendee"),
        (a_calendar(f"UID:{UID}", WHO.replace("ACCEPTED", "DELEGATED"), WHEN), "partstat"),
        (a_calendar(f"UID:{UID}", WHO.replace("ACCEPTED", "NEEDS-ACTION"), WHEN), "partstat"),
        (a_calendar(f"UID:{UID}", WHO), "dtstamp"),
        (a_calendar(f"UID:{UID}", WHO, WHEN, "SEQUENCE:many"), "malformed"),
        (b"x" * (replies.LARGEST + 1), "too_large"),
        (b"Subject: " + b"x" * (replies.LONGEST_LINE + 1), "too_large"),
        (b"--\n" * (replies.MOST_PARTS + 1), "too_deep"),
    ],
)
def test_what_is_no_answer_is_refused_with_the_reason(mail: bytes, reason: str) -> None:
    with pytest.raises(replies.Unreadable) as refusal:
        replies.read(mail)

    assert str(refusal.value) == reason


def test_a_first_invitations_reply_may_leave_the_sequence_out() -> None:
    assert replies.read(a_calendar(f"UID:{UID}", WHO, WHEN)).sequence == 0


@given(some.binary(max_size=2000))
@example(b"Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:\n")
def test_no_bytes_make_the_reader_fail_in_another_way(data: bytes) -> None:
    _read(data)


@given(
    some.lists(
        some.tuples(some.integers(0, 10_000), some.integers(0, 255)), min_size=1, max_size=30
    ),
    some.sampled_from(sorted(WRITTEN)),
)
def test_no_damage_to_a_reply_makes_the_reader_fail_in_another_way(
    damage: list[tuple[int, int]], name: str
) -> None:
    data = bytearray(a_mail(name))
    for place, byte in damage:
        data[place % len(data)] = byte
    _read(bytes(data))


def _read(data: bytes) -> None:
    with suppress(replies.Unreadable):
        replies.read(data)
