"""Cleaning what an organiser enters, and collecting what can't be accepted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from forumapp.domain import clock
from forumapp.domain.errors import Invalid
from forumapp.domain.events import COLOUR, contrast_with_white
from forumapp.domain.text import Translated, many_lines, one_line

NAME, TEXT = 200, 20_000  # characters that a line and a text may have
YEARS = range(1950, 2101)
READABLE = 4.5  # WCAG 2.2, 1.4.3: contrast of text
LANGUAGES = (
    "en", "zh", "km", "lo", "my", "th", "vi", "id", "ms", "fil", "pt", "ta",
    "fr", "es", "ru", "ar", "ja", "ko", "hi", "bn",
)  # fmt: skip
Code = TypeVar("Code", bound=StrEnum)


class Checks:
    """Values cleaned one by one; `finish` raises Invalid with everything that was refused."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = given
        self.errors: dict[str, str] = {}
        self.facts: dict[str, object] = {}

    def refuse(self, name: str, code: str, **facts: object) -> None:
        self.errors[name] = code
        self.facts[name] = facts

    def finish(self) -> None:
        """Raise Invalid when anything was refused; the facts of each stand under its name."""
        if self.errors:
            raise Invalid(self.errors, self.facts)

    def line(self, name: str, *, longest: int = NAME, required: bool = False) -> str:
        """One line."""
        text = one_line(self.given.get(name) or "")
        if required and not text:
            self.refuse(name, "required")
        if len(text) > longest:
            self.refuse(name, "too_many_characters", longest=longest)
        return text

    def texts(self, name: str, *, rows: bool = False, required: bool = False) -> Translated:
        """A text in several languages; of several lines with `rows`."""
        clean, longest = (many_lines, TEXT) if rows else (one_line, NAME)
        given: Mapping[str, str] = self.given.get(name) or {}
        texts = {language: clean(text) for language, text in given.items() if language in LANGUAGES}
        for language, text in texts.items():
            if len(text) > longest:
                self.refuse(f"{name}.{language}", "too_many_characters", longest=longest)
        if required and not any(texts.values()):
            self.refuse(name, "required")
        return Translated(texts)

    def number(self, name: str, *, least: int, most: int) -> int | None:
        """A whole number, or None."""
        value = self.given.get(name)
        if value is not None and not least <= value <= most:
            self.refuse(name, "out_of_range", least=least, most=most)
        return None if value is None else int(value)

    def code(self, name: str, codes: type[Code]) -> Code:
        """One of an enum's codes."""
        value = self.given.get(name)
        try:
            return codes(str(value))
        except ValueError:
            self.refuse(name, "not_a_choice")
            return next(iter(codes))

    def one_of(self, name: str, allowed: Sequence[str]) -> str:
        """One of some texts; the first where nothing is said."""
        value = str(self.given.get(name) or allowed[0])
        if value not in allowed:
            self.refuse(name, "not_a_choice")
        return value

    def codes(
        self,
        name: str,
        allowed: Iterable[str],
        *,
        required: bool = False,
        before: Iterable[str] = (),
    ) -> tuple[str, ...]:
        """Several of some codes, each once; those that were there before keep their order."""
        given = tuple(dict.fromkeys(self.given.get(name) or ()))
        kept = tuple(code for code in before if code in given)
        chosen = (*kept, *(code for code in given if code not in kept))
        if set(chosen) - set(allowed):
            self.refuse(name, "not_a_choice")
        if required and not chosen:
            self.refuse(name, "required")
        return chosen

    def flag(self, name: str) -> bool:
        return bool(self.given.get(name))

    def day(self, name: str) -> date:
        """A day; when it is missing or absurd, some day, and the refusal is noted."""
        value = self.given.get(name)
        if not isinstance(value, date) or value.year not in YEARS:
            self.refuse(name, "not_a_date" if value else "required")
            return date(2000, 1, 1)
        return value

    def zone(self, name: str) -> str:
        """An IANA zone."""
        value = self.given.get(name) or ""
        if clock.is_zone(value):
            return str(value)
        self.refuse(name, "not_a_zone")
        return "UTC"

    def moment(self, name: str, zone: str, *, before: datetime | None = None) -> datetime | None:
        """The instant of a naive wall time in a zone, or None; `before` where only seconds differ.

        Inputs show minutes, so sending one back unchanged must not change what is kept.
        """
        wall: datetime | None = self.given.get(name)
        if wall is None:
            return None
        if wall.year not in YEARS:
            self.refuse(name, "not_a_time")
            return None
        if not clock.exists(wall, zone):
            self.refuse(name, "no_such_time")
        found = clock.instant(wall, zone)
        same = before is not None and before.replace(second=0, microsecond=0) == found
        return before if same else found

    def colour(self, name: str) -> str:
        """A colour on which white text can be read."""
        value = str(self.given.get(name) or "").lower()
        if not COLOUR.fullmatch(value):
            self.refuse(name, "not_a_colour")
        elif (ratio := contrast_with_white(value)) < READABLE:
            self.refuse(name, "contrast", ratio=f"{ratio:.1f}")
        return value

    def email(self, name: str) -> str:
        """The form of an e-mail address; nobody is asked whether it exists."""
        text = self.line(name, longest=254)
        local, at, domain = text.rpartition("@")
        if text and not (local and at and "." in domain.strip(".") and " " not in text):
            self.refuse(name, "not_an_email")
        return text

    def address(self, name: str) -> str:
        """A web address that a page may link to."""
        text = self.line(name, longest=500)
        if text and not (text.startswith(("https://", "http://")) and " " not in text):
            self.refuse(name, "not_an_address")
        return text
