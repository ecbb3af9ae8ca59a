"""A person's form as an event asks it: without what isn't asked, and with the event's questions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from forumapp.domain.answers import Given
from forumapp.domain.questions import Asking, FormFacts, QuestionKind, Who
from forumapp.services import questions
from forumapp.services.registration import RegistrationRow
from forumapp.web.registration.forms import PersonForm, filled
from forumapp.web.registration.questions.fields import field_of, shown

NOTHING: Mapping[str, Given] = MappingProxyType({})
Kind = TypeVar("Kind", bound=PersonForm)


def asking(
    kind: type[Kind],
    event_id: int,
    *,
    about: Who | None = None,
    data: Mapping[str, Any] | None = None,
) -> Kind:
    """The form of somebody new, as the event asks it now; `about` says what is settled of them."""
    return asking_as(kind, questions.in_force(event_id), about=about, data=dict(data or {}))


def asking_as(kind: type[Kind], facts: FormFacts, **given: Any) -> Kind:
    """The same as an edition, or the draft, asks it."""
    return _asking(kind, facts, leave=_not_asked(facts))(asks=facts, **given)


def asking_again(kind: type[Kind], row: RegistrationRow) -> Kind:
    """The form over a registration, filled; what isn't asked any more stays where it was said."""
    facts, kept = questions.in_force(row.event_id), questions.of_registration(row.id)
    start = filled(row)
    leave = {name for name in _not_asked(facts) if not start[name]}
    answers = {
        question.name: shown(question, kept[question.code])
        for question in facts.questions
        if question.code in kept
    }
    form = _asking(kind, facts, leave=leave, kept=kept)
    return form(asks=facts, about=who(row), kept=kept, data={**start, **answers})


def who(row: RegistrationRow) -> Who:
    """Of whom a registration is, as forms ask it."""
    return Who(category_id=row.category_id, parts=row.parts, country=row.person.country)


def _asking(
    kind: type[Kind], facts: FormFacts, *, leave: set[str], kept: Mapping[str, Given] = NOTHING
) -> type[Kind]:
    fields = {
        question.name: field_of(question, kept.get(question.code))
        for question in facts.questions
        if question.kind is not QuestionKind.SECTION
    }
    made: type[Kind] = type(kind.__name__, (kind,), {**dict.fromkeys(leave), **fields})
    return made


def _not_asked(facts: FormFacts) -> set[str]:
    return {
        built_in.value
        for built_in, field in facts.fields.items()
        if field.asking is Asking.NOT_ASKED
    }
