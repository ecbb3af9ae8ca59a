"""Names in one line: what of them is honorific, what is the family's, and which are the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumapp.domain.names import family_in_capitals, name_key, split_honorific
from forumapp.domain.text import one_line


@pytest.mark.parametrize(
    ("text", "honorific", "name"),
    [
        ("H.E. Mr. LIU Huanxin", "H.E. Mr.", "LIU Huanxin"),
        ("H.E. Hap Omaly", "H.E.", "Hap Omaly"),
        ("HE Mr. SOK Chanthavy", "HE Mr.", "SOK Chanthavy"),
        ("HE Wei", "", "HE Wei"),
        ("His Excellency Dr. Thongphat Vongmany", "His Excellency Dr.", "Thongphat Vongmany"),
        ("Dato' Sri Mustapa Mohamed", "Dato' Sri", "Mustapa Mohamed"),
        ("Tan Sri Rafidah Aziz", "Tan Sri", "Rafidah Aziz"),
        ("Prof. Dr. Nguyen Van An", "Prof. Dr.", "Nguyen Van An"),
        ("Brig. Gen. Tun Tun Nyi", "Brig. Gen.", "Tun Tun Nyi"),
        ("Eng Sokha", "", "Eng Sokha"),
        ("Ms. Hap", "Ms.", "Hap"),
        ("Dr.", "", "Dr."),
        ("刘焕鑫先生", "Mr.", "刘焕鑫"),
        ("刘焕鑫 先生", "Mr.", "刘焕鑫"),
        ("刘焕鑫先生阁下", "H.E. Mr.", "刘焕鑫"),
        ("H. E. Ms. SOK Dara", "H.E. Ms.", "SOK Dara"),
        ("王先生", "", "王先生"),
        ("", "", ""),
    ],
)
def test_what_stands_before_a_name_is_told_from_it(text: str, honorific: str, name: str) -> None:
    assert split_honorific(text) == (honorific, name)


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("LIU Huanxin", "LIU"),
        ("Hap OMALY", "OMALY"),
        ("Maria DE LA CRUZ", "DE LA CRUZ"),
        ("KIM Jong-Un", "KIM"),
        ("J. Smith", ""),
        ("SOK CHANTHAVY", ""),
        ("Hap Omaly", ""),
        ("刘焕鑫", ""),
    ],
)
def test_a_family_name_stands_in_capitals(name: str, family: str) -> None:
    assert family_in_capitals(name) == family


def test_a_name_is_the_same_in_any_order_case_and_width() -> None:
    same = ("LIU Huanxin", "Huanxin Liu", "Liu  huanxin", "ＬＩＵ Huanxin", "Huanxin, LIU")
    assert {name_key(name) for name in same} == {"huanxin liu"}


@given(st.text())
def test_no_text_is_lost_in_splitting(text: str) -> None:
    line = one_line(text)
    honorific, name = split_honorific(line)
    said = f"{honorific} {name}".strip()
    assert said == line or line.startswith(name)
