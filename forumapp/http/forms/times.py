"""Days and wall times."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext
from wtforms import DateField, DateTimeLocalField, ValidationError
from wtforms.validators import InputRequired, Optional

from forumapp.http.forms.lines import REQUIRED

YEARS = range(1950, 2101)
# The first is how a stored time is written into the input.
WRITTEN = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S")
NO_DAY = lazy_gettext("Enter a date that exists, such as 2026-06-28.")
NO_TIME = lazy_gettext("Enter a date and a time that exist, such as 2026-06-28 09:00.")


class Day(DateField):  # type: ignore[misc]  # WTForms has no types
    """A day, or None where it may be left out."""

    data: date | None

    def __init__(self, label: Any = "", *, required: bool = False, **given: Any) -> None:
        rules = [InputRequired(REQUIRED) if required else Optional()]
        super().__init__(label, rules, invalid_value_message=NO_DAY, **given)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: FBT001  as WTForms calls it
        if self.data and self.data.year not in YEARS:
            raise ValidationError(str(NO_DAY))


class WallTime(DateTimeLocalField):  # type: ignore[misc]  # WTForms has no types
    """A date and a time of the event's clock, naive; or None where it may be left out."""

    data: datetime | None

    def __init__(
        self, label: Any = "", rules: Any = None, *, required: bool = False, **given: Any
    ) -> None:
        own = rules or [InputRequired(REQUIRED) if required else Optional()]
        given.setdefault("invalid_value_message", NO_TIME)
        given.setdefault("format", list(WRITTEN))
        super().__init__(label, own, **given)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: FBT001  as WTForms calls it
        if self.data and self.data.year not in YEARS:
            raise ValidationError(str(NO_TIME))
