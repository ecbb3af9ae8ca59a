"""The question of a delegation's form that has a number for each part and mode."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from wtforms import Field

from forumapp.domain.events import Mode
from forumapp.services.delegations.editing import MOST_PEOPLE, PartMode

PREFIX = "quota-"


class QuotasField(Field):  # type: ignore[misc]  # WTForms has no types
    """Numbers named `quota-<part>-<mode>`; an empty one is without limit."""

    data: dict[PartMode, int]

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        kept: Mapping[PartMode, int] = data if isinstance(data, Mapping) else {}
        self.object_data = self.data = dict(kept)
        if formdata is not None:
            self.data = {}
            for name in formdata:
                if name.startswith(PREFIX) and formdata.get(name).strip():
                    self._read(name.removeprefix(PREFIX), formdata.get(name).strip())

    def _read(self, name: str, text: str) -> None:
        part, _dash, mode = name.partition("-")
        try:
            self.data[int(part), Mode(mode)] = int(text)
        except ValueError:
            most = gettext(
                "Enter a whole number from %(least)s to %(most)s.", least=0, most=MOST_PEOPLE
            )
            self.process_errors = [str(most)]
