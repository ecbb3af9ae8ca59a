"""Fields of a form that are made of an event's questions. They check nothing: the service does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField, widgets
from wtforms.fields import SelectChoice

from forumapp.domain.answers import Given
from forumapp.domain.questions import NO, YES, QuestionFacts, QuestionKind
from forumapp.http.forms import CodesField, CountryField
from forumapp.http.locale import locale

AS_RADIOS = 5  # options up to which all are seen at once


def field_of(question: QuestionFacts, given: Given | None = None) -> Any:
    """The unbound field that asks a question, in the language of the page.

    An option that is offered no more stays for who has chosen it.
    """
    chosen = given.values if given else ()
    made = _MADE[question.kind](
        replace(
            question,
            options=tuple(o for o in question.options if not o.retired or o.code in chosen),
        )
    )
    made.kwargs["description"] = hint(question)
    return made


def hint(question: QuestionFacts) -> str:
    """What stands below a question: its help, what it is for, and how long it is kept."""
    said = (question.help, question.purpose)
    texts = [text.pick(locale()) for text in said if text]
    return sentences(*texts, *kept_words(question.retention_days))


def sentences(*texts: str) -> str:
    """Sentences after each other; Chinese ones have no space between them."""
    return " ".join(filter(None, texts)).replace("。 ", "。")


def kept_words(days: int | None) -> list[str]:
    """How long an answer is kept, in a sentence; nothing where it is as long as all the rest."""
    if days is None:
        return []
    if days == 0:
        return [_("Deleted after the event.")]
    return [
        ngettext(
            "Deleted %(num)s day after the event.", "Deleted %(num)s days after the event.", days
        )
    ]


def typed(question: QuestionFacts, data: Any) -> tuple[str, ...]:
    """What a field holds, as the service takes it."""
    if isinstance(data, bool):
        return (YES,) if data else (NO,)
    if isinstance(data, tuple | list):
        return tuple(str(value) for value in data)
    return (str(data),) if data else ()


def shown(question: QuestionFacts, given: Given) -> Any:
    """An answer as its field starts with it."""
    if question.kind is QuestionKind.CONSENT:
        return given.values not in ((), (NO,))
    return given.values if question.kind is QuestionKind.CHOICES else "".join(given.values)


def _line(widget: Any) -> Callable[[QuestionFacts], Any]:
    return lambda question: StringField(_label(question), widget=widget)


def _label(question: QuestionFacts) -> str:
    return question.label.pick(locale())


def _choice(question: QuestionFacts) -> Any:
    options = [SelectChoice(one.code, one.label.pick(locale())) for one in question.options]
    as_radios = len(options) <= AS_RADIOS
    if not as_radios:
        options.insert(0, SelectChoice("", _("Choose …")))
    elif not question.required:
        options.append(SelectChoice("", _("No answer")))
    kind = RadioField if as_radios else SelectField
    return kind(_label(question), choices=options, default="", validate_choice=False)


def _choices(question: QuestionFacts) -> Any:
    options = [SelectChoice(one.code, one.label.pick(locale())) for one in question.options]
    return CodesField(_label(question), choices=options, validate_choice=False)


_MADE: Mapping[QuestionKind, Callable[[QuestionFacts], Any]] = {
    QuestionKind.TEXT: _line(widgets.TextInput()),
    QuestionKind.LONG_TEXT: lambda question: TextAreaField(_label(question)),
    QuestionKind.NUMBER: _line(widgets.TextInput()),
    QuestionKind.DATE: _line(widgets.DateInput()),
    QuestionKind.CHOICE: _choice,
    QuestionKind.CHOICES: _choices,
    QuestionKind.COUNTRY: lambda question: CountryField(
        _label(question), empty=_("Choose …"), validate_choice=False
    ),
    QuestionKind.ORGANISATION: _line(widgets.TextInput()),
    QuestionKind.PHONE: _line(widgets.TelInput()),
    QuestionKind.EMAIL: _line(widgets.EmailInput()),
    QuestionKind.FILE: lambda question: FileField(_label(question)),
    QuestionKind.PHOTO: lambda question: FileField(_label(question)),
    QuestionKind.IDENTITY_DOCUMENT: lambda question: FileField(_label(question)),
    QuestionKind.CONSENT: lambda question: BooleanField(_label(question), render_kw={"value": YES}),
}
