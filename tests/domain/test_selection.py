"""What a reader asks to see of a programme."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumapp.domain.agenda import SessionKind
from forumapp.domain.events import Mode
from forumapp.domain.programme import Programme, SessionFacts
from forumapp.domain.selection import Field, Selection, Value, offered
from forumapp.domain.speakers import SpeakerFacts, SpeakerStatus
from forumapp.domain.text import Translated, folded
from tests import programmes as make

wall = datetime.fromisoformat
letters = st.text(st.characters(categories=["L", "Nd"]))
FIRST, SECOND = make.a_person(1), make.a_person(6)  # Veasna of Cambodia, Đặng of Viet Nam


def a_speaker(number: int, person: int, **given: object) -> SpeakerFacts:
    return replace(make.a_speaker(number, person=person), **given)  # type: ignore[arg-type]  # a test gives what it names


def a_programme(*sessions: SessionFacts) -> Programme:
    return replace(make.a_programme(sessions=0), sessions=sessions, people=(FIRST, SECOND))


def chosen(programme: Programme, *words: str, **wanted: Value) -> list[int]:
    selection = Selection({Field(name): value for name, value in wanted.items()}, " ".join(words))
    return [session.id for session in selection.of(programme).sessions]


TWO = a_programme(
    replace(
        make.a_session(1, room=1, part=1, online=False, speakers=(a_speaker(1, FIRST.id),)),
        languages=("en",),
        interpretation=(),
    ),
    replace(
        make.a_session(
            2,
            room=None,
            part=2,
            starts=wall("2027-03-10T23:00"),
            ends=wall("2027-03-11T01:00"),
            speakers=(a_speaker(2, SECOND.id),),
        ),
        languages=("zh",),
        interpretation=("vi",),
    ),
)


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        ("part", 2, [2]),
        ("room", 1, [1]),
        ("track", 2, [1]),
        ("kind", SessionKind.PLENARY, [2]),
        ("language", "en", [1]),
        ("language", "vi", [2]),
        ("mode", Mode.ROOM, [1]),
        ("mode", Mode.ONLINE, [2]),
        ("person", SECOND.id, [2]),
    ],
)
def test_sessions_are_chosen_by_what_they_are(field: str, value: Value, found: list[int]) -> None:
    assert chosen(TWO, **{field: value}) == found


def test_all_that_is_asked_for_must_hold() -> None:
    assert chosen(TWO, part=1, kind=SessionKind.PLENARY) == []
    assert chosen(TWO, "village", part=2) == [2]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("OPENING  ceremony", [1]),
        ("开幕", [1]),
        ("ពិធីបើក", [1]),
        ("dang the nghiem", [2]),
        ("nghiêm ĐẶNG", [2]),
        ("វាសនា", [1]),
        ("ministry", [1, 2]),
        ("农村事务部", [1, 2]),
        ("随后提问", [1, 2]),
        ("S002", [2]),
        ("topic 1", [1]),
        ("nobody", []),
    ],
)
def test_words_are_found_in_every_language_whatever_case_and_accents(
    words: str, found: list[int]
) -> None:
    assert chosen(TWO, words) == found


def test_who_declined_is_not_found() -> None:
    gone = a_speaker(1, SECOND.id, status=SpeakerStatus.DECLINED)
    programme = a_programme(make.a_session(1, speakers=(gone,)))

    assert chosen(programme, "Nghiem") == []
    assert offered(programme, Field.PERSON) == frozenset()


def test_nothing_asked_is_everything() -> None:
    assert Selection().of(TWO) is TWO


@pytest.mark.parametrize("field", Field)
def test_what_is_offered_finds_something_and_all_of_it_everything(field: Field) -> None:
    programme = make.a_programme(sessions=45, parts=2)

    found = {value: chosen(programme, **{field: value}) for value in offered(programme, field)}

    assert all(found.values())
    assert {number for numbers in found.values() for number in numbers} == {
        session.id for session in programme.sessions
    }


@given(letters, letters, letters)
def test_a_piece_of_a_title_finds_it(before: str, piece: str, after: str) -> None:
    titled = replace(make.a_session(1), title=Translated(vi=before + piece + after))

    assert chosen(a_programme(titled), piece.upper()) == [1]


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Đặng Thị Nghiêm", "dang thi nghiem"),
        ("ÉCOLE  Straße", "ecole strasse"),
        ("Łódź, Ørsted, İzmir", "lodz, orsted, izmir"),
        ("ＡＳＥＡＮ 东盟", "asean 东盟"),
        ("ភ្នំ\u200bពេញ", "ភ្នំពេញ"),
        ("မြန်မာ", "မြန်မာ"),
    ],
)
def test_a_text_is_folded(text: str, plain: str) -> None:
    assert folded(text) == plain
