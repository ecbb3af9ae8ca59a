"""What a PDF is made of, and how building one can fail."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")

# Chapter key, or "key#id" for an element with that id, to the page number printed there.
Labels = Mapping[str, str]
Body = str | Callable[[Labels], str]


class Numbering(StrEnum):
    """How a chapter's pages are numbered; each style counts on from the chapter before."""

    NONE = "none"
    ROMAN = "roman"
    ARABIC = "arabic"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the volume that starts on a new page.

    `html` is the inside of a body, or a function of the printed page numbers that returns it: such
    a chapter (the contents) is set after all others. `level` is its depth in the outline, 0 keeps
    it out. Links between chapters are `chapter:key` and `chapter:key#id`.
    """

    key: str
    title: str
    html: Body
    level: int = 1
    numbering: Numbering = Numbering.ARABIC
    language: str | None = None

    def __post_init__(self) -> None:
        if not KEY.fullmatch(self.key):
            raise ValueError(f"not a chapter key: {self.key!r}")


@dataclass(frozen=True, slots=True)
class PdfDocument:
    """A whole volume. `created` is aware and printed in the file, so equal input is equal bytes.

    `stylesheets` are the product's own and follow base.css; `header` stands at the top left of
    numbered pages (the title when None); `accent` is `#rrggbb`; with `totals` a page says how many
    there are: 3 / 14.
    """

    title: str
    language: str
    created: datetime
    chapters: tuple[Chapter, ...]
    author: str = ""
    subject: str = ""
    stylesheets: tuple[str, ...] = ()
    header: str | None = None
    accent: str = "#1f4e79"
    totals: bool = False

    def __post_init__(self) -> None:
        keys = [chapter.key for chapter in self.chapters]
        if not keys or len(set(keys)) != len(keys):
            raise ValueError("a document needs chapters, each with its own key")
        if self.created.utcoffset() is None:
            raise ValueError("the date of creation needs a zone")
        if not COLOUR.fullmatch(self.accent):
            raise ValueError(f"not a colour: {self.accent!r}")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one chapter may take; `workers` are processes at a time."""

    seconds: float = 60
    megabytes: int = 1024
    workers: int = 2
    tries: int = 2


class Reason(StrEnum):
    """Why a PDF could not be built."""

    MISSING = "missing"  # a library or font that the machine lacks
    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"
    MARKUP = "markup"  # the chapter itself can't be set
    LINK = "link"  # a reference to a chapter or place that isn't there
    STALE = "stale"  # a kept chapter was set in other fonts than the machine has now
    PAGES = "pages"  # the contents change their own length each time


@dataclass
class PdfFailed(Exception):
    """The PDF could not be built; `chapter` is its key, or empty when it concerns the whole."""

    reason: Reason
    chapter: str = ""
    detail: str = ""

    def __str__(self) -> str:
        where = f" in chapter {self.chapter!r}" if self.chapter else ""
        return f"PDF failed{where} ({self.reason}): {self.detail}"
