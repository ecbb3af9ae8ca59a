"""A form that asks an event's own questions beside its fields."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from wtforms.validators import DataRequired

from forumapp.domain.answers import Answers, Given
from forumapp.domain.conditions import COUNTRY, Values, holds
from forumapp.domain.errors import Invalid
from forumapp.domain.questions import (
    Asking,
    FieldFacts,
    FormFacts,
    QuestionFacts,
    QuestionKind,
    Who,
    asked,
    concerns,
    said,
)
from forumapp.http.forms import REQUIRED, Form
from forumapp.http.locale import locale
from forumapp.services import questions
from forumapp.services.registration import Offer
from forumapp.web.registration.questions import uploads
from forumapp.web.registration.questions.fields import kept_words, sentences, typed
from forumapp.web.registration.questions.wording import Audience

NO_COUNTRY = "none"  # what the field for the country says of who comes for none


class Section(NamedTuple):
    """A heading, None before the first, and the questions under it with their fields.

    The field is None where the answer is kept and not for the eyes of who fills in the form.
    """

    heading: QuestionFacts | None
    asked: tuple[tuple[QuestionFacts, Any], ...]


class AskingForm(Form):
    """A form of one person, with the fields of the questions that `asks` has.

    `about` says of whom it asks where the form itself doesn't, `kept` what was answered before. One
    that isn't `strict` is filled in by somebody else, who may leave anything open.
    """

    strict = True
    reads_confidential = True  # what is confidential and answered; else it stays as it is
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
        self.refused_files: dict[str, str] = {}
        super().__init__(**given)
        self.hidden = {} if self.reads_confidential else self._confidential()
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
        country = own["country"].data if "country" in own else self.about.country
        return Who(
            category_id=category or self.about.category_id,
            parts=self.about.parts if parts is None else parts,
            country="" if country == NO_COUNTRY else country or "",
        )

    def answers(self) -> Answers | None:
        """The answers as they may be kept, None where nothing is asked.

        Raises Invalid with all that is wrong, of texts and of files.
        """
        if not self.asks.questions:
            return None
        refused, files = Invalid({}), self._files()
        try:
            found = questions.answered(
                self.asks, self.who(), self._typed(), files=files, strict=self.strict
            )
        except Invalid as refusal:
            refused = refusal
        if refused.errors or self.refused_files:
            errors = {**refused.errors, **self.refused_files}
            raise Invalid(errors, refused.facts)
        return found

    def sections(self) -> Iterator[Section]:
        """The questions that may be asked here, under their headings."""
        heading: QuestionFacts | None = None
        under: list[tuple[QuestionFacts, Any]] = []
        for question in self._seen():
            if question.kind is not QuestionKind.SECTION:
                under.append((question, self._fields.get(question.name)))
                continue
            if under:
                yield Section(heading, tuple(under))
            heading, under = question, []
        if under:
            yield Section(heading, tuple(under))

    def _seen(self) -> Iterable[QuestionFacts]:
        if self.only_asked:
            return asked(self.asks, self.who(), self._typed())
        return filter(self._may_concern, self.asks.questions)

    def _may_concern(self, question: QuestionFacts) -> bool:
        """Whether it may be asked, as far as the form itself doesn't ask of whom."""
        open_, condition = set(self._fields), question.condition
        known = self._settled()
        if condition and condition.question in known and not holds(condition, known):
            return False
        settled = replace(
            question,
            categories=() if "category" in open_ else question.categories,
            parts=() if "parts" in open_ else question.parts,
            modes=() if "parts" in open_ else question.modes,
        )
        return concerns(settled, self.about)

    def _settled(self) -> Values:
        """What conditions go by and the page doesn't show."""
        country = {} if "country" in self else {COUNTRY: (self.about.country,)}
        return country | {
            question.code: said(question, given.values or (given.file,))
            for question in self.asks.questions
            if (given := self.hidden.get(question.code))
        }

    def rules(self, question: QuestionFacts) -> str:
        """When a question is asked, for the page's script."""
        condition = question.condition
        if condition is None or condition.question in self._settled():
            rule: dict[str, object] = {"question": ""}
        else:
            own = f"answer_{condition.question}"
            name = "country" if condition.question == COUNTRY else own
            rule = {"question": name, "being": condition.kind, "values": condition.values}
        return json.dumps(
            {
                **rule,
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

    def _typed(self) -> dict[str, tuple[str, ...]]:
        """What the fields hold, by the codes of their questions; what is hidden stays."""
        fields = {
            question.code: typed(question, self[question.name].data)
            for question in self.asks.questions
            if question.name in self and not question.kind.is_file
        }
        return fields | {code: given.values for code, given in self.hidden.items()}

    def _confidential(self) -> dict[str, Given]:
        """The answers not to be read here; their fields go. A sealed file tells nothing."""
        found = {
            question.code: self.kept[question.code]
            for question in self.asks.questions
            if question.confidential and not question.kind.is_sealed and question.code in self.kept
        }
        for code in found:
            del self[f"answer_{code}"]
        return found

    def _files(self) -> dict[str, Given]:
        """The files that were sent now, else those kept before."""
        found = {code: given for code, given in self.hidden.items() if given.file}
        for question in self.asks.questions:
            if not question.kind.is_file or question.code in self.hidden:
                continue
            try:
                given = uploads.sent(question, self[question.name].data)
            except Invalid as refusal:
                self.refused_files |= refusal.errors
                continue
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
