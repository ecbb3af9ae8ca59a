"""Who may be there twice: names in any order, without accents; shared addresses."""

from __future__ import annotations

from forumapp.domain.duplicates import Identity, Sign, Suspicion, folded, suspicions


def one(key: int, name: str, *, email: str = "", country: str = "KH", native: str = "") -> Identity:
    return Identity(id=key, printed_name=name, native_name=native, email=email, country=country)


def test_a_name_is_the_same_in_any_order_case_and_with_or_without_accents() -> None:
    assert folded("NGUYỄN, Văn-An") == folded("Van An Nguyen")
    assert folded("Ａnna  bee") == folded("BEE Anna")
    assert folded("李明") != folded("李敏")


def test_each_pair_is_named_once_with_what_it_has_most_in_common() -> None:
    people = [
        one(3, "SOK Chanthavy", email="Sok@x.example"),
        one(1, "Chanthavy Sok", email="sok@x.example"),
        one(2, "Dr. Sók Chanthavy"),
        one(4, "Sok Chanthavy", country="LA"),
        one(5, "Office", email="sok@x.example"),
        one(6, "A", native="李明", country="CN"),
        one(7, "B", native="李明", country="CN"),
        one(8, "C"),
    ]
    assert suspicions(people) == (
        Suspicion(first=1, second=3, sign=Sign.NAME_AND_EMAIL),
        Suspicion(first=1, second=2, sign=Sign.NAME_AND_COUNTRY),
        Suspicion(first=6, second=7, sign=Sign.NATIVE_NAME),
        Suspicion(first=1, second=5, sign=Sign.EMAIL),
    )
