"""Texts, days and spans of time in one language."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from babel.dates import format_date, format_interval

from forumapp.domain.text import Translated
from forumapp.i18n.catalogue import gettext, language_name, listed
from forumapp.i18n.catalogue import message as _
from forumapp.i18n.words import label
from forumapp.render.wording import line


class Words:
    """Says things in one locale. English dates are written day first."""

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self._dating = "en_GB" if locale == "en" else locale

    def say(self, message: str, /, **facts: object) -> str:
        """A message marked for the catalogues, with its facts put in."""
        return gettext(message, self.locale) % facts

    def pick(self, text: Translated) -> str:
        return line(text.pick(self.locale))

    def label(self, code: Enum) -> str:
        return label(code, self.locale)

    def languages(self, codes: tuple[str, ...]) -> str:
        return listed(tuple(language_name(code, self.locale) for code in codes), self.locale)

    def day(self, value: date) -> str:
        return str(format_date(value, "medium", locale=self._dating))

    def days(self, first: date, last: date) -> str:
        """The days from one to another: 9–11 Mar 2027."""
        if first == last:
            return str(format_date(first, "long", locale=self._dating))
        return str(format_interval(first, last, "yMMMd", locale=self._dating))

    def clock(self, moment: datetime, start: datetime) -> str:
        """A time, with its day where that isn't the day of the start."""
        time = f"{moment:%H:%M}"
        same = moment.date() == start.date()
        return time if same else f"{time} ({self.day(moment.date())})"

    def span(self, starts: datetime, ends: datetime) -> str:
        return f"{starts:%H:%M}\N{EN DASH}{self.clock(ends, starts)}"

    def instead(self, what: str, old: str, new: str) -> str:
        """One value in place of another: Kind: Plenary instead of Ceremony."""
        nothing = self.say(_("none"))
        message = _("%(what)s: %(new)s instead of %(old)s")
        return self.say(message, what=what, new=new or nothing, old=old or nothing)
