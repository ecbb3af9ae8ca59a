"""Choices: codes in words, objects by number, countries, zones."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import Any

from flask_babel import lazy_gettext
from wtforms import SelectField, SelectMultipleField, ValidationError, widgets
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional

from forumapp.domain.clock import offset_label
from forumapp.http.forms.lines import REQUIRED
from forumapp.http.forms.zones import offset_now, zones_by_continent
from forumapp.http.locale import locale
from forumapp.i18n import countries
from forumapp.i18n.words import label as word


class CodeField(SelectField):  # type: ignore[misc]  # WTForms has no types
    """A choice of one of an enum's codes, in words."""

    def __init__(self, label: Any, codes: type[StrEnum], **given: Any) -> None:
        options = [SelectChoice(code.value, word(code, locale())) for code in codes]
        super().__init__(label, coerce=codes, choices=options, **given)


class ReferenceField(SelectField):  # type: ignore[misc]  # WTForms has no types
    """A choice of one object by its number; None where there may be none."""

    data: int | None

    def __init__(self, label: Any, *, required: bool = False, **given: Any) -> None:
        rules = [InputRequired(REQUIRED)] if required else [Optional()]
        super().__init__(label, rules, coerce=_number, choices=[], **given)

    def offer(self, options: Iterable[tuple[int, str]], *, empty: Any = None) -> None:
        """Set what may be chosen: (number, words) pairs, and the words of no choice."""
        first = [] if empty is None else [SelectChoice("", str(empty))]
        self.choices = first + [SelectChoice(str(key), words) for key, words in options]

    def pre_validate(self, form: Any) -> None:
        if self.data is not None and str(self.data) not in {c.value for c in self.choices}:
            raise ValidationError(self.gettext("Not a valid choice."))


class CodesField(SelectMultipleField):  # type: ignore[misc]  # WTForms has no types
    """Any of several codes, as boxes to tick."""

    data: tuple[str, ...]

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()

    def offer(self, options: Iterable[tuple[str, str]]) -> None:
        """Set what may be ticked: (code, words) pairs."""
        self.choices = [SelectChoice(code, words) for code, words in options]

    def post_process(self, formdata: Any = None) -> None:
        super().post_process(formdata)
        self.data = tuple(self.data or ())


class CountryField(SelectField):  # type: ignore[misc]  # WTForms has no types
    """An ISO 3166-1 alpha-2 code, the countries of the region first; empty where none is chosen."""

    def __init__(
        self, label: Any, *, required: bool = False, empty: Any = "", **given: Any
    ) -> None:
        rules = [InputRequired(REQUIRED)] if required else []
        options = [SelectChoice("", str(empty)), *_countries(locale())]
        super().__init__(label, rules, coerce=str, choices=options, default="", **given)


@cache
def _countries(language: str) -> tuple[SelectChoice, ...]:
    near = countries.CAPITALS
    ordered = sorted(countries.choices(language), key=lambda pair: pair[0] not in near)
    return tuple(SelectChoice(code, name) for code, name in ordered)


class ZoneField(SelectField):  # type: ignore[misc]  # WTForms has no types
    """An IANA zone, the capitals of the region first, then by continent."""

    choices: list[SelectChoice]

    def __init__(self, label: Any, *, empty: Any = "", **given: Any) -> None:
        """With `empty`, the words of no zone, none need be chosen."""
        super().__init__(
            label,
            [Optional()] if empty else [InputRequired(REQUIRED)],
            choices=[
                *([SelectChoice("", str(empty))] if empty else []),
                *(
                    SelectChoice(
                        zone, f"{place} ({offset_label(offset_now(zone))})", optgroup=str(group)
                    )
                    for group, zones in zones_by_continent(locale())
                    for zone, place in zones
                ),
            ],
            invalid_choice_message=lazy_gettext("There is no such time zone."),
            **given,
        )

    def process_data(self, value: Any) -> None:
        """Offer what is kept, too, be it an older name of a zone that came with a file."""
        super().process_data(value)
        if value and value not in {choice.value for choice in self.choices}:
            named = f"{value} ({offset_label(offset_now(value))})"
            self.choices = [*self.choices, SelectChoice(value, named)]


def _number(value: Any) -> int | None:
    return int(value) if value not in (None, "", "None") else None
