"""Answers to the organiser's own questions: what may be kept of what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from forumapp.domain.conditions import number
from forumapp.domain.errors import Invalid
from forumapp.domain.questions import (
    NO,
    YES,
    FormFacts,
    QuestionFacts,
    QuestionKind,
    Who,
    asked,
)
from forumapp.domain.text import many_lines, one_line

LONGEST_ANSWER, LONGEST_TEXT = 300, 4000  # characters of a line and of a long text
DIGITS = 15
YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer: its values, or its file (`file` is a key of the file store, `name` as uploaded).

    One value, save for several choices: text, ISO 8601 date, number, code, `yes` or `no`.
    """

    question_id: int
    values: tuple[str, ...] = ()
    file: str = ""
    media_type: str = ""
    name: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.values or self.file)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a form answers to every question of an edition, by its code.

    What was left open, or wasn't asked, is empty: nothing is kept of it. `photo` is the key of a
    picture that is to be the person's photo.
    """

    edition: int
    given: Mapping[str, Given]
    photo: str = ""


def cleaned(question: QuestionFacts, typed: Sequence[str]) -> tuple[str, ...]:
    """The values that may be kept; empty for no answer. Whether one is required is asked elsewhere.

    Raises Invalid for the question's field: `too_many_characters`, `not_a_number`, `not_a_date`,
    `not_a_choice`.
    """
    given = tuple(text for text in typed if one_line(text))
    if question.kind is QuestionKind.CONSENT:
        return (YES,) if given and given[0] != NO else (NO,)
    return _CLEANED[question.kind](question, given) if given else ()


def lacks(question: QuestionFacts, given: Given) -> bool:
    """Whether the question must be answered and isn't; a consent must be given."""
    unsaid = given.is_empty or (question.kind is QuestionKind.CONSENT and given.values == (NO,))
    return question.required and question.kind is not QuestionKind.SECTION and unsaid


def open_questions(
    form: FormFacts, who: Who, given: Mapping[str, Given]
) -> tuple[QuestionFacts, ...]:
    """The questions that these people must answer and haven't yet."""
    shown = asked(form, who, {code: one.values or (one.file,) for code, one in given.items()})
    return tuple(
        question
        for question in shown
        if lacks(question, given.get(question.code, Given(question_id=question.id)))
    )


def _refusal(question: QuestionFacts, code: str, **facts: object) -> Invalid:
    return Invalid({question.name: code}, {question.name: facts})


def _text(question: QuestionFacts, given: tuple[str, ...]) -> tuple[str, ...]:
    long = question.kind is QuestionKind.LONG_TEXT
    text = many_lines(given[0]) if long else one_line(given[0])
    longest = LONGEST_TEXT if long else LONGEST_ANSWER
    if len(text) > longest:
        raise _refusal(question, "too_many_characters", longest=longest)
    return (text,)


def _number(question: QuestionFacts, given: tuple[str, ...]) -> tuple[str, ...]:
    """As a plain decimal, with as few digits as say it."""
    found = number(one_line(given[0]))
    if found is None or abs(found) >= 10**DIGITS or _decimals(found) > DIGITS:
        raise _refusal(question, "not_a_number")
    return (format(found.normalize() + 0, "f"),)


def _decimals(found: Decimal) -> int:
    return -int(found.as_tuple().exponent)


def _date(question: QuestionFacts, given: tuple[str, ...]) -> tuple[str, ...]:
    try:
        day = date.fromisoformat(one_line(given[0]))
    except ValueError:
        raise _refusal(question, "not_a_date") from None
    if day.year not in YEARS:
        raise _refusal(question, "not_a_date")
    return (day.isoformat(),)


def _chosen(question: QuestionFacts, given: tuple[str, ...]) -> tuple[str, ...]:
    """The codes in the order of the options; who has a retired one may keep it."""
    known = [option.code for option in question.options]
    if set(given) - set(known) or (question.kind is QuestionKind.CHOICE and len(given) > 1):
        raise _refusal(question, "not_a_choice")
    return tuple(code for code in known if code in given)


def _nothing(_question: QuestionFacts, _given: tuple[str, ...]) -> tuple[str, ...]:
    return ()


_Clean = Callable[[QuestionFacts, tuple[str, ...]], tuple[str, ...]]
_CLEANED: Mapping[QuestionKind, _Clean] = {
    QuestionKind.SECTION: _nothing,
    QuestionKind.TEXT: _text,
    QuestionKind.LONG_TEXT: _text,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _date,
    QuestionKind.CHOICE: _chosen,
    QuestionKind.CHOICES: _chosen,
    QuestionKind.COUNTRY: _text,
    QuestionKind.ORGANISATION: _text,
    QuestionKind.PHONE: _text,
    QuestionKind.EMAIL: _text,
    QuestionKind.FILE: _nothing,
    QuestionKind.PHOTO: _nothing,
    QuestionKind.IDENTITY_DOCUMENT: _nothing,
}
