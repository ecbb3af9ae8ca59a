"""Answers as people read them, in any language of the interface."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from forumapp.domain.answers import Given
from forumapp.domain.questions import YES, QuestionFacts, QuestionKind
from forumapp.i18n.catalogue import gettext
from forumapp.i18n.catalogue import message as _
from forumapp.i18n.countries import country_codes, country_name

_YES, _NO = _("Yes"), _("No")


def answer_words(question: QuestionFacts, given: Given, locale: str) -> str:
    """The whole answer; of a file its name."""
    return given.name or "; ".join(value_words(question, value, locale) for value in given.values)


def value_words(question: QuestionFacts, value: str, locale: str) -> str:
    """One value of it."""
    if question.kind.has_options:
        return question.option(value).pick(locale)
    if question.kind is QuestionKind.CONSENT:
        return gettext(_YES if value == YES else _NO, locale)
    if question.kind is QuestionKind.COUNTRY and value in country_codes():
        return country_name(value, locale)
    if question.kind is QuestionKind.DATE:
        dating = "en_GB" if locale == "en" else locale
        return str(format_date(date.fromisoformat(value), "long", locale=dating))
    return value
