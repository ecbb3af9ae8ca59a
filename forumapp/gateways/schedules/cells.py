"""Cells of a spreadsheet by what they hold: texts, dates, times, numbers."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from forumapp.domain.sheets import read_clock

Cell = str | int | float | bool | date | datetime | time | timedelta | None
_EPOCH = date(1899, 12, 30)  # from which spreadsheets count days
_DAYS = range(30_000, 80_000)  # 1982 to 2119


def text_of(cell: Cell) -> str:
    """The cell as a text, its line breaks kept."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def day_of(cell: Cell) -> date | None:
    """The day of a date cell, or of a number that is one."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool) and int(cell) in _DAYS:
        return _EPOCH + timedelta(days=int(cell))
    return None


def clock_of(cell: Cell) -> tuple[time, int] | None:
    """The time of a cell, and how many days later it is: of a time, a part of a day, or a text."""
    if isinstance(cell, datetime):
        return cell.time().replace(second=0, microsecond=0), 0
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0), 0
    if isinstance(cell, timedelta):
        return _of_minutes(cell.total_seconds() / 60)
    if isinstance(cell, float) and 0 <= cell < 2:
        return _of_minutes(cell * 24 * 60)
    return read_clock(text_of(cell))


def _of_minutes(minutes: float) -> tuple[time, int] | None:
    whole = round(minutes)
    if not 0 <= whole < 48 * 60:
        return None
    return time(whole // 60 % 24, whole % 60), whole // (24 * 60)
