"""What a form may hold, who is the same person, and who gets a seat."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumapp.domain.events import Mode
from forumapp.domain.registration import (
    Approval,
    Quota,
    RegistrationStatus,
    SeatCount,
    SeatStatus,
    cleaned,
    decided,
    family_part,
    same_as,
    seat,
    text_errors,
    written_in,
)


def a_count(*, capacity: int | None, held: int = 0, waiting: int = 0) -> SeatCount:
    return SeatCount(part_id=1, mode=Mode.ROOM, capacity=capacity, held=held, waiting=waiting)


@pytest.mark.parametrize(
    ("count", "given_seat"),
    [
        (a_count(capacity=None, held=900), SeatStatus.HELD),
        (a_count(capacity=None, held=900, waiting=3), SeatStatus.HELD),
        (a_count(capacity=10, held=9), SeatStatus.HELD),
        (a_count(capacity=10, held=10), SeatStatus.WAITING),
        (a_count(capacity=10, held=12), SeatStatus.WAITING),
        (a_count(capacity=0), SeatStatus.WAITING),
    ],
)
def test_a_seat_is_held_while_one_is_free(count: SeatCount, given_seat: SeatStatus) -> None:
    assert seat(count) is given_seat


def test_nobody_overtakes_who_waits() -> None:
    assert seat(a_count(capacity=10, held=8, waiting=1)) is SeatStatus.WAITING
    assert a_count(capacity=10, held=8, waiting=1).open == 0


@pytest.mark.parametrize(
    ("limit", "held", "given_seat"),
    [
        (None, 50, SeatStatus.HELD),
        (3, 2, SeatStatus.HELD),
        (3, 3, SeatStatus.WAITING),
        (0, 0, SeatStatus.WAITING),
    ],
)
def test_a_delegation_has_no_more_seats_than_its_quota(
    limit: int | None, held: int, given_seat: SeatStatus
) -> None:
    quota = Quota(mode=Mode.ROOM, limit=limit, held=held)
    assert seat(a_count(capacity=None), quota) is given_seat


def test_a_category_decides_what_a_registration_starts_as() -> None:
    assert decided(Approval.AUTOMATIC) is RegistrationStatus.APPROVED
    assert decided(Approval.BY_HAND) is RegistrationStatus.PENDING


@pytest.mark.parametrize(
    ("email", "name"),
    [
        ("a@ministry.example", "SOK Chanthavy"),
        ("A@Ministry.example", "sok chanthavy"),
        ("a@ministry.example", "Chanthavy  SOK"),
        ("a@ministry.example", "SOK Chanthavy\u200e"),
        ("a@ministry.example", "ＳＯＫ Chanthavy"),
    ],
)
def test_one_person_typed_in_many_ways_is_one_person(email: str, name: str) -> None:
    assert same_as(email=email, printed_name=name) == same_as(
        email="a@ministry.example", printed_name="SOK Chanthavy"
    )


def test_another_name_at_the_same_address_is_another_person() -> None:
    first = same_as(email="office@ministry.example", printed_name="SOK Chanthavy")
    assert first != same_as(email="office@ministry.example", printed_name="SOK Chanthavi")
    assert first != same_as(email="other@ministry.example", printed_name="SOK Chanthavy")


def test_without_an_address_nobody_is_recognised() -> None:
    assert same_as(email="", printed_name="SOK Chanthavy") == ""


@pytest.mark.parametrize(
    ("printed", "family", "part"),
    [
        ("SOK Chanthavy", "SOK", "SOK"),
        ("SOK Chanthavy", "sok", "SOK"),
        ("Nguyễn Thị Minh Khai", "NGUYỄN", "Nguyễn"),
        ("王小明", "王", "王"),
        ("Aung San", "", ""),
        ("Aung San", "Kyi", None),
    ],
)
def test_the_family_name_is_found_in_the_printed_name(
    printed: str, family: str, part: str | None
) -> None:
    assert family_part(printed, family) == part


@pytest.mark.parametrize(
    ("raw", "errors"),
    [
        ({"printed_name": "ក" * 200}, {}),
        ({"printed_name": "ក" * 201}, {"printed_name": "too_many_characters"}),
        ({"printed_name": "  \u200f "}, {"printed_name": "required"}),
        ({"printed_name": "🙂🙂"}, {"printed_name": "required"}),
        ({"printed_name": "<b>Ann</b> 🙂"}, {}),
        ({"printed_name": "Ann", "family_name": "Bee"}, {"family_name": "not_in_name"}),
        (
            {"printed_name": "Ann", "access_needs": "x" * 1001},
            {"access_needs": "too_many_characters"},
        ),
    ],
)
def test_texts_are_refused_field_by_field(raw: dict[str, str], errors: dict[str, str]) -> None:
    assert text_errors(cleaned(raw)) == errors


@given(st.dictionaries(st.sampled_from(("printed_name", "title", "dietary_needs")), st.text()))
def test_cleaned_texts_hold_no_line_breaks_but_in_notes(raw: dict[str, str]) -> None:
    texts = cleaned(raw)
    assert not any(c in texts["printed_name"] + texts["title"] for c in "\n\r\x00\u2028")
    assert "\r" not in texts["dietary_needs"]
    assert text_errors(texts).keys() <= texts.keys()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Deputy Director", "en"),
        ("副司长", "zh"),
        ("副司长 Director", "en"),
        ("អនុប្រធាន", "km"),
        ("ຮອງຫົວໜ້າ", "lo"),
        ("รองอธิบดี", "th"),
        ("ညွှန်ကြားရေးမှူး", "my"),
        ("Phó Vụ trưởng", "en"),
        ("", "en"),
    ],
)
def test_the_script_tells_the_language(text: str, language: str) -> None:
    assert written_in(text) == language
