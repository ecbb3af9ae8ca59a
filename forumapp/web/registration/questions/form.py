"""A form that asks an event's own questions beside its fields."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from wtforms.validators import DataRequired

from forumapp.domain.answers import Answers, Given
from forumapp.domain.questions import (
    Asking,
    FieldFacts,
    FormFacts,
    QuestionFacts,
    QuestionKind,
    Who,
    asked,
    concerns,
)
from forumapp.http.forms import REQUIRED, Form
from forumapp.http.locale import locale
from forumapp.services import questions
from forumapp.services.registration import Offer
from forumapp.web.registration.questions import uploads
from forumapp.web.registration.questions.fields import kept_words, sentences, typed
from forumapp.web.registration.questions.wording import Audience


class Section(NamedTuple):
    """A heading, None before the first, and the questions under it with their fields."""

    heading: QuestionFacts | None
    asked: tuple[tuple[QuestionFacts, Any], ...]


class AskingForm(Form):
    """A form of one person, with the fields of the questions that `asks` has.

    `about` says of whom it asks where the form itself doesn't, `kept` what was answered before. One
    that isn't `strict` is filled in by somebody else, who may leave anything open.
    """

    strict = True
    offered: Offer | None = None
    only_asked = False  # of the people and after the answers that the form has now

    def __init__(
        self,
        *,
        asks: FormFacts | None = None,
        about: Who | None = None,
        kept: Mapping[str, Given] | None = None,
        **given: Any,
    ) -> None:
        self.asks, self.kept = asks or FormFacts(), kept or {}
        self.about = about or Who(category_id=0)
        self.uploaded: dict[str, Given] = {}
        super().__init__(**given)
        for built_in, facts in self.asks.fields.items():
            if built_in.value in self:
                _said(self[built_in.value], facts, strict=self.strict)
        for question in self.asks.questions:
            if question.required and self.strict and question.name in self:
                self[question.name].flags.required = True

    def who(self) -> Who:
        """Of whom the form asks: as it says itself, else as it was made for."""
        own = self._fields
        category = own["category"].data if "category" in own else None
        parts = own["parts"].data if "parts" in own else None
        return Who(
            category_id=category or self.about.category_id,
            parts=self.about.parts if parts is None else parts,
        )

    def answers(self) -> Answers | None:
        """The answers as they may be kept, None where nothing is asked; Invalid."""
        if not self.asks.questions:
            return None
        given = {q.code: typed(q, self[q.name].data) for q in self._answerable()}
        return questions.answered(
            self.asks, self.who(), given, files=self._files(), strict=self.strict
        )

    def sections(self) -> Iterator[Section]:
        """The questions that may be asked here, under their headings."""
        heading: QuestionFacts | None = None
        under: list[tuple[QuestionFacts, Any]] = []
        for question in self._seen():
            if question.kind is not QuestionKind.SECTION:
                under.append((question, self[question.name]))
                continue
            if under:
                yield Section(heading, tuple(under))
            heading, under = question, []
        if under:
            yield Section(heading, tuple(under))

    def _seen(self) -> Iterable[QuestionFacts]:
        if self.only_asked:
            given = {q.code: typed(q, self[q.name].data) for q in self._answerable()}
            return asked(self.asks, self.who(), given)
        return filter(self._may_concern, self.asks.questions)

    def _may_concern(self, question: QuestionFacts) -> bool:
        """Whether it may be asked, as far as the form itself doesn't ask of whom."""
        open_ = set(self._fields)
        settled = replace(
            question,
            categories=() if "category" in open_ else question.categories,
            parts=() if "parts" in open_ else question.parts,
            modes=() if "parts" in open_ else question.modes,
        )
        return concerns(settled, self.about)

    def rules(self, question: QuestionFacts) -> str:
        """When a question is asked, for the page's script."""
        condition = question.condition
        return json.dumps(
            {
                "question": f"answer_{condition.question}" if condition else "",
                "values": condition.values if condition else (),
                "categories": question.categories if "category" in self else (),
                "parts": question.parts if "parts" in self else (),
                "modes": question.modes if "parts" in self else (),
            }
        )

    def when(self, question: QuestionFacts) -> str:
        """The same in words, for who has no script; nothing where it is asked of all."""
        return Audience(self.asks, self.offered).of(question) if self.offered else ""

    def ticket(self, question: QuestionFacts) -> str:
        """What stands in a form that comes back for a file that came with it."""
        given = self.uploaded.get(question.code)
        return uploads.ticket(given) if given else ""

    @property
    def has_files(self) -> bool:
        """Whether it must be sent as one that has files in it."""
        return any(question.kind.is_file for question in self.asks.questions)

    def _answerable(self) -> Iterator[QuestionFacts]:
        for question in self.asks.questions:
            if question.kind is not QuestionKind.SECTION and not question.kind.is_file:
                yield question

    def _files(self) -> dict[str, Given]:
        """The files that were sent now, else those kept before."""
        found = {}
        for question in self.asks.questions:
            if not question.kind.is_file:
                continue
            given = uploads.sent(question, self[question.name].data)
            if given is not None:
                self.uploaded[question.code] = given
            elif question.code in self.kept and not uploads.is_removed(question):
                given = self.kept[question.code]
            if given is not None:
                found[question.code] = given
        return found


def _said(field: Any, facts: FieldFacts, *, strict: bool) -> None:
    """Say of a built-in field what it is for and how long it is kept, and whether it must be."""
    purpose = facts.purpose.pick(locale())
    field.description = sentences(
        str(field.description or ""), purpose, *kept_words(facts.retention_days)
    )
    demand(field, wanted=strict and facts.asking is Asking.REQUIRED)


def demand(field: Any, *, wanted: bool) -> None:
    """Have a field need to be filled in, or not."""
    rules = [rule for rule in field.validators if getattr(rule, "message", None) is not REQUIRED]
    field.validators = [DataRequired(REQUIRED), *rules] if wanted else rules
    field.flags.required = wanted
