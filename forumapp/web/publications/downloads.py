"""The public page of everything that a programme can be taken away as."""

from __future__ import annotations

from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue

from forumapp.config import settings
from forumapp.domain.selection import Field, Selection
from forumapp.http.guard import public
from forumapp.http.pages import released
from forumapp.services import publications
from forumapp.services.publications import Current
from forumapp.web.agenda.asked import filters
from forumapp.web.agenda.formats import CHOSEN_BY
from forumapp.web.publications import bp, choices


@bp.get("/events/<slug>/programme/files")
@public
def downloads(slug: str) -> ResponseReturnValue:
    """The programme, or one part of it, to read, to print, and for other programs."""
    part_id = request.args.get("part", type=int)
    return released(slug, partial(_page, part_id=part_id), asked={"part": part_id})


def _page(current: Current, *, part_id: int | None) -> str:
    found = publications.published(current)
    event = found.programme.event
    return render_template(
        "publications/files.html",
        event=event,
        release=found.programme.release,
        parts=found.parts,
        part=found.part(part_id) if part_id else None,
        zones=choices.zones(event),
        languages=publications.volumes.languages(event.languages),
        feeds=[filters(found, Selection())[by] for by in CHOSEN_BY if by is not Field.PART],
        base_url=settings().base_url,
    )
