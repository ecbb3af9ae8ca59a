"""When a question is asked: what another one, or the country, must have been answered with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

COUNTRY = "@country"  # in the place of a question: the built-in field; no code has an @

Values = Mapping[str, tuple[str, ...]]


class ConditionKind(StrEnum):
    """What a condition asks of an answer."""

    ONE_OF = "one_of"
    NONE_OF = "none_of"
    AT_LEAST = "at_least"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A question, or COUNTRY, and what its answer must be: codes, or the least number.

    What wasn't answered is none of any codes; what wasn't even asked meets no condition.
    """

    question: str
    kind: ConditionKind = ConditionKind.ANSWERED
    values: tuple[str, ...] = ()


def holds(condition: Condition, answered: Values) -> bool:
    """Whether it is met by the values of all that was asked, empty where there is no answer."""
    if condition.question not in answered:
        return False
    given = tuple(value for value in answered[condition.question] if value)
    return _HOLDS[condition.kind](given, condition.values)


def number(text: str) -> Decimal | None:
    """A finite number as people type it, with spaces between thousands; None for anything else."""
    try:
        found = Decimal("".join(text.split()))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _is_answered(given: tuple[str, ...], _values: tuple[str, ...]) -> bool:
    return bool(given)


def _is_one_of(given: tuple[str, ...], values: tuple[str, ...]) -> bool:
    return not set(given).isdisjoint(values)


def _is_none_of(given: tuple[str, ...], values: tuple[str, ...]) -> bool:
    return set(given).isdisjoint(values)


def _is_at_least(given: tuple[str, ...], values: tuple[str, ...]) -> bool:
    least = number("".join(values[:1]))
    found = (number(value) for value in given)
    return least is not None and any(one is not None and one >= least for one in found)


_HOLDS: Mapping[ConditionKind, Callable[[tuple[str, ...], tuple[str, ...]], bool]] = {
    ConditionKind.ANSWERED: _is_answered,
    ConditionKind.ONE_OF: _is_one_of,
    ConditionKind.NONE_OF: _is_none_of,
    ConditionKind.AT_LEAST: _is_at_least,
}
