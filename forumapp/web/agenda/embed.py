"""The programme on the pages of others: a bare page for their frames, a script that makes one.

Anybody may frame the page: it holds what everyone may read, takes no input and sets no cookie.
"""

from __future__ import annotations

from functools import cache, partial

from flask import Response, g, render_template, request
from flask.typing import ResponseReturnValue

from forumapp.config import ROOT
from forumapp.http.guard import public
from forumapp.http.headers import framed_by_anyone
from forumapp.http.pages import released
from forumapp.services import publications
from forumapp.services.publications import Current
from forumapp.web.agenda import bp
from forumapp.web.agenda.public import context


@bp.get("/events/<slug>/embed")
@public
def embed(slug: str) -> ResponseReturnValue:
    """The programme, or one part of it, without anything around it."""
    g.forgets_language = True
    part_id = request.args.get("part", type=int)
    return released(
        slug,
        partial(_page, part_id=part_id),
        asked={"part": part_id},
        headers=framed_by_anyone(),
    )


def _page(current: Current, *, part_id: int | None) -> str:
    found = publications.published(current)
    programme = found.programme
    part = found.part(part_id) if part_id else None
    return render_template(
        "agenda/embed.html",
        **context(found),
        programme=programme.of_part(part.id) if part else programme,
        part=part,
    )


@bp.get("/embed.js")
@public
def embed_script() -> ResponseReturnValue:
    """The script that others put into their pages."""
    response = Response(_script(), mimetype="text/javascript")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@cache
def _script() -> bytes:
    return (ROOT / "forumapp/static/js/embed.js").read_bytes()
