"""A programme as a file to take away, of whichever format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from forumapp.domain.programme import Programme
from forumapp.render import sheets
from forumapp.render.schedule.frab_json import json
from forumapp.render.schedule.frab_xml import xml
from forumapp.render.schedule.table import Working, table


class Format(StrEnum):
    """What a programme can be taken away as; the value is the end of the file's name."""

    ICS = "ics"
    XML = "xml"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    DOCX = "docx"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]

    @property
    def works(self) -> bool:
        """Whether it can hold a programme as its organisers work on it, hidden sessions and all."""
        return self in (Format.CSV, Format.XLSX)

    @property
    def takes_two(self) -> bool:
        """Whether it can hold two languages side by side."""
        return self is Format.DOCX


_OFFICE = "application/vnd.openxmlformats-officedocument"
_MEDIA_TYPES: Mapping[Format, str] = {
    Format.ICS: "text/calendar; charset=utf-8",
    Format.XML: "application/xml; charset=utf-8",
    Format.JSON: "application/json",
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    Format.DOCX: f"{_OFFICE}.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The language of a file and the product's own address; `working` as `table` takes it.

    `beside` is a second language, for a format that takes two. `of` says of what it is, if not of
    the whole programme, and `query` how its address asks for that, beside its language.
    """

    locale: str
    base_url: str
    beside: str = ""
    of: str = ""
    query: str = ""
    working: Working | None = None


def file(programme: Programme, kind: Format, wanted: Wanted) -> bytes:
    """The programme in this format: its public sessions, unless organisers work on the file."""
    return _WRITERS[kind](programme, wanted)


def _ics(programme: Programme, wanted: Wanted) -> bytes:
    from forumapp.render import ical

    event = programme.event
    query = "&".join(filter(None, (wanted.query, f"lang={wanted.locale}")))
    return ical.feed(
        programme,
        locale=wanted.locale,
        base_url=wanted.base_url,
        name=" · ".join(filter(None, (event.title.pick(wanted.locale), wanted.of))),
        source_url=f"{wanted.base_url}/events/{event.slug}/programme.ics?{query}",
    )


def _xml(programme: Programme, wanted: Wanted) -> bytes:
    return xml(programme, base_url=wanted.base_url, locale=wanted.locale)


def _json(programme: Programme, wanted: Wanted) -> bytes:
    return json(programme, base_url=wanted.base_url, locale=wanted.locale)


def _csv(programme: Programme, wanted: Wanted) -> bytes:
    return sheets.csv(table(programme, locale=wanted.locale, working=wanted.working))


def _xlsx(programme: Programme, wanted: Wanted) -> bytes:
    sheet = table(programme, locale=wanted.locale, working=wanted.working)
    return sheets.xlsx(sheet, written_at=programme.release.issued_at)


def _docx(programme: Programme, wanted: Wanted) -> bytes:
    from forumapp.render import word  # a large library, for a file that few ask for

    locales = tuple(code for code in (wanted.locale, wanted.beside) if code)
    return word.programme(programme, locales=locales, base_url=wanted.base_url)


_WRITERS: Mapping[Format, Callable[[Programme, Wanted], bytes]] = {
    Format.ICS: _ics,
    Format.XML: _xml,
    Format.JSON: _json,
    Format.CSV: _csv,
    Format.XLSX: _xlsx,
    Format.DOCX: _docx,
}
