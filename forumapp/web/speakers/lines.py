"""The speaker list as a form of many lines, and the line that adds to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from forumapp.domain.errors import Stale
from forumapp.domain.speakers import SpeakerMode, SpeakerStatus, SpeakingPart
from forumapp.http.forms import CodeField, EditForm, Form, Line, Whole, printed
from forumapp.services.speakers import MOST_MINUTES, LineChange, LineRow, LineValues

_NAMES = re.compile(r"line-(\d{1,18})-version")
FIELDS = tuple(LineValues.__slots__)


class WithStatus(Form):
    """A form with a field `status`, to be had as `form["status"]`: the attribute of that name is
    the status that the page is answered with.
    """

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.status = 200


class LineForm(WithStatus, EditForm):
    """One line of the list: what is quick to change without leaving it."""

    part = CodeField(_("Part played"), SpeakingPart)
    minutes = Whole(_("Minutes"), low=0, high=MOST_MINUTES, required=True)
    mode = CodeField(_("Heard"), SpeakerMode)
    status = CodeField(_("Status"), SpeakerStatus)

    def line(self) -> LineValues:
        return LineValues(**self.values(*FIELDS))


class AddForm(WithStatus):
    """A further line: whose it is, by name, and what is known of it already."""

    name = Line(_("Name"), required=True)
    part = CodeField(_("Part played"), SpeakingPart, default=SpeakingPart.PRESENTATION)
    minutes = Whole(_("Minutes"), low=0, high=MOST_MINUTES, default=10)
    mode = CodeField(_("Heard"), SpeakerMode, default=SpeakerMode.ROOM)
    status = CodeField(_("Status"), SpeakerStatus, default=SpeakerStatus.INVITED)

    def line(self) -> LineValues:
        return LineValues(**{**self.values(*FIELDS), "minutes": self.minutes.data or 0})


class TourForm(Form):
    """A statement of each delegation."""

    each = Whole(_("Minutes each"), low=0, high=MOST_MINUTES, default=3, required=True)


class ListForm:
    """Every line of a list as a form; `gone` counts those that were removed meanwhile."""

    def __init__(
        self,
        lines: Iterable[LineRow],
        *,
        languages: Iterable[str],
        posted: Mapping[str, Any] | None,
    ) -> None:
        self.rows = tuple(lines)
        self.forms = {row.id: _line_form(row, posted, languages) for row in self.rows}
        seen = {int(found[1]) for name in posted or () if (found := _NAMES.fullmatch(name))}
        self.gone = len(seen - self.forms.keys())
        self.conflict: list[tuple[str, str, str]] = []
        self.status = 200

    def validate(self) -> bool:
        """Whether every line can be kept; what is wrong stands beside its field."""
        good = [form.validate() for form in self.forms.values()]
        if not all(good):
            self.status = 422
        return all(good)

    def changes(self) -> dict[int, LineChange]:
        return {
            key: LineChange(version=form.edited or 0, values=form.line())
            for key, form in self.forms.items()
        }

    def meet(self, stale: Stale, now: Iterable[LineRow]) -> None:
        """Show both versions of what differs; sending the list again saves over the other's."""
        self.status = 409
        names = {row.id: row.person.name for row in self.rows}
        for field, yours in stale.yours.items():
            key, _dot, name = field.partition(".")
            label = f"{names[int(key)]} · {self.forms[int(key)][name].label.text}"
            self.conflict.append((label, printed(stale.theirs[field]), printed(yours)))
        for row in now:
            if row.id in self.forms:
                self.forms[row.id].version.data = row.version

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """(field id, words) of everything that is wrong, for the summary at the top."""
        names = {row.id: row.person.name for row in self.rows}
        return tuple(
            (
                form[name].id,
                gettext("%(who)s: %(field)s", who=names[key], field=form[name].label.text),
            )
            for key, form in self.forms.items()
            for name in FIELDS
            if form[name].errors
        )


def _line_form(
    row: LineRow, posted: Mapping[str, Any] | None, languages: Iterable[str]
) -> LineForm:
    """The form of a line; one that wasn't sent shows what is kept."""
    prefix = f"line-{row.id}-"
    sent = posted if posted is not None and f"{prefix}version" in posted else None
    return LineForm(obj=row, prefix=prefix, formdata=sent, languages=languages)
