"""The form of a question, with the fields that its kind has."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, SelectField
from wtforms.fields import SelectChoice

from forumapp.domain.conditions import ConditionKind
from forumapp.domain.errors import Stale
from forumapp.domain.questions import MOST_DAYS, FormFacts, QuestionFacts, QuestionKind
from forumapp.domain.text import Translated, one_line
from forumapp.http.forms import CodeField, CodesField, EditForm, Line, TranslatedField, Whole
from forumapp.http.locale import locale
from forumapp.i18n.countries import CAPITALS
from forumapp.i18n.countries import choices as countries
from forumapp.i18n.words import label
from forumapp.services import questions
from forumapp.services.events import EventRow
from forumapp.services.questions import QuestionRow
from forumapp.services.registration import Offer
from forumapp.web.questions.subjects import Subject, filled, subjects
from forumapp.web.registration.questions.wording import condition_words

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
    condition: Any = SelectField(_("Asked depending on"), default="")
    being: Any = CodeField(_("Asked if the answer is"), ConditionKind, default=ConditionKind.ONE_OF)
    answers: Any = CodesField(_("These answers"))
    countries: Any = CodesField(_("These countries"))
    least: Any = Line(_("This number"), longest=20)

    others = FormFacts()
    subjects: tuple[Subject, ...] = ()

    def question(self) -> dict[str, Any]:
        """The values as the service takes them."""
        values: dict[str, Any] = self.values()
        given = {name: values.pop(name) for name in ("being", "answers", "countries", "least")}
        code = values.pop("condition")
        subject = next((one for one in self.subjects if one.code == code), None)
        values["condition"] = subject.condition(**given) if subject else None
        return values

    @property
    def rules(self) -> str:
        """By subject, what a condition may ask of it and where its answers are, for the script."""
        return json.dumps(
            {one.code: {"kinds": one.kinds, "takes": one.takes} for one in self.subjects}
        )

    def meet(self, stale: Stale) -> None:
        """Show both versions, structured values as far as words can."""
        yours, theirs = (
            {name: self._plain(name, value) for name, value in side.items()}
            for side in (stale.yours, stale.theirs)
        )
        super().meet(Stale(yours=yours, theirs=theirs, version=stale.version))

    def _plain(self, name: str, value: Any) -> Any:
        if name == "options":
            return ", ".join(Translated(one["label"]).pick(locale()) for one in value)
        if name == "condition":
            return condition_words(questions.condition(value), self.others) or gettext("Always")
        return [str(one) for one in value] if isinstance(value, list) else value


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
    known = subjects(others)
    form = made(data=_filled(row, known), languages=event.languages, zone=event.zone)
    form.others, form.subjects = FormFacts(questions=tuple(others)), known
    if kind.is_sealed:
        form.retention_days.flags.required = True
        form.retention_days.description = gettext(
            "Stands with the question. An identity document isn’t kept for ever."
        )
    language = locale()
    form.categories.offer((str(one.id), one.name.pick(language)) for one in offer.categories)
    form.parts.offer((str(one.id), one.name.pick(language)) for one in offer.parts)
    form.modes.offer((mode.value, label(mode, language)) for mode in offer.modes)
    form.condition.choices = [
        SelectChoice("", gettext("Always")),
        *(SelectChoice(one.code, one.name) for one in known),
    ]
    form.answers.offer(
        (f"{one.code}:{code}", words) for one in known for code, words in one.options
    )
    form.countries.offer(sorted(countries(language), key=lambda pair: pair[0] not in CAPITALS))
    return form


def _filled(row: QuestionRow | None, known: Sequence[Subject]) -> dict[str, Any]:
    if row is None:
        return {}
    facts = row.facts
    names = ("label", "help", "options", "required", "purpose", "retention_days", "confidential")
    return {
        **{name: getattr(facts, name) for name in names},
        "version": row.version,
        "categories": [str(key) for key in facts.categories],
        "parts": [str(key) for key in facts.parts],
        "modes": [mode.value for mode in facts.modes],
        **filled(facts.condition, known),
    }
