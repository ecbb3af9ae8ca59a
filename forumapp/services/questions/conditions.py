"""Cleaning what an organiser says about when a question is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from forumapp.domain.answers import cleaned
from forumapp.domain.conditions import COUNTRY, Condition, ConditionKind
from forumapp.domain.errors import Invalid
from forumapp.domain.questions import YES, QuestionFacts, QuestionKind
from forumapp.i18n.countries import country_codes
from forumapp.services.events.checks import Checks
from forumapp.services.questions import rows

_OF_COUNTRY = (ConditionKind.ONE_OF, ConditionKind.NONE_OF)


def cleaned_condition(checks: Checks, others: Mapping[str, QuestionFacts]) -> dict[str, Any]:
    """The condition as the table keeps it, empty for none; `others` by code are what it may name.

    Refused as `condition`: `not_a_choice`, `nothing_chosen`, `not_a_number`.
    """
    given: Condition | None = checks.given.get("condition")
    if given is None or not given.question:
        return {}
    other = others.get(given.question)
    if given.kind not in _kinds(given.question, other):
        checks.refuse("condition", "not_a_choice")
        return {}
    if given.kind is ConditionKind.AT_LEAST and other:
        return _from_number(checks, given, other)
    if given.kind is ConditionKind.ANSWERED:
        return rows.plain_condition(Condition(question=given.question))
    if not given.values:
        checks.refuse("condition", "nothing_chosen")
    elif set(given.values) - set(_codes(other)):
        checks.refuse("condition", "not_a_choice")
    return rows.plain_condition(given)


def _kinds(named: str, other: QuestionFacts | None) -> tuple[ConditionKind, ...]:
    if named == COUNTRY:
        return _OF_COUNTRY
    return other.kind.conditions if other else ()


def _codes(other: QuestionFacts | None) -> Iterable[str]:
    """The codes that a condition may name; of a consent that it was given."""
    if other is None or other.kind is QuestionKind.COUNTRY:
        return country_codes()
    if other.kind is QuestionKind.CONSENT:
        return (YES,)
    return (option.code for option in other.options)


def _from_number(checks: Checks, given: Condition, other: QuestionFacts) -> dict[str, Any]:
    try:
        values = cleaned(other, given.values)
    except Invalid:
        values = ()
    if not values:
        checks.refuse("condition", "not_a_number")
    least = Condition(question=given.question, kind=given.kind, values=values)
    return rows.plain_condition(least)
