"""Times in cells and agendas: 09:00, 9.00 a.m., 0900-0930, 上午9:00—9:30, and ends the next day."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, time, timedelta

_HALF = r"[ap]\s?\.?\s?m\b\.?"
_TIME = re.compile(
    rf"(?P<before>上午|下午|早上|早晨|凌晨|晚上|中午|傍晚|{_HALF})?\s*"
    r"(?:(?P<hour>\d{1,2})\s?[:.h时点]\s?(?P<minute>\d{2})(?!\d)(?::\d{2}(?:\.0+)?)?分?"
    r"|(?P<four>\d{4})(?!\d)"
    rf"|(?P<only>\d{{1,2}})(?=\s*(?:{_HALF}|noon\b|midnight\b|点|时)))"
    rf"\s*(?P<after>{_HALF}|noon\b|midnight\b|hours\b|hrs?\b\.?|h\b|时|点)?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:[-\u2010-\u2015\u2212~]{1,2}|to\b|till\b|until\b|至|到)\s*", re.I)
_LEADING = re.compile(r"(?:from|at|time)\s*:?\s+", re.IGNORECASE)
_DAYS_LATER = re.compile(r"\s*\(?\s*\+\s*(\d)\s*(?:d(?:ays?)?|天|日)?\s*\)?$", re.IGNORECASE)
_MORNING = ("上午", "早上", "早晨", "凌晨")
_AFTERNOON = ("下午", "晚上", "傍晚")


@dataclass(frozen=True, slots=True)
class Span:
    """The times that a line begins with; `rest` is what follows them.

    `bare` says that nothing but four digits, or two numbers with a point, makes it a time.
    """

    starts: time
    ends: time | None
    rest: str
    bare: bool = False


def clock_cell(moment: datetime) -> str:
    """09:00."""
    return f"{moment:%H:%M}"


def end_cell(starts: datetime, ends: datetime) -> str:
    """10:30; 00:30 +1 for the next day."""
    days = (ends.date() - starts.date()).days
    return f"{ends:%H:%M}" + (f" +{days}" if days else "")


def read_clock(text: str) -> tuple[time, int] | None:
    """The time that is a whole cell, and how many days later it is; None where it is none."""
    text = _narrow(text)
    later = _DAYS_LATER.search(text)
    if later:
        text = text[: later.start()]
    found = _TIME.fullmatch(text)
    value = _value(found, _half(found)) if found else None
    return (value, int(later[1]) if later else 0) if value else None


def read_span(text: str) -> Span | None:
    """The times that a line begins with, or None.

    An end without am or pm takes its half of the day from the start, and the other way round.
    """
    text = _narrow(text)
    lead = _LEADING.match(text)
    first = _TIME.match(text, lead.end() if lead else 0)
    if first is None:
        return None
    between = _BETWEEN.match(text, first.end())
    second = _TIME.match(text, between.end()) if between else None
    starts, ends = _pair(first, second)
    if starts is None:
        return None
    if second is None or ends is None:
        return Span(starts, None, text[first.end() :].strip(), bare=_is_bare(first))
    return Span(
        starts, ends, text[second.end() :].strip(), bare=_is_bare(first) and _is_year(first)
    )


def later(moment: datetime, ends: time, days: int = 0) -> datetime:
    """The end of what starts at this moment: on the next day where it would be before."""
    found = datetime.combine(moment.date(), ends) + timedelta(days=days)
    return found if days or found > moment else found + timedelta(days=1)


def _pair(first: re.Match[str], second: re.Match[str] | None) -> tuple[time | None, time | None]:
    own, theirs = _half(first), _half(second)
    starts = _value(first, own or theirs)
    ends = _value(second, theirs or own) if second else None
    if starts is None or ends is None or ends > starts:
        return starts, ends
    if own is None and theirs == "pm":  # 11:00-1:00 p.m.
        return _value(first, None), ends
    if theirs is None and own == "am":  # 11:00 a.m.-1:00
        return starts, _value(second, "pm")
    return starts, ends


def _value(found: re.Match[str] | None, half: str | None) -> time | None:
    if found is None:
        return None
    hour, minute = _numbers(found)
    if half == "pm" and hour < 12:
        hour += 12
    elif (half == "am" and hour == 12) or (hour == 24 and minute == 0):
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _numbers(found: re.Match[str]) -> tuple[int, int]:
    if four := found["four"]:
        return int(four[:2]), int(four[2:])
    return int(found["hour"] or found["only"]), int(found["minute"] or 0)


def _half(found: re.Match[str] | None) -> str | None:
    """`am` or `pm`, where one stands before or behind the time."""
    if found is None:
        return None
    before = (found["before"] or "").casefold()
    after = (found["after"] or "").casefold().replace(" ", "").replace(".", "")
    if after in ("am", "midnight") or before in _MORNING or before.startswith("a"):
        return "am"
    if after in ("pm", "noon") or before in _AFTERNOON or before.startswith("p"):
        return "pm"
    return "pm" if before == "中午" and _numbers(found)[0] < 10 else None


def _is_bare(found: re.Match[str]) -> bool:
    """1.30 may be a number of something, and 2022 a year."""
    if found["before"] or found["after"]:
        return False
    return bool(found["four"]) or "." in found[0]


def _is_year(found: re.Match[str]) -> bool:
    return bool(found["four"]) and found["four"][:2] in ("19", "20")


def _narrow(text: str) -> str:
    """Full-width digits and signs as narrow ones, one space between words."""
    return " ".join(unicodedata.normalize("NFKC", text).split())
