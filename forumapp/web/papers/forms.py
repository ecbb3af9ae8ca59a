"""The form of issuing an edition. `seen` stands for the list that was shown."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField
from wtforms.fields import SelectChoice

from forumapp.domain.papers import EditionStatus
from forumapp.http.forms import Form, Line, Lines
from forumapp.http.locale import locale
from forumapp.i18n.words import edition_as
from forumapp.services.papers import Preparation

SYMBOL, NOTE = 100, 1000


class EditionForm(Form):
    """The dress of the next edition; an empty symbol is the one that follows by itself."""

    status = RadioField(_("Issued as"), coerce=EditionStatus)
    symbol = Line(_("Symbol"), longest=SYMBOL)
    note = Lines(_("Note below the title"), longest=NOTE)
    seen = HiddenField()

    def offer(self, plan: Preparation) -> None:
        """Set what the next edition may be."""
        self.status.choices = [
            SelectChoice(status.value, _described(status, revision, symbol))
            for status, revision, symbol in plan.choices
        ]


def _described(status: EditionStatus, revision: int, symbol: str) -> str:
    words = edition_as(status, revision, locale())
    return f"{words} · {symbol}" if symbol else words
