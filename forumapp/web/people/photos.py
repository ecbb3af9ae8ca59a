"""Photos of people: public when the published programme shows them."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from forumapp.domain.errors import Forbidden, NotFound
from forumapp.http.guard import public
from forumapp.http.identity import actor
from forumapp.http.pictures import send_picture
from forumapp.services import events, people, publications
from forumapp.web.people import bp

HOUR = 3600


@bp.get("/events/<slug>/photos/<key>")
@public
def shown_photo(slug: str, key: str) -> ResponseReturnValue:
    """A photo that the current release shows to everyone, or that who asks may see at work."""
    if _is_published(slug, key):
        return send_picture(key, seconds=HOUR, private=False)
    if _is_at_work(slug, key):
        return send_picture(key, seconds=0, private=True)
    raise NotFound


def _is_published(slug: str, key: str) -> bool:
    try:
        current = publications.current(slug)
    except NotFound:
        return False
    return any(one.photo == key for one in publications.published(current).people.values())


def _is_at_work(slug: str, key: str) -> bool:
    try:
        return people.has_photo(actor(), events.event(slug).id, key)
    except (NotFound, Forbidden):
        return False
