"""From what was typed and uploaded to the answers that may be kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from forumapp.domain.answers import Answers, Given, cleaned, lacks
from forumapp.domain.errors import Invalid
from forumapp.domain.questions import FormFacts, QuestionFacts, QuestionKind, Who, asked
from forumapp.i18n.countries import country_codes
from forumapp.services import contact

ByCode = Mapping[str, Given]
Typed = Mapping[str, tuple[str, ...]]


def answered(form: FormFacts, who: Who, typed: Typed, *, files: ByCode, strict: bool) -> Answers:
    """What a form answers: `typed` by code, `files` those uploaded now or kept from before.

    What isn't asked of these people is dropped. Where it isn't `strict`, nothing is required:
    somebody else fills it in. Raises Invalid by the fields of the questions: `required`, and as
    `cleaned` does, `not_an_email`, `not_a_phone`.
    """
    said = _read(form, typed, files, country=who.country)
    shown = asked(form, who, said.values)
    given = {
        question.code: _given(question, said.values, files)
        if question in shown
        else Given(question_id=question.id)
        for question in form.questions
        if question.kind is not QuestionKind.SECTION
    }
    said.check(shown, given if strict else {})
    photos = (given[q.code].file for q in shown if q.kind is QuestionKind.PHOTO)
    return Answers(edition=form.number, given=given, photo=next(filter(None, photos), ""))


@dataclass(slots=True)
class _Said:
    """The values of every question, cleaned where they can be, and what is wrong with the rest."""

    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    facts: dict[str, object] = field(default_factory=dict)

    def check(self, shown: Sequence[QuestionFacts], needed: ByCode) -> None:
        """Raise Invalid where a question that was asked is answered wrongly, or needed and open."""
        errors = {
            question.name: "required"
            for question in shown
            if question.code in needed and lacks(question, needed[question.code])
        }
        errors |= {q.name: self.errors[q.name] for q in shown if q.name in self.errors}
        if errors:
            raise Invalid(errors, self.facts)


def _read(form: FormFacts, typed: Typed, files: ByCode, *, country: str) -> _Said:
    said = _Said()
    for question in form.questions:
        try:
            said.values[question.code] = _values(question, typed, files, country=country)
        except Invalid as refusal:
            said.values[question.code] = typed.get(question.code, ())
            said.errors |= refusal.errors
            said.facts |= refusal.facts
    return said


def _values(
    question: QuestionFacts, typed: Typed, files: ByCode, *, country: str
) -> tuple[str, ...]:
    """The cleaned values; of a file its key, for the conditions that speak of it.

    A telephone number without its country's code is one of the `country` that they come for.
    """
    if question.kind.is_file:
        kept = files.get(question.code)
        return (kept.file,) if kept else ()
    values = cleaned(question, typed.get(question.code, ()))
    check = _CHECKED.get(question.kind)
    return (check(question, values[0], country),) if check and values else values


def _given(question: QuestionFacts, values: Typed, files: ByCode) -> Given:
    if question.kind.is_file:
        kept = files.get(question.code, Given(question_id=question.id))
        return replace(kept, question_id=question.id)
    return Given(question_id=question.id, values=values[question.code])


def _country(question: QuestionFacts, text: str, _home: str) -> str:
    if text not in country_codes():
        raise Invalid({question.name: "not_a_choice"})
    return text


def _phone(question: QuestionFacts, text: str, home: str) -> str:
    found = contact.phone_number(text, home)
    if found is None:
        raise Invalid({question.name: "not_a_phone"})
    return found


def _email(question: QuestionFacts, text: str, _home: str) -> str:
    found = contact.email_address(text)
    if found is None:
        raise Invalid({question.name: "not_an_email"})
    return found


_CHECKED: Mapping[QuestionKind, Callable[[QuestionFacts, str, str], str]] = {
    QuestionKind.COUNTRY: _country,
    QuestionKind.PHONE: _phone,
    QuestionKind.EMAIL: _email,
}
