"""The programme to take away: for calendars, schedule programs, spreadsheets, Word."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import request
from flask.typing import ResponseReturnValue

from forumapp.config import settings
from forumapp.domain.errors import NotFound
from forumapp.domain.programme import Programme
from forumapp.domain.selection import Field, Selection
from forumapp.http.guard import public
from forumapp.http.locale import locale
from forumapp.http.pages import COMMON, RARE, released
from forumapp.render import schedule
from forumapp.render.schedule import Format, Wanted
from forumapp.services import publications
from forumapp.services.publications import Current
from forumapp.web.agenda import bp
from forumapp.web.agenda.asked import called

CHOSEN_BY = (Field.PART, Field.ROOM, Field.TRACK, Field.PERSON)


@bp.get(f"/events/<slug>/programme.<any({', '.join(Format)}):kind>")
@public
def programme_file(slug: str, kind: str) -> ResponseReturnValue:
    """The programme as a file of this format: all of it, or of one part, room, track or speaker.

    `with` asks for a second language beside the first, in a format that takes two.
    """
    chosen = Format(kind)
    second = request.args.get("with", "") if chosen.takes_two else ""
    numbers = {by: request.args.get(by, type=int) for by in CHOSEN_BY}
    wanted = {by: number for by, number in numbers.items() if number is not None}

    def render(current: Current) -> bytes:
        found = publications.published(current)
        names = tuple(_name(current, by, number) for by, number in wanted.items())
        asked = Wanted(
            locale=locale(),
            beside=_beside(second, found.programme),
            base_url=settings().base_url,
            of=", ".join(names),
            query=urlencode({by.value: number for by, number in wanted.items()}),
        )
        return schedule.file(Selection(wanted).of(found.programme), chosen, asked)

    return released(
        slug,
        render,
        media_type=chosen.media_type,
        vary=(*numbers.values(), second),
        download=f"{slug}.{kind}",
        shelf=RARE if wanted.keys() - {Field.PART} else COMMON,
    )


def _name(current: Current, by: Field, number: int) -> str:
    """What a number is called, now or in the latest release that had it; else NotFound.

    So whoever subscribed to what is no longer in the programme finds it empty, and not gone.
    """
    for found in publications.latest_first(current):
        names = dict(called(found, by))
        if number in names:
            return names[number]
    raise NotFound


def _beside(language: str, programme: Programme) -> str:
    """The second language; NotFound where the event has no texts in it, or it is the first."""
    if language and (language == locale() or language not in programme.event.languages):
        raise NotFound
    return language


@bp.get("/events/<slug>/sessions/<code>.ics")
@public
def session_ics(slug: str, code: str) -> ResponseReturnValue:
    """One session as a calendar entry."""

    def render(current: Current) -> bytes:
        from forumapp.render import ical

        found = publications.published(current)
        return ical.session(
            found.programme, found.session(code), locale=locale(), base_url=settings().base_url
        )

    return released(slug, render, media_type=Format.ICS.media_type, download=f"{slug}-{code}.ics")
