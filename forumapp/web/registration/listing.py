"""The filters of the list of registrations, in its address and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from forumapp.domain.delegations import DelegationFacts
from forumapp.domain.events import Mode
from forumapp.domain.questions import NO, YES, QuestionFacts, QuestionKind
from forumapp.domain.registration import Origin, Reach, RegistrationStatus, SeatStatus
from forumapp.http.locale import locale
from forumapp.i18n.answers import value_words
from forumapp.i18n.countries import choices as every_country
from forumapp.i18n.countries import country_name, in_order
from forumapp.i18n.words import label
from forumapp.services import questions
from forumapp.services.questions import Lines
from forumapp.services.registration import ANSWER, Filters, Offer, Sort, read_filters

NAMES = (
    "q",
    "status",
    "part",
    "mode",
    "seat",
    "category",
    "delegation",
    "country",
    "origin",
    "reach",
    "sort",
)


def is_filter(name: str) -> bool:
    """Whether a piece of an address narrows or orders the list."""
    return name in NAMES or name.startswith(ANSWER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A select of the filter bar: (value, words) pairs, and the one in force."""

    name: str
    label: str
    every: str
    options: tuple[tuple[str, str], ...]
    value: str


def asked() -> Filters:
    """The filters in the request's address; what can't be read asks for nothing."""
    return read_filters(request.args)


def kept(**changes: Any) -> dict[str, Any]:
    """The filters in force as pieces of an address, some of them changed."""
    names = (*NAMES, *(name for name in request.args if name.startswith(ANSWER)))
    present = {name: request.args.get(name) for name in names}
    merged: Mapping[str, Any] = {**present, **changes}
    return {name: value for name, value in merged.items() if value not in (None, "")}


def address(slug: str, **changes: Any) -> str:
    """The list's own address with its filters, some of them changed; an empty one is left out."""
    return url_for("registration.participants", slug=slug, **kept(**changes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The filter bar: what is asked often, what stands behind a word, and what was answered."""

    often: tuple[Choice, ...]
    seldom: tuple[Choice, ...]
    answers: tuple[Choice, ...]

    @property
    def are_used(self) -> bool:
        """Whether any of those that stand behind a word is in force."""
        return any(choice.value for choice in self.seldom if choice.every)

    @property
    def are_of_answers(self) -> bool:
        """Whether any of those that go by what was answered is in force."""
        return any(choice.value for choice in self.answers)


def choices(
    filters: Filters,
    offer: Offer,
    countries: tuple[str, ...],
    asked: tuple[QuestionFacts, ...],
    said: Lines,
) -> Choices:
    """The selects of the filter bar; one that has nothing to choose between is left out.

    `said` are lines that were answered, by the codes of their questions.
    """
    language = locale()
    parts = [(part.id, part.name.pick(language)) for part in offer.parts]
    categories = [(row.id, row.name.pick(language)) for row in offer.categories]
    delegations = [(0, _("None")), *((d.id, delegation_name(d)) for d in offer.delegations)]
    names = in_order(countries, language)
    often = (
        _codes("status", _("Status"), _("Every status"), RegistrationStatus, filters.status),
        _choice("part", _("Part"), _("Every part"), parts, filters.part_id),
        _codes("seat", _("Seat"), _("Every seat"), SeatStatus, filters.seat),
    )
    seldom = (
        _codes("mode", _("How"), _("Either way"), Mode, filters.mode),
        _choice("category", _("Category"), _("Every category"), categories, filters.category_id),
        _choice(
            "delegation", _("Delegation"), _("Every delegation"), delegations, filters.delegation_id
        ),
        _choice("country", _("Country"), _("Every country"), names, filters.country),
        _codes("origin", _("Came about"), _("In any way"), Origin, filters.origin),
        _codes("reach", _("Mails"), _("Whether they arrive or not"), Reach, filters.reach),
        _choice("sort", _("Order"), "", _orders(), filters.sort.value),
    )
    given = dict(filters.answers)
    answers = tuple(
        _answer(question, given.get(question.code), said.get(question.code, ()))
        for question in asked
    )
    return Choices(often=_useful(often), seldom=_useful(seldom), answers=answers)


def _answer(question: QuestionFacts, value: str | None, said: Sequence[str]) -> Choice:
    """Go by what was answered to a question, or by whether anything was."""
    pairs = [
        (questions.ANY, _("Answered")),
        (questions.NONE, _("Not answered")),
        *((option.code, option.label.pick(locale())) for option in question.options),
        *(((YES, _("Yes")), (NO, _("No"))) if question.kind is QuestionKind.CONSENT else ()),
        *(every_country(locale()) if question.kind is QuestionKind.COUNTRY else ()),
        *((line, value_words(question, line, locale())) for line in said),
    ]
    return _choice(
        f"{ANSWER}{question.code}", question.label.pick(locale()), _("Whatever it is"), pairs, value
    )


def _orders() -> tuple[tuple[str, str], ...]:
    return (
        (Sort.NEWEST.value, _("Newest first")),
        (Sort.OLDEST.value, _("Oldest first")),
        (Sort.NAME.value, _("By name")),
        (Sort.COUNTRY.value, _("By country")),
    )


def _useful(found: tuple[Choice, ...]) -> tuple[Choice, ...]:
    return tuple(choice for choice in found if len(choice.options) > 1 or choice.value)


def delegation_name(facts: DelegationFacts) -> str:
    if facts.country:
        return country_name(facts.country, locale())
    return facts.name.pick(locale())


def _codes(name: str, words: str, every: str, codes: type[Enum], value: Any) -> Choice:
    pairs = [(code.value, label(code, locale())) for code in codes]
    return _choice(name, words, every, pairs, value.value if value else None)


def _choice(name: str, words: str, every: str, pairs: Any, value: Any) -> Choice:
    return Choice(
        name=name,
        label=words,
        every=every,
        options=tuple((str(key), text) for key, text in pairs),
        value="" if value is None else str(value),
    )
