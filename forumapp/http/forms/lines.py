"""Text and numbers that are cleaned as they come in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import IntegerField, StringField, TextAreaField, ValidationError, widgets
from wtforms.validators import DataRequired, Email, InputRequired, Optional

from forumapp.domain.text import many_lines, one_line

NAME, TEXT = 200, 20_000  # characters that a line and a text may have
REQUIRED = lazy_gettext("Please fill this in.")


class Line(StringField):  # type: ignore[misc]  # WTForms has no types
    """One line: line breaks and control characters become spaces."""

    def __init__(
        self, label: Any = "", *, required: bool = False, longest: int = NAME, **given: Any
    ) -> None:
        rules = [*presence(required), longest_of(longest), *given.pop("validators", ())]
        super().__init__(label, rules, filters=[lambda text: one_line(text or "")], **given)


class Mail(Line):
    """An e-mail address."""

    def __init__(self, label: Any = "", **given: Any) -> None:
        rule = Email(lazy_gettext("This is no e-mail address. It looks like name@example.org."))
        super().__init__(label, validators=[rule], **given)

    widget = widgets.EmailInput()


class Colour(Line):
    """A colour as #rrggbb; whether white can be read on it is the service's to say."""

    widget = widgets.ColorInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([value.lower() for value in valuelist])


class Lines(TextAreaField):  # type: ignore[misc]  # WTForms has no types
    """A text of several lines."""

    def __init__(
        self, label: Any = "", *, required: bool = False, longest: int = TEXT, **given: Any
    ) -> None:
        rules = [*presence(required), longest_of(longest)]
        super().__init__(label, rules, filters=[lambda text: many_lines(text or "")], **given)


class Whole(IntegerField):  # type: ignore[misc]  # WTForms has no types
    """A whole number within bounds; None where it may be left out."""

    widget = widgets.NumberInput()

    def __init__(
        self, label: Any = "", *, low: int, high: int, required: bool = False, **given: Any
    ) -> None:
        text = lazy_gettext("Enter a whole number from %(low)s to %(high)s.", low=low, high=high)
        rules = [InputRequired(REQUIRED) if required else Optional(), _between(low, high, text)]
        super().__init__(label, rules, invalid_value_message=text, **given)


def _between(low: int, high: int, text: Any) -> Callable[[Any, Any], None]:
    """A rule of plain integers: WTForms' own turns them into floats, and huge ones overflow."""

    def check(_form: Any, field: Any) -> None:
        if field.data is not None and not low <= field.data <= high:
            raise ValidationError(str(text))

    return check


def longest_of(characters: int) -> Callable[[Any, Any], None]:
    """A rule: at most so many characters."""

    def check(_form: Any, field: Any) -> None:
        if len(field.data or "") > characters:
            raise ValidationError(too_long(characters))

    return check


def too_long(characters: int) -> str:
    return str(gettext("Use at most %(number)s characters.", number=characters))


def presence(required: bool) -> list[Any]:  # noqa: FBT001 - one thing, said by its name
    """The rule of a field that must be filled in, or may be left out."""
    return [DataRequired(REQUIRED)] if required else [Optional()]
