"""What a question can be asked depending on, as the form of a question offers it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from forumapp.domain.conditions import COUNTRY, Condition, ConditionKind
from forumapp.domain.questions import YES, BuiltIn, QuestionFacts, QuestionKind
from forumapp.http.locale import locale
from forumapp.i18n.answers import value_words
from forumapp.i18n.words import label

CODES, COUNTRIES, NUMBER = "codes", "countries", "number"  # where the answers are chosen


class Subject(NamedTuple):
    """A question, or the country: what conditions may ask of it, and where its answers stand."""

    code: str
    name: str
    kinds: tuple[ConditionKind, ...]
    takes: str = ""
    options: tuple[tuple[str, str], ...] = ()

    def condition(
        self, *, being: ConditionKind, answers: Sequence[str], countries: Sequence[str], least: str
    ) -> Condition:
        """The condition that the form's fields describe."""
        mine = tuple(one.partition(":")[2] for one in answers if one.startswith(f"{self.code}:"))
        values = {CODES: mine, COUNTRIES: tuple(countries), NUMBER: (least,)}.get(self.takes, ())
        return Condition(question=self.code, kind=being, values=values)


def subjects(others: Sequence[QuestionFacts]) -> tuple[Subject, ...]:
    """The country represented, then the questions that take an answer."""
    country = label(BuiltIn.COUNTRY, locale())
    of_country = (ConditionKind.ONE_OF, ConditionKind.NONE_OF)
    own = (_subject(one) for one in others if one.kind.conditions)
    return (Subject(COUNTRY, country, of_country, COUNTRIES), *own)


def filled(condition: Condition | None, known: Sequence[Subject]) -> dict[str, Any]:
    """What the fields start with over a condition."""
    subject = next((one for one in known if condition and one.code == condition.question), None)
    if condition is None or subject is None:
        return {}
    values = condition.values
    return {
        "condition": condition.question,
        "being": condition.kind,
        "answers": [f"{subject.code}:{one}" for one in values] if subject.takes == CODES else [],
        "countries": list(values) if subject.takes == COUNTRIES else [],
        "least": "".join(values) if subject.takes == NUMBER else "",
    }


def _subject(question: QuestionFacts) -> Subject:
    takes = CODES
    if not question.kind.is_chosen:
        takes = NUMBER if question.kind is QuestionKind.NUMBER else ""
    elif question.kind is QuestionKind.COUNTRY:
        takes = COUNTRIES
    name = question.label.pick(locale())
    options = tuple((code, f"{name}: {words}") for code, words in _options(question))
    return Subject(question.code, name, question.kind.conditions, takes, options)


def _options(question: QuestionFacts) -> Iterator[tuple[str, str]]:
    codes = [option.code for option in question.offered]
    if question.kind is QuestionKind.CONSENT:
        codes = [YES]
    for code in codes:
        yield code, value_words(question, code, locale())
