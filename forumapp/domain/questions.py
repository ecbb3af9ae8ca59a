"""The organiser's own questions beside the built-in fields: what is asked, of whom, and when."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from forumapp.domain.conditions import COUNTRY, Condition, ConditionKind, Values, holds
from forumapp.domain.events import Mode
from forumapp.domain.text import Translated

LONGEST_CODE = 40
MOST_OPTIONS, MOST_QUESTIONS = 60, 100
MOST_DAYS = 3660  # after the event's last day
ANSWER = "answer:"  # before a code, in braces
YES, NO = "yes", "no"  # a consent, given or not


class QuestionKind(StrEnum):
    """What kind of answer a question takes; a section is a heading and takes none."""

    SECTION = "section"
    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    COUNTRY = "country"
    ORGANISATION = "organisation"
    PHONE = "phone"
    EMAIL = "email"
    FILE = "file"
    PHOTO = "photo"
    IDENTITY_DOCUMENT = "identity_document"
    CONSENT = "consent"

    @property
    def has_options(self) -> bool:
        return self in (QuestionKind.CHOICE, QuestionKind.CHOICES)

    @property
    def is_file(self) -> bool:
        return self in (QuestionKind.FILE, QuestionKind.PHOTO, QuestionKind.IDENTITY_DOCUMENT)

    @property
    def is_sealed(self) -> bool:
        """Whether its file is kept encrypted, is always confidential, and leaves by no export."""
        return self is QuestionKind.IDENTITY_DOCUMENT

    @property
    def is_line(self) -> bool:
        """Whether many may give the same short answer, such as a flight, a day, or a number."""
        written = (QuestionKind.TEXT, QuestionKind.NUMBER, QuestionKind.DATE)
        return self in (*written, QuestionKind.ORGANISATION)

    @property
    def conditions(self) -> tuple[ConditionKind, ...]:
        """What the conditions of others may ask of its answers; a heading has none."""
        if self is QuestionKind.SECTION:
            return ()
        if self.is_chosen:
            return (ConditionKind.ONE_OF, ConditionKind.NONE_OF, ConditionKind.ANSWERED)
        if self is QuestionKind.NUMBER:
            return (ConditionKind.AT_LEAST, ConditionKind.ANSWERED)
        return (ConditionKind.ANSWERED,)

    @property
    def is_chosen(self) -> bool:
        """Whether its answers are codes, so that conditions can name them."""
        return self.has_options or self in (QuestionKind.COUNTRY, QuestionKind.CONSENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of the answers to choose from; its code stays when its label changes.

    One that is retired is offered no more, and names the answers that were given.
    """

    code: str
    label: Translated
    retired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFacts:
    """A question. It is asked of these categories, parts and modes; an empty list means of all.

    What is answered is kept `retention_days` after the event's last day, None as long as the
    event's records; `confidential` answers are read only by who decides registrations.
    """

    id: int
    code: str
    kind: QuestionKind
    label: Translated
    help: Translated = Translated()
    purpose: Translated = Translated()
    options: tuple[Option, ...] = ()
    required: bool = False
    retention_days: int | None = None
    condition: Condition | None = None
    categories: tuple[int, ...] = ()
    parts: tuple[int, ...] = ()
    modes: tuple[Mode, ...] = ()
    confidential: bool = False

    @property
    def name(self) -> str:
        """What its field is called in forms and refusals."""
        return f"answer_{self.code}"

    @property
    def placeholder(self) -> str:
        """What stands in braces, in letters and circulars, for the reader's answer."""
        return f"{ANSWER}{self.code}"

    @property
    def languages(self) -> frozenset[str]:
        """The languages in which all of its texts are that are written in any."""
        texts = (self.label, self.help, self.purpose, *(one.label for one in self.offered))
        return frozenset.intersection(*(frozenset(text) for text in texts if text))

    @property
    def offered(self) -> tuple[Option, ...]:
        """The options that can be chosen now."""
        return tuple(option for option in self.options if not option.retired)

    def option(self, code: str) -> Translated:
        """What a code of its options says, retired ones too; the code itself for one unknown."""
        found = (option.label for option in self.options if option.code == code)
        return next(found, Translated(en=code))


class BuiltIn(StrEnum):
    """The fields that every form has, or can have."""

    PRINTED_NAME = "printed_name"
    FAMILY_NAME = "family_name"
    HONORIFIC = "honorific"
    NATIVE_NAME = "native_name"
    TITLE = "title"
    ORGANISATION = "organisation"
    COUNTRY = "country"
    EMAIL = "email"
    PHONE = "phone"
    ACCESS_NEEDS = "access_needs"
    DIETARY_NEEDS = "dietary_needs"
    LISTED = "listed"

    @property
    def askings(self) -> tuple[Asking, ...]:
        """How it may be asked: nobody registers without name and address, or must be listed."""
        if self in (BuiltIn.PRINTED_NAME, BuiltIn.EMAIL):
            return (Asking.REQUIRED,)
        if self is BuiltIn.LISTED:
            return (Asking.ASKED, Asking.NOT_ASKED)
        return tuple(Asking)


class Asking(StrEnum):
    """How a built-in field is asked."""

    REQUIRED = "required"
    ASKED = "asked"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFacts:
    """How a built-in field is asked, what for, and for how many days after the event it is kept."""

    asking: Asking
    purpose: Translated = Translated()
    retention_days: int | None = None


def usual(built_in: BuiltIn) -> FieldFacts:
    """How a field is asked where the organiser has said nothing."""
    always = (BuiltIn.PRINTED_NAME, BuiltIn.EMAIL, BuiltIn.COUNTRY)
    asking = Asking.REQUIRED if built_in in always else Asking.ASKED
    return FieldFacts(asking=asking, retention_days=_USUAL_DAYS.get(built_in))


_USUAL_DAYS = {BuiltIn.PHONE: 90, BuiltIn.ACCESS_NEEDS: 30, BuiltIn.DIETARY_NEEDS: 30}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFacts:
    """A form as an edition of it asks; number 0 before any edition was published."""

    number: int = 0
    fields: Mapping[BuiltIn, FieldFacts] = field(
        default_factory=lambda: {built_in: usual(built_in) for built_in in BuiltIn}
    )
    questions: tuple[QuestionFacts, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Of whom a form is asked: their category, the mode in each part that they take part in, and
    the country they come for (ISO 3166-1 alpha-2), empty for none.
    """

    category_id: int
    parts: Mapping[int, Mode] = field(default_factory=dict)
    country: str = ""


def asked(form: FormFacts, who: Who, values: Values) -> tuple[QuestionFacts, ...]:
    """The questions that are asked of these people after these answers, in their order.

    A question that isn't asked has no answer, so what depends on it isn't asked either; and a
    section that isn't asked takes with it all that stands in it.
    """
    shown: list[QuestionFacts] = []
    answered: dict[str, tuple[str, ...]] = {COUNTRY: (who.country,)}
    in_section = True
    for question in form.questions:
        condition = question.condition
        meant = concerns(question, who) and (condition is None or holds(condition, answered))
        if question.kind is QuestionKind.SECTION:
            in_section = meant
        if not (meant and in_section):
            continue
        shown.append(question)
        answered[question.code] = said(question, values.get(question.code, ()))
    return tuple(shown)


def concerns(question: QuestionFacts, who: Who) -> bool:
    """Whether a question is meant for these people at all, whatever they answer."""
    if question.categories and who.category_id not in question.categories:
        return False
    if not question.parts and not question.modes:
        return True
    return any(
        _among(part, question.parts) and _among(mode, question.modes)
        for part, mode in who.parts.items()
    )


def _among(value: object, allowed: tuple[object, ...]) -> bool:
    return not allowed or value in allowed


def said(question: QuestionFacts, given: tuple[str, ...]) -> tuple[str, ...]:
    """What conditions go by: a consent that wasn't given says nothing."""
    return () if question.kind is QuestionKind.CONSENT and given == (NO,) else given


def out_of_turn(form: FormFacts) -> Iterator[QuestionFacts]:
    """The questions whose condition speaks of what isn't asked before them."""
    is_asked = form.fields[BuiltIn.COUNTRY].asking is not Asking.NOT_ASKED
    before: set[str] = {COUNTRY} if is_asked else set()
    for question in form.questions:
        if question.condition and question.condition.question not in before:
            yield question
        before.add(question.code)


def code_from(text: str, taken: Container[str], *, otherwise: str) -> str:
    """A code made of a text, such as `arrival_flight`; one that is taken has a number after it."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", letters).strip("_")
    code = words if words[:1].isalpha() else otherwise
    code = code[: LONGEST_CODE - 4].strip("_")
    numbered = (f"{code}_{number}" for number in range(2, 1000))
    return code if code not in taken else next(one for one in numbered if one not in taken)
