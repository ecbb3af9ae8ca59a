"""Of whom a question is asked, and when, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from flask_babel import gettext as _

from forumapp.domain.questions import FormFacts, QuestionFacts
from forumapp.http.locale import locale
from forumapp.i18n.answers import value_words
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
        return "; ".join(filter(None, (", ".join(filter(None, who)), self._when(question))))

    def _when(self, question: QuestionFacts) -> str:
        if question.condition is None:
            return ""
        found = (q for q in self.form.questions if q.code == question.condition.question)
        other = next(found, None)
        if other is None:
            return ""
        name = other.label.pick(locale())
        if not question.condition.values:
            return str(_("if “%(question)s” is answered", question=name))
        values = _joined(value_words(other, value, locale()) for value in question.condition.values)
        return str(_("if “%(question)s” is %(answers)s", question=name, answers=values))


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
