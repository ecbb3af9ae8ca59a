"""The programme to take away: for calendars, schedule programs, spreadsheets, Word."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from forumapp.config import settings
from forumapp.domain.errors import NotFound
from forumapp.domain.programme import Programme
from forumapp.http.guard import public
from forumapp.http.locale import locale
from forumapp.http.pages import released
from forumapp.render import ical, schedule
from forumapp.render.schedule import Format, Wanted
from forumapp.services import publications
from forumapp.services.publications import Current
from forumapp.web.agenda import bp


@bp.get(f"/events/<slug>/programme.<any({', '.join(Format)}):kind>")
@public
def programme_file(slug: str, kind: str) -> ResponseReturnValue:
    """The programme, or the part that `part` asks for, as a file of this format.

    `with` asks for a second language beside the first, in a format that takes two.
    """
    chosen, part_id = Format(kind), request.args.get("part", type=int)
    second = request.args.get("with", "") if chosen.takes_two else ""

    def render(current: Current) -> bytes:
        found = publications.published(current)
        programme = found.programme
        if part_id:
            programme = programme.of_part(found.part(part_id).id)
        wanted = Wanted(
            locale=locale(), beside=_beside(second, programme), base_url=settings().base_url
        )
        return schedule.file(programme, chosen, wanted)

    return released(
        slug,
        render,
        media_type=chosen.media_type,
        vary=(part_id, second),
        download=f"{slug}.{kind}",
    )


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
        found = publications.published(current)
        return ical.session(
            found.programme, found.session(code), locale=locale(), base_url=settings().base_url
        )

    return released(slug, render, media_type=Format.ICS.media_type, download=f"{slug}-{code}.ics")
