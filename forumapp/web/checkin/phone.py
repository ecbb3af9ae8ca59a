"""The page of a phone at a door: a code opens it, and then it is known by a cookie of its own."""

from __future__ import annotations

import gzip
from datetime import datetime
from typing import Any

from flask import (
    Response,
    abort,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from forumapp.config import settings
from forumapp.db import unit_of_work
from forumapp.domain.checkin.doors import DELIVERS
from forumapp.domain.errors import Invalid, NotFound
from forumapp.http.guard import public
from forumapp.http.headers import seeing
from forumapp.http.identity import now
from forumapp.http.locale import locale
from forumapp.http.pictures import send_small_picture
from forumapp.render import doorlist
from forumapp.services import events, limits
from forumapp.services.checkin import lists, openings, scans
from forumapp.services.checkin.openings import OpenDoor
from forumapp.services.limits import Limited
from forumapp.web.checkin import bp
from forumapp.web.checkin.forms import CodeForm
from forumapp.web.checkin.words import words

COOKIE = "door"
PHOTO = 360  # pixels a side


@bp.get("/door/<slug>/")
@public
def door(slug: str) -> ResponseReturnValue:
    """The page that a phone keeps: it holds nothing of anybody, and works without a network."""
    return _page(slug, CodeForm())


@bp.post("/door/<slug>/")
@public
def open_door(slug: str) -> ResponseReturnValue:
    """Open a door to this phone with its code; ten guesses a minute."""
    known(slug)
    with unit_of_work():
        limits.spend(Limited.CODE, f"door {slug} {request.remote_addr}", now=now())
    form, opened = CodeForm(), list[tuple[OpenDoor, str]]()
    if form.sent(lambda: opened.append(_opened(slug, form))):
        response = make_response(redirect(url_for("checkin.door", slug=slug), 303))
        return _remember(response, slug, opened[-1][1])
    return _page(slug, form), form.status


@bp.get("/door/<slug>/state.json")
@public
def state(slug: str) -> ResponseReturnValue:
    """The server's clock, the token that sending needs, and the door that this phone keeps."""
    known(slug)
    try:
        kept = openings.kept_door(slug, token(), now=now())
    except NotFound:
        kept = None
    return jsonify(
        now=milliseconds(now()),
        csrf=generate_csrf(),
        verify=doorlist.public_key(secret=settings().secret_key),
        door=kept and facts_of(kept),
    )


@bp.get("/door/<slug>/list.json")
@public
def people(slug: str) -> ResponseReturnValue:
    """Everybody of the event, signed, for a phone that keeps a door today."""
    door = openings.kept_door(slug, token(), now=now())
    facts = lists.door_list(door, now=now())
    data = doorlist.signed(facts, locale=locale(), secret=settings().secret_key)
    response = Response(data, content_type="application/json")
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.set_data(gzip.compress(data, 6, mtime=0))
        response.content_encoding = "gzip"
    return response


@bp.get("/door/<slug>/photos/<int:person_id>")
@public
def photo(slug: str, person_id: int) -> ResponseReturnValue:
    """Somebody's photo, for a phone that keeps a door today."""
    door = openings.kept_door(slug, token(), now=now())
    return send_small_picture(lists.photo_of(door, person_id), longest=PHOTO)


@bp.post("/door/<slug>/scans")
@public
def deliver(slug: str) -> ResponseReturnValue:
    """Take what a phone scanned, and tell it who came in elsewhere meanwhile.

    `{"sent_at": ms, "after": n, "scans": [{…}, …]}`; the answer names what is safe here.
    """
    doors = openings.kept_doors(slug, token(), now=now())
    if not doors:
        raise NotFound
    sent_at, after, sent = _delivered()
    with unit_of_work():
        delivery = scans.deliver(doors, sent, sent_at=sent_at, now=now())
        openings.heard_of(doors[0], token(), now=now())
    found = scans.entries(doors[0], after=after, now=now())
    return jsonify(
        now=milliseconds(now()),
        kept=delivery.kept,
        refused=delivery.refused,
        after=max((entry.number for entry in found), default=after),
        entries=[
            [entry.person_id, entry.direction, milliseconds(entry.at), entry.key] for entry in found
        ],
    )


def milliseconds(moment: datetime) -> int:
    """Since 1970, as browsers count."""
    return int(moment.timestamp() * 1000)


def _delivered() -> tuple[datetime, int, list[scans.Sent]]:
    """What was sent; 400 for what no phone of ours sends."""
    raw: Any = request.get_json(silent=True)
    try:
        after, found = int(raw["after"]), [scans.read_sent(one) for one in raw["scans"]]
        sent_at = scans.instant(raw["sent_at"])
    except (KeyError, TypeError, ValueError, OverflowError, Invalid):
        abort(400)
    if len(found) > scans.MOST:
        abort(400)
    return sent_at, after, found


def facts_of(kept: OpenDoor) -> dict[str, object]:
    """What a phone is told of the door that it keeps."""
    return {
        "key": kept.key,
        "name": kept.name,
        "part": kept.part_id,
        "day": kept.day.isoformat(),
        "today": kept.today,
        "open": kept.open,
    }


def token() -> str:
    """What this phone is known by; empty where it was never given a code."""
    return request.cookies.get(COOKIE, "")


def known(slug: str) -> events.EventRow:
    """The event; NotFound for one that isn't public."""
    event = events.event(slug)
    if not event.state.public:
        raise NotFound
    return event


def _opened(slug: str, form: CodeForm) -> tuple[OpenDoor, str]:
    return openings.open_door(slug, form.code.data or "", token=token(), now=now())


def _remember(response: Response, slug: str, kept: str) -> Response:
    response.set_cookie(
        COOKIE,
        kept,
        max_age=DELIVERS,
        path=url_for("checkin.door", slug=slug),
        secure=settings().secure_cookies,
        httponly=True,
        samesite="Strict",
    )
    return response


def _page(slug: str, form: CodeForm) -> Response:
    page = render_template("checkin/door.html", event=known(slug), form=form, words=words())
    return seeing(make_response(page))
