"""Who speaks."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from forumapp.http.guard import public
from forumapp.http.pages import released
from forumapp.services import publications
from forumapp.services.publications import Current
from forumapp.web.speakers import bp


@bp.get("/events/<slug>/speakers")
@public
def index(slug: str) -> ResponseReturnValue:
    """Everyone who speaks in the published programme, by family name."""
    return released(slug, _index)


def _index(current: Current) -> str:
    found = publications.published(current)
    return render_template(
        "speakers/index.html",
        event=found.programme.event,
        programme=found.programme,
        rooms=found.rooms,
        photos={
            person.id: url_for(
                "people.shown_photo", slug=found.programme.event.slug, key=person.photo
            )
            for person in found.programme.people
            if person.photo
        },
    )
