"""The page of a phone at a door: a code opens it, and then it is known by a cookie of its own."""

from __future__ import annotations

from flask import Response, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from forumapp.config import settings
from forumapp.db import unit_of_work
from forumapp.domain.checkin.doors import DELIVERS
from forumapp.domain.errors import NotFound
from forumapp.http.guard import public
from forumapp.http.identity import now
from forumapp.services import events, limits
from forumapp.services.checkin import openings
from forumapp.services.checkin.openings import OpenDoor
from forumapp.services.limits import Limited
from forumapp.web.checkin import bp
from forumapp.web.checkin.forms import CodeForm

COOKIE = "door"


@bp.get("/door/<slug>/")
@public
def door(slug: str) -> ResponseReturnValue:
    """The page that a phone keeps: it holds nothing of anybody, and works without a network."""
    return _page(slug, CodeForm())


@bp.post("/door/<slug>/")
@public
def open_door(slug: str) -> ResponseReturnValue:
    """Open a door to this phone with its code; ten guesses a minute."""
    _known(slug)
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
    _known(slug)
    try:
        kept = openings.kept_door(slug, token(), now=now())
    except NotFound:
        kept = None
    return jsonify(now=now().isoformat(), csrf=generate_csrf(), door=kept and facts_of(kept))


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


def _known(slug: str) -> events.EventRow:
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


def _page(slug: str, form: CodeForm) -> str:
    return render_template("checkin/door.html", event=_known(slug), form=form)
