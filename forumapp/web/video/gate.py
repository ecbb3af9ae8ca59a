"""/j/<token>: too early, too late, not you, revoked, or on you go."""

from __future__ import annotations

import logging

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from forumapp.config import settings
from forumapp.db import unit_of_work
from forumapp.domain.people import PersonFacts
from forumapp.domain.video import Decision, display_name
from forumapp.gateways.http.origins import allowed_origins
from forumapp.gateways.video import JoinGuest, ProviderFailed, VideoRoomAccess, provider_for
from forumapp.http.guard import public
from forumapp.http.headers import unpublished
from forumapp.http.identity import now
from forumapp.i18n.countries import country_name
from forumapp.services import video
from forumapp.services.video import Knock, Way
from forumapp.web.video import bp

log = logging.getLogger(__name__)
STATUS = {
    Decision.TOO_EARLY: 200,
    Decision.TOO_LATE: 410,
    Decision.NOT_YOU: 403,
    Decision.REVOKED: 410,
}


@bp.get("/j/<token>")
@public
def join(token: str) -> ResponseReturnValue:
    """Let the person in whom the link names, if the room's rule says so now."""
    with unit_of_work():
        knock = video.knock(token, now=now())
    if knock.way is None or knock.person is None:
        return _told(knock)
    try:
        address = _address(knock.way, knock.person)
    except ProviderFailed as failure:
        log.warning("video provider failed: %s", failure.code)
        page = render_template("video/failed.html", knock=knock, event=knock.event)
        return unpublished(page, 503)
    if knock.way.passcode or knock.way.dial_in or knock.way.backup_address:
        page = render_template(
            "video/enter.html",
            knock=knock,
            address=address,
            event=knock.event,
            name=_name(knock.person),
        )
        return unpublished(page, 200)
    return redirect(address)


def _told(knock: Knock) -> ResponseReturnValue:
    page = render_template(
        "video/wait.html" if knock.decision is Decision.TOO_EARLY else "video/closed.html",
        knock=knock,
        event=knock.event,
        here=request.path,
        name=_name(knock.person) if knock.person else "",
        moment=now(),
    )
    return unpublished(page, STATUS[knock.decision])


def _address(way: Way, person: PersonFacts) -> str:
    allowed = allowed_origins(settings().video_origins)
    room = VideoRoomAccess(
        provider=way.provider,
        address=way.address,
        title=way.title,
        meeting_id=way.meeting_id,
        app_id=way.app_id,
        host_link=way.host_link,
        passcode=way.passcode,
        secret=way.secret,
    )
    guest = JoinGuest(name=_name(person), role=way.role, key=person.key)
    return provider_for(way.provider, allowed=allowed).join_address(room, guest, now=now())


def _name(person: PersonFacts) -> str:
    """The name by which the person stands in the room, as protocol writes it there."""
    country = country_name(person.country, "en") if person.country else ""
    return display_name(country, person.name)
