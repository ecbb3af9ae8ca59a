"""The form of a question, with the fields that its kind has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, SelectField
from wtforms.fields import SelectChoice

from forumapp.domain.errors import Stale
from forumapp.domain.questions import (
    MOST_DAYS,
    Condition,
    QuestionFacts,
    QuestionKind,
)
from forumapp.domain.text import Translated, one_line
from forumapp.http.forms import CodesField, EditForm, TranslatedField, Whole
from forumapp.http.locale import locale
from forumapp.i18n.words import label
from forumapp.services.events import EventRow
from forumapp.services.questions import QuestionRow
from forumapp.services.registration import Offer

MORE = 3  # empty rows for further options


class OptionsField(Field):  # type: ignore[misc]  # WTForms has no types
    """The answers to choose from, a row each: `options-<n>` the code, `options-<n>-en` the label.

    An empty row is none; a row whose texts were emptied is offered no more.
    """

    data: list[tuple[str, Translated]]

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        kept = data if isinstance(data, tuple | list) else ()
        self.object_data = self.data = [(one.code, one.label) for one in kept if not one.retired]
        if formdata is not None:
            self.data = list(self._read(formdata))

    @property
    def rows(self) -> list[tuple[str, Mapping[str, str]]]:
        """What the page shows: the options, and some rows for more."""
        return [*self.data, *[("", Translated())] * MORE]

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.meta.languages)

    def _read(self, formdata: Any) -> Iterable[tuple[str, Translated]]:
        number = 0
        while f"{self.name}-{number}" in formdata:
            name = f"{self.name}-{number}"
            texts = {
                language: one_line(formdata.get(f"{name}-{language}", ""))[:200]
                for language in self.languages
            }
            if any(texts.values()):
                yield formdata[name], Translated(texts)
            number += 1


class QuestionForm(EditForm):
    """What is asked, of whom, what for, and how long it is kept."""

    label: Any = TranslatedField(_("Question"), required=True)
    help: Any = TranslatedField(_("Help"), rows=2, description=_("Stands below the question."))
    options: Any = OptionsField(_("Answers to choose from"))
    required: Any = BooleanField(_("Must be answered"))
    purpose: Any = TranslatedField(
        _("What it is for"),
        description=_("Stands with the question, such as: To book your hotel."),
    )
    retention_days: Any = Whole(
        _("Days after the event until it is deleted"),
        low=0,
        high=MOST_DAYS,
        description=_("Stands with the question. Empty: kept with the event's records."),
    )
    confidential: Any = BooleanField(
        _("Confidential"),
        description=_("Read only by who decides about registrations."),
    )
    categories: Any = CodesField(_("Categories"))
    parts: Any = CodesField(_("Parts"))
    modes: Any = CodesField(_("Ways of taking part"))
    depends: Any = SelectField(_("Asked if"), default="")
    answers: Any = CodesField(_("is answered with"))

    def question(self) -> dict[str, Any]:
        """The values as the service takes them."""
        values: dict[str, Any] = self.values()
        code, picked = values.pop("depends", ""), values.pop("answers", ())
        if code:
            mine = tuple(one.partition(":")[2] for one in picked if one.startswith(f"{code}:"))
            values["condition"] = Condition(question=code, values=mine)
        return values

    def meet(self, stale: Stale) -> None:
        """Show both versions, structured values as far as words can."""
        yours, theirs = (
            {name: _plain(name, value) for name, value in side.items()}
            for side in (stale.yours, stale.theirs)
        )
        super().meet(Stale(yours=yours, theirs=theirs, version=stale.version))


_NO_SECTION = ("options", "required", "purpose", "retention_days", "confidential")


def form_of(
    kind: QuestionKind,
    row: QuestionRow | None,
    *,
    event: EventRow,
    offer: Offer,
    others: Sequence[QuestionFacts],
) -> QuestionForm:
    """The form of a question of this kind, filled from its row."""
    leave = set(_NO_SECTION) if kind is QuestionKind.SECTION else set()
    if not kind.has_options:
        leave.add("options")
    if kind.is_sealed:
        leave.add("confidential")
    made: type[QuestionForm] = type("QuestionForm", (QuestionForm,), dict.fromkeys(leave))
    form = made(data=_filled(row), languages=event.languages, zone=event.zone)
    if kind.is_sealed:
        form.retention_days.flags.required = True
        form.retention_days.description = gettext(
            "Stands with the question. An identity document isn’t kept for ever."
        )
    language = locale()
    form.categories.offer((str(one.id), one.name.pick(language)) for one in offer.categories)
    form.parts.offer((str(one.id), one.name.pick(language)) for one in offer.parts)
    form.modes.offer((mode.value, label(mode, language)) for mode in offer.modes)
    answerable = [one for one in others if one.kind is not QuestionKind.SECTION]
    form.depends.choices = [
        SelectChoice("", gettext("Always")),
        *(SelectChoice(one.code, one.label.pick(language)) for one in answerable),
    ]
    form.answers.offer(pair for one in answerable for pair in _answers(one))
    return form


def _filled(row: QuestionRow | None) -> dict[str, Any]:
    if row is None:
        return {}
    facts = row.facts
    condition = facts.condition
    names = ("label", "help", "options", "required", "purpose", "retention_days", "confidential")
    return {
        **{name: getattr(facts, name) for name in names},
        "version": row.version,
        "categories": [str(key) for key in facts.categories],
        "parts": [str(key) for key in facts.parts],
        "modes": [mode.value for mode in facts.modes],
        "depends": condition.question if condition else "",
        "answers": [f"{condition.question}:{one}" for one in condition.values] if condition else [],
    }


def _answers(question: QuestionFacts) -> Iterable[tuple[str, str]]:
    """The answers that a condition can name; any other question is answered or not."""
    name = question.label.pick(locale())
    if question.kind.has_options:
        for option in question.offered:
            yield f"{question.code}:{option.code}", f"{name}: {option.label.pick(locale())}"


def _plain(name: str, value: Any) -> Any:
    if name == "options":
        return ", ".join(Translated(one["label"]).pick(locale()) for one in value)
    if name == "condition":
        return ": ".join((value["question"], ", ".join(value["values"]))) if value else ""
    return tuple(value) if isinstance(value, list) else value
