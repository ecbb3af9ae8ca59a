"""Days as agendas name them: `Day 1: Tuesday, 28 June 2022`, `第一天 6月28日（星期二）`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from forumapp.domain.schedules.reading import Ask

_MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:\s*,?\s*(?P<year>(?:19|20)\d{2}))?"
_RANGE = r"\s*(?:-|–|—|~|to|and|&|至|到)\s*\d{1,2}(?:st|nd|rd|th)?\b"
_DATES = (
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?P<range>{_RANGE})?\s*(?:of\s+)?{_MONTH}{_YEAR}",
        re.I,
    ),
    re.compile(
        rf"\b{_MONTH}\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?P<range>{_RANGE})?{_YEAR}", re.I
    ),
    re.compile(r"\b(?P<year>(?:19|20)\d{2})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})\b"),
    re.compile(r"\b(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>(?:19|20)\d{2})\b"),
    re.compile(
        r"(?:(?P<year>(?:19|20)\d{2})\s*年\s*)?(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]?"
        r"(?P<range>\s*(?:-|–|—|~|至|到|、)\s*(?:\d{1,2}\s*月\s*)?\d{1,2}\s*[日号])?"
    ),
)
_NUMBERED = re.compile(
    r"\bday\s*(?P<number>\d{1,2}|one|two|three|four|five|six|seven)\b"
    r"|第\s*(?P<chinese>[一二三四五六七八九十]|\d{1,2})\s*(?:天|日)(?!期)",
    re.IGNORECASE,
)
_WORDS = ("one", "two", "three", "four", "five", "six", "seven")
_CHINESE = "一二三四五六七八九十"
_WEEKDAYS = (
    r"mon(?:day)?|(?:星期|周|礼拜)一",
    r"tue(?:s(?:day)?)?|(?:星期|周|礼拜)二",
    r"wed(?:nesday)?|(?:星期|周|礼拜)三",
    r"thu(?:r(?:s(?:day)?)?)?|(?:星期|周|礼拜)四",
    r"fri(?:day)?|(?:星期|周|礼拜)五",
    r"sat(?:urday)?|(?:星期|周|礼拜)六",
    r"sun(?:day)?|(?:星期|周|礼拜)[日天]",
)
_WEEKDAY = re.compile(
    "|".join(rf"(?P<w{n}>(?<![a-z])(?:{words})(?![a-z]))" for n, words in enumerate(_WEEKDAYS)),
    re.IGNORECASE,
)
_OTHER_WORDS = re.compile(r"[^\W\d_]+")
_MOST_OTHER_WORDS = 8
_LONGEST = 140


@dataclass(frozen=True, slots=True)
class Named:
    """A day as a text names it; `year` is None where the text doesn't say it.

    `number` is that of `Day 2`, and `spans` says that it is the first of several.
    """

    month: int | None = None
    day: int | None = None
    year: int | None = None
    weekday: int | None = None
    number: int | None = None
    spans: bool = False
    words: int = 0


def named(text: str) -> Named | None:
    """The day that a line names, if it names one."""
    if len(text) > _LONGEST:
        return None
    numbered, weekday = _NUMBERED.search(text), _WEEKDAY.search(text)
    found = next((match for pattern in _DATES if (match := pattern.search(text))), None)
    rest = text
    for match in (found, numbered, weekday):
        rest = rest.replace(match[0], " ") if match else rest
    words = len(_OTHER_WORDS.findall(rest))
    number = _number(numbered) if numbered else None
    on = int(weekday.lastgroup[1:]) if weekday and weekday.lastgroup else None
    if found is None:
        return Named(number=number, weekday=on, words=words) if number else None
    month = _month(found["month"])
    day, year = int(found["day"]), found["year"]
    if month > 12 >= day:  # written the other way round
        month, day = day, month
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    again = len(found.re.findall(text)) > 1
    spans = again or bool(found.groupdict().get("range"))
    return Named(month, day, int(year) if year else None, on, number, spans, words)


def is_heading(text: str) -> bool:
    """Whether a line stands above the sessions of a day: it names one, and says little else."""
    found = named(text)
    return found is not None and not found.spans and found.words <= _MOST_OTHER_WORDS


def years(texts: list[str]) -> list[int]:
    """The years of the dates in these lines."""
    return [found.year for text in texts if (found := named(text)) and found.year]


@dataclass
class Days:
    """Turns named days into dates; `year` is one that the file says elsewhere."""

    ask: Ask
    year: int | None = None
    first: date | None = None

    def date_of(self, found: Named) -> tuple[date, bool] | None:
        """The date, and whether its year had to be guessed; None for one that doesn't exist."""
        if found.month is None or found.day is None:
            start = self.ask.first_day or self.first
            return (start + timedelta(days=(found.number or 1) - 1), False) if start else None
        if found.year:
            day = _date(found.year, found.month, found.day)
            return self._noted(day, guessed=False)
        near = self._near(found.month, found.day)
        if near is not None:
            return self._noted(near, guessed=False)
        return self._noted(self._guessed(found), guessed=True)

    def _noted(self, day: date | None, *, guessed: bool) -> tuple[date, bool] | None:
        if day is None:
            return None
        self.first = self.first or day
        return day, guessed

    def _near(self, month: int, day: int) -> date | None:
        """The date in the year of the event, or in that which the file says."""
        start = self.ask.first_day
        years_ = [start.year, start.year + 1, start.year - 1] if start else [self.year]
        dates = [_date(year, month, day) for year in years_ if year]
        known = [one for one in dates if one is not None]
        if start is None:
            return known[0] if known else None
        return min(known, key=lambda one: abs((one - start).days), default=None)

    def _guessed(self, found: Named) -> date | None:
        """The year nearest to today in which the weekday fits, or else the date comes next."""
        assert found.month is not None
        assert found.day is not None
        today = self.ask.today
        dates = [_date(today.year + step, found.month, found.day) for step in range(-5, 6)]
        known = [one for one in dates if one is not None]
        fitting = [one for one in known if one.weekday() == found.weekday]
        if found.weekday is not None and fitting:
            return min(fitting, key=lambda one: abs((one - today).days))
        coming = [one for one in known if one >= today]
        return min(coming, default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(text: str) -> int:
    return int(text) if text.isdecimal() else _MONTHS.index(text[:3].casefold()) + 1


def _number(found: re.Match[str]) -> int:
    text = (found["number"] or found["chinese"]).casefold()
    if text in _WORDS:
        return _WORDS.index(text) + 1
    return int(text) if text.isdecimal() else _CHINESE.index(text) + 1
