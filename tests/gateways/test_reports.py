"""Reports of delivery as mail servers write them, and mails that hold none."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from forumapp.domain.returns import Delivery, Report, status_in
from forumapp.gateways import reports
from forumapp.gateways.replies import LARGEST, Unreadable

FOLDER = Path(__file__).parents[1] / "golden" / "reports"
OURS = "12.abcdef@forum.example"


def a_mail(name: str = "postfix", message_id: str = OURS) -> bytes:
    return (FOLDER / f"{name}.eml").read_bytes().replace(b"MESSAGE-ID", message_id.encode())


def a_report(delivery: Delivery, status: str, text: str = "") -> Report:
    return Report(
        message_id=OURS,
        recipients=frozenset({"sok@ministry.example"}),
        delivery=delivery,
        status=status,
        text=text,
    )


WRITTEN = {
    "postfix": a_report(
        Delivery.FAILED,
        "5.1.1",
        "550 5.1.1 <sok@ministry.example>: Recipient address rejected: User unknown in local "
        "recipient table",
    ),
    "exchange": a_report(Delivery.FAILED, "5.2.2", "550 5.2.2 Mailbox full; STOREDRV.Deliver"),
    "exim": a_report(Delivery.FAILED, "5.0.0"),
    "delayed": a_report(
        Delivery.DELAYED, "4.4.1", "The recipient server did not accept our requests to connect."
    ),
}


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_each_servers_report_is_read(name: str, ending: bytes) -> None:
    mail = a_mail(name).replace(b"\n", ending)
    assert reports.is_report(mail)
    assert reports.read(mail) == WRITTEN[name]


def test_a_full_mailbox_or_a_delay_says_nothing_of_the_address() -> None:
    dead = {name for name, report in WRITTEN.items() if report.names_a_dead_address}
    assert dead == {"postfix", "exim"}
    assert WRITTEN["postfix"].reason.startswith("550 5.1.1 <sok")
    assert WRITTEN["exim"].reason == "5.0.0"


def test_a_report_without_the_original_is_about_the_mail_that_it_answers() -> None:
    whole = a_mail("exchange")
    cut = whole[: whole.index(b"--9f2c-e4\nContent-Type: message/rfc822")] + b"--9f2c-e4--\n"
    assert reports.read(cut) == WRITTEN["exchange"]


def test_of_a_large_mail_that_came_back_the_beginning_is_read() -> None:
    original = b"Content-Type: text/plain\n\n" + b"words of a mail\n" * 200_000
    mail = a_mail("exchange").replace(
        b'Content-Type: multipart/alternative; boundary="=_', original
    )
    assert len(mail) > LARGEST
    assert reports.read(mail) == WRITTEN["exchange"]


@pytest.mark.parametrize(
    ("mail", "reason"),
    [
        (
            a_mail().replace(b"MESSAGE-ID", b"").replace(f"Message-ID: <{OURS}>\n".encode(), b""),
            "no_message_id",
        ),
        (a_mail().replace(b"Action: failed", b"Action: forgotten"), "no_report"),
        (a_mail().replace(b"Action: failed\n", b""), "no_report"),
        (a_mail().replace(b"message/delivery-status", b"text/plain"), "no_report"),
        (b"Content-Type: multipart/report; report-type=delivery-status\n\nNo parts", "no_report"),
        (b"--\n" * 2000, "too_deep"),
    ],
)
def test_what_is_no_report_is_refused_with_the_reason(mail: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        reports.read(mail)
    assert str(refused.value) == reason


@given(some.binary(max_size=400) | some.text(max_size=400).map(str.encode))
@example(b"Content-Type: multipart/report; report-type*0*=''delivery-status\n\n")
@example(b"Content-Type: multipart/report; report-type=\xff\n\n")
def test_no_bytes_make_the_reader_fail_in_another_way(data: bytes) -> None:
    reports.is_report(data)
    with suppress(Unreadable):
        reports.read(data)


@given(some.sampled_from(sorted(WRITTEN)), some.data())
def test_no_cut_and_no_change_of_a_report_makes_the_reader_fail(
    name: str, change: some.DataObject
) -> None:
    mail = a_mail(name)
    start = change.draw(some.integers(0, len(mail)))
    end = change.draw(some.integers(start, min(len(mail), start + 60)))
    with suppress(Unreadable):
        reports.read(mail[:start] + change.draw(some.binary(max_size=20)) + mail[end:])


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("550 5.1.1 No such user", "5.1.1"),
        ("550-5.1.10 null MX", "5.1.10"),
        ("421 try later", ""),
        ("host 192.5.1.1 said no", ""),
    ],
)
def test_the_status_is_found_in_what_a_server_says(text: str, status: str) -> None:
    assert status_in(text) == status
