"""The question of a registration that has a row for each part of the event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, ngettext
from wtforms import Field, ValidationError

from forumapp.domain.events import Mode
from forumapp.domain.registration import SeatCount
from forumapp.services.registration import PartOffer

PREFIX = "part-"


class PartsField(Field):  # type: ignore[misc]  # WTForms has no types
    """A mode for each part: radio buttons named `part-<number>`, an empty value for staying away.

    Which parts and modes there are is the service's to know, and `offer`'s to show.
    """

    data: dict[int, Mode]
    parts: tuple[PartOffer, ...] = ()

    def offer(self, parts: tuple[PartOffer, ...]) -> None:
        """Set what the page shows; in an event of one part nobody can stay away from it."""
        self.parts = parts
        if len(parts) == 1 and len(parts[0].seats) == 1 and not self.data:
            self.data = {parts[0].id: parts[0].seats[0].mode}

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        kept: Mapping[int, Mode] = data if isinstance(data, Mapping) else {}
        self.object_data = self.data = dict(kept)
        if formdata is not None:
            self.data = self.read(formdata)

    def read(self, formdata: Any) -> dict[int, Mode]:
        """The modes that a form or an address names, by part."""
        read: dict[int, Mode] = {}
        for name in formdata:
            value = formdata.get(name)
            if not name.startswith(PREFIX) or not value:
                continue
            number = name.removeprefix(PREFIX)
            try:
                read[int(number)] = Mode(value)
            except ValueError:
                self.process_errors = [gettext("Please choose one of those offered.")]
        return read

    def pre_validate(self, form: Any) -> None:
        if not self.data and not self.process_errors:
            raise ValidationError(gettext("Choose at least one part, in the room or online."))


def seats_left(count: SeatCount) -> str:
    """What the form says beside a mode; nothing where there is no limit."""
    if count.open is None:
        return ""
    if count.open == 0:
        return str(gettext("full: waiting list"))
    return str(ngettext("%(num)s seat left", "%(num)s seats left", count.open))
