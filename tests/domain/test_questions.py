"""What is asked of whom, and what may be kept of an answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumapp.domain.answers import cleaned
from forumapp.domain.conditions import COUNTRY, Condition, ConditionKind, holds
from forumapp.domain.errors import Invalid
from forumapp.domain.events import Mode
from forumapp.domain.questions import (
    Asking,
    BuiltIn,
    FieldFacts,
    FormFacts,
    Option,
    QuestionFacts,
    QuestionKind,
    Who,
    asked,
    code_from,
    out_of_turn,
)
from forumapp.domain.text import Translated

ROOM = Who(category_id=1, parts={1: Mode.ROOM, 2: Mode.ONLINE})


def a_question(code: str, kind: QuestionKind = QuestionKind.TEXT, **given: Any) -> QuestionFacts:
    return QuestionFacts(id=1, code=code, kind=kind, label=Translated(en=code), **given)


def a_form(*questions: QuestionFacts) -> FormFacts:
    return FormFacts(questions=questions)


def one_of(question: str, *values: str) -> Condition:
    return Condition(question=question, kind=ConditionKind.ONE_OF, values=values)


def codes(form: FormFacts, **values: tuple[str, ...]) -> list[str]:
    return [question.code for question in asked(form, ROOM, values)]


def test_a_question_is_asked_of_its_categories_parts_and_modes_alone() -> None:
    form = a_form(
        a_question("all"),
        a_question("others", categories=(2, 3)),
        a_question("mine", categories=(1,)),
        a_question("part", parts=(2,)),
        a_question("absent", parts=(3,)),
        a_question("seat", modes=(Mode.ROOM,)),
        a_question("part_online", parts=(1,), modes=(Mode.ONLINE,)),
        a_question("part_in_room", parts=(1,), modes=(Mode.ROOM,)),
    )
    assert codes(form) == ["all", "mine", "part", "seat", "part_in_room"]


def test_what_isnt_asked_answers_nothing_so_neither_is_what_depends_on_it() -> None:
    form = a_form(
        a_question("visa", QuestionKind.CHOICE),
        a_question("passport", condition=one_of("visa", "yes")),
        a_question("issued", condition=Condition(question="passport")),
    )
    answers = {"passport": ("E 12",), "issued": ("2026-01-01",)}
    assert codes(form, visa=("yes",), **answers) == ["visa", "passport", "issued"]
    assert codes(form, visa=("no",), **answers) == ["visa"]


def test_a_consent_that_wasnt_given_is_no_answer() -> None:
    form = a_form(
        a_question("photos", QuestionKind.CONSENT),
        a_question("where", condition=Condition(question="photos")),
    )
    assert codes(form, photos=("no",)) == ["photos"]
    assert codes(form, photos=("yes",)) == ["photos", "where"]


def test_no_is_an_answer_to_any_other_question() -> None:
    form = a_form(
        a_question("visa", QuestionKind.CHOICE),
        a_question("said", condition=Condition(question="visa")),
    )
    assert codes(form, visa=("no",)) == ["visa", "said"]


def test_a_question_may_be_for_all_but_the_host() -> None:
    but_host = Condition(question=COUNTRY, kind=ConditionKind.NONE_OF, values=("CN",))
    form = a_form(
        a_question("visa", condition=but_host),
        a_question("hosts", condition=one_of(COUNTRY, "CN")),
    )
    for country, shown in (("CN", ["hosts"]), ("KH", ["visa"]), ("", ["visa"])):
        who = replace(ROOM, country=country)
        assert [question.code for question in asked(form, who, {})] == shown
    assert list(out_of_turn(form)) == []
    unasked = {BuiltIn.COUNTRY: FieldFacts(asking=Asking.NOT_ASKED)}
    silent = replace(form, fields={**form.fields, **unasked})
    assert list(out_of_turn(silent)) == list(form.questions)


@pytest.mark.parametrize(
    ("nights", "is_met"),
    [("2", True), ("2.0", True), ("1 000", True), ("1.99", False), ("", False), ("many", False)],
)
def test_a_question_may_be_for_a_number_that_is_at_least_so_much(nights: str, is_met: bool) -> None:
    condition = Condition(question="nights", kind=ConditionKind.AT_LEAST, values=("2",))
    assert holds(condition, {"nights": (nights,)}) == is_met


@given(
    given=st.lists(st.sampled_from("abc"), max_size=3).map(tuple),
    values=st.lists(st.sampled_from("abc"), min_size=1).map(tuple),
    was_asked=st.booleans(),
)
def test_of_what_was_asked_the_answer_is_either_one_of_some_or_none_of_them(
    given: tuple[str, ...], values: tuple[str, ...], was_asked: bool
) -> None:
    answered = {"q": given} if was_asked else {}
    one, none = (
        holds(Condition(question="q", kind=kind, values=values), answered)
        for kind in (ConditionKind.ONE_OF, ConditionKind.NONE_OF)
    )
    assert (one, none) == ((not none, not one) if was_asked else (False, False))


def test_a_section_that_isnt_asked_takes_with_it_what_stands_in_it() -> None:
    form = a_form(
        a_question("before"),
        a_question("speakers", QuestionKind.SECTION, categories=(2,)),
        a_question("topic"),
        a_question("everyone", QuestionKind.SECTION),
        a_question("after"),
    )
    assert codes(form) == ["before", "everyone", "after"]


def test_a_condition_on_what_stands_later_is_out_of_turn() -> None:
    early = a_question("early", condition=Condition(question="late"))
    form = a_form(early, a_question("late"))
    assert list(out_of_turn(form)) == [early]
    assert codes(form, late=("said",)) == ["late"]


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (QuestionKind.TEXT, ["  two \n words "], ("two words",)),
        (QuestionKind.LONG_TEXT, [" two\r\nlines "], ("two\nlines",)),
        (QuestionKind.NUMBER, ["0012.50"], ("12.5",)),
        (QuestionKind.NUMBER, ["-0"], ("0",)),
        (QuestionKind.DATE, ["2026-11-28"], ("2026-11-28",)),
        (QuestionKind.CHOICE, ["b"], ("b",)),
        (QuestionKind.CHOICES, ["b", "a", "b"], ("a", "b")),
        (QuestionKind.CONSENT, [], ("no",)),
        (QuestionKind.CONSENT, ["yes"], ("yes",)),
        (QuestionKind.TEXT, ["\u200b"], ()),
        (QuestionKind.DATE, [""], ()),
    ],
)
def test_an_answer_is_kept_in_one_way(
    kind: QuestionKind, typed: list[str], kept: tuple[str, ...]
) -> None:
    assert cleaned(a_question("q", kind, options=OPTIONS), typed) == kept


OPTIONS = tuple(Option(code=code, label=Translated(en=code)) for code in "ab")


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        (QuestionKind.NUMBER, ["many"], "not_a_number"),
        (QuestionKind.NUMBER, ["1e999999"], "not_a_number"),
        (QuestionKind.NUMBER, ["1e-999999"], "not_a_number"),
        (QuestionKind.NUMBER, ["NaN"], "not_a_number"),
        (QuestionKind.DATE, ["2026-02-30"], "not_a_date"),
        (QuestionKind.DATE, ["0001-01-01"], "not_a_date"),
        (QuestionKind.CHOICE, ["c"], "not_a_choice"),
        (QuestionKind.CHOICE, ["a", "b"], "not_a_choice"),
        (QuestionKind.TEXT, ["x" * 301], "too_many_characters"),
    ],
)
def test_what_is_no_such_answer_is_refused(kind: QuestionKind, typed: list[str], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        cleaned(a_question("q", kind, options=OPTIONS), typed)
    assert refused.value.errors == {"answer_q": code}


@given(kind=st.sampled_from(QuestionKind), typed=st.lists(st.text(max_size=400), max_size=3))
def test_whatever_is_typed_is_refused_or_kept_as_it_would_be_again(
    kind: QuestionKind, typed: list[str]
) -> None:
    question = a_question("q", kind, options=OPTIONS)
    try:
        kept = cleaned(question, typed)
    except Invalid:
        return
    assert cleaned(question, kept) == kept


@given(
    conditions=st.lists(st.integers(0, 5), min_size=6, max_size=6),
    answers=st.lists(st.sampled_from(["", "a", "b"]), min_size=6, max_size=6),
)
def test_every_question_that_is_asked_has_what_it_depends_on_asked_and_answered(
    conditions: list[int], answers: list[str]
) -> None:
    questions = [
        a_question(f"q{n}", condition=one_of(f"q{other}", "a") if n else None)
        for n, other in enumerate(conditions)
    ]
    values = {f"q{n}": (text,) for n, text in enumerate(answers)}
    shown = asked(a_form(*questions), ROOM, values)
    known = [question.code for question in shown]
    for question in shown:
        if question.condition:
            assert question.condition.question in known
            assert values[question.condition.question] == ("a",)


@given(text=st.text(max_size=80), taken=st.sets(st.sampled_from(["a", "a_2", "question_1"])))
def test_a_code_is_new_short_and_plain(text: str, taken: set[str]) -> None:
    code = code_from(text, taken, otherwise="question_1")
    assert code not in taken
    assert len(code) <= 40
    assert code.isascii()
    assert code.replace("_", "").isalnum()
