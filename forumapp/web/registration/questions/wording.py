"""Of whom a question is asked, and when, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from flask_babel import gettext as _

from forumapp.domain.conditions import COUNTRY, Condition, ConditionKind
from forumapp.domain.questions import BuiltIn, FormFacts, QuestionFacts, QuestionKind
from forumapp.http.locale import locale
from forumapp.i18n.answers import value_words
from forumapp.i18n.countries import country_name
from forumapp.i18n.words import label
from forumapp.services.registration import CategoryRow, Offer, PartOffer


class Audience(NamedTuple):
    """What words need: the form that has the other questions, the event's categories and parts."""

    form: FormFacts
    offer: Offer

    def of(self, question: QuestionFacts) -> str:
        """Such as: Speaker, in the room; if “Do you need a visa?” is “Yes”. Nothing for all."""
        language = locale()
        who = [
            _named(self.offer.categories, question.categories),
            _named(self.offer.parts, question.parts),
            _joined(label(mode, language) for mode in question.modes),
        ]
        when = condition_words(question.condition, self.form)
        return "; ".join(filter(None, (", ".join(filter(None, who)), when)))


def condition_words(condition: Condition | None, form: FormFacts) -> str:
    """When a question is asked, such as: if “Nights” is at least 2. Nothing for always."""
    found = _subject(condition, form) if condition else None
    if condition is None or found is None:
        return ""
    name, words = found
    if _is_consent(condition, form):
        if condition.kind is ConditionKind.NONE_OF:
            return str(_("if “%(question)s” is not agreed to", question=name))
        return str(_("if “%(question)s” is agreed to", question=name))
    facts = {"question": name, "answers": _joined(words(value) for value in condition.values)}
    return str(
        {
            ConditionKind.ANSWERED: _("if “%(question)s” is answered", question=name),
            ConditionKind.ONE_OF: _("if “%(question)s” is %(answers)s", **facts),
            ConditionKind.NONE_OF: _("if “%(question)s” is not %(answers)s", **facts),
            ConditionKind.AT_LEAST: _("if “%(question)s” is at least %(answers)s", **facts),
        }[condition.kind]
    )


def _is_consent(condition: Condition, form: FormFacts) -> bool:
    kinds = (q.kind for q in form.questions if q.code == condition.question)
    return QuestionKind.CONSENT in kinds


def _subject(condition: Condition, form: FormFacts) -> tuple[str, Callable[[str], str]] | None:
    """What a condition speaks of, and how its values are said; None where it isn't there."""
    language = locale()
    if condition.question == COUNTRY:
        return label(BuiltIn.COUNTRY, language), lambda code: country_name(code, language)
    other = next((q for q in form.questions if q.code == condition.question), None)
    if other is None:
        return None
    return other.label.pick(language), lambda value: value_words(other, value, language)


def _named(rows: Iterable[CategoryRow | PartOffer], numbers: tuple[int, ...]) -> str:
    """The names of those meant; of some that there aren't any more, that it is nobody."""
    names = _joined(row.name.pick(locale()) for row in rows if row.id in numbers)
    return names if names or not numbers else str(_("nobody any more"))


def _joined(words: Iterable[str]) -> str:
    return str(_(" or ")).join(words)


def logged_words(question: QuestionFacts, logged: Any) -> str:
    """An answer as the audit log has it: values, or the name of a file."""
    if isinstance(logged, list):
        return "; ".join(value_words(question, value, locale()) for value in logged)
    return str(logged or "")
