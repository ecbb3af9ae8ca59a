"""The personal feed, which calendar programs ask for by its token."""

from __future__ import annotations

from hashlib import sha256

from flask import Response, request
from flask.typing import ResponseReturnValue

from forumapp.http.calendars import written
from forumapp.http.guard import public
from forumapp.services.people import participation
from forumapp.web.calendar import bp


@bp.get("/feeds/<token>.ics")
@public
def feed(token: str) -> ResponseReturnValue:
    """One person's sessions (RFC 5545, RFC 7986), or 304 when nothing has changed.

    Who holds the address is served; the address ends when it is changed and with the registration.
    """
    data = written(participation.calendar(token))
    response = Response(data, content_type="text/calendar; charset=utf-8")
    response.set_etag(sha256(data).hexdigest()[:32])
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)
