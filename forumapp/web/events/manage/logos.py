"""Logos: kept when they are uploaded, shown to whoever may see the event."""

from __future__ import annotations

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from forumapp.domain.errors import NotFound
from forumapp.http.guard import public
from forumapp.http.identity import actor
from forumapp.http.pictures import keep_picture, send_picture
from forumapp.services import events
from forumapp.web.events import bp

LONGEST = 800  # pixels a side: sharp in print at 6 cm
YEAR = 365 * 24 * 3600


@bp.get("/events/<slug>/logos/<key>")
@public
def logo(slug: str, key: str) -> ResponseReturnValue:
    """A logo of an event; its key names its content, so it never changes."""
    if not events.may_show_logo(actor(), slug, key):
        raise NotFound
    return send_picture(key, seconds=YEAR, private=bool(request.cookies))


def keep_logo(upload: Any) -> str:
    """Keep an uploaded picture and return its key, empty without one; Invalid for `upload`."""
    if not upload or not upload.filename:
        return ""
    upload.stream.seek(0)
    return keep_picture(upload, field="upload", longest=LONGEST)
