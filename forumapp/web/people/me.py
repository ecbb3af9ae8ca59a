"""My participation: where I stand, my schedule, joining, my code, my calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from forumapp.config import settings
from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.video import Window
from forumapp.http.calendars import written
from forumapp.http.drawn import TOKEN, Drawn
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.locale import locale
from forumapp.http.pictures import picture
from forumapp.render import qr
from forumapp.services import publications
from forumapp.services.people import participation
from forumapp.services.people.own_data import files_of, own_data
from forumapp.services.people.participation import Participation
from forumapp.web.people import bp

_drawn_pages = Drawn()


@bp.get("/me/")
@requires(Action.OWN_PARTICIPATION)
def me() -> ResponseReturnValue:
    """Everything about one's own part on one page."""
    mine = participation.participation(actor(), now=now())
    standing = _standing(mine)
    return _drawn_pages.page(
        (actor().person_id, locale()),
        (mine, standing),
        lambda: _page(
            "people/me.html",
            mine,
            standing,
            code=_code(mine),
            feed_url=_feed_url(mine),
        ),
    )


@bp.get("/me/schedule")
@requires(Action.OWN_PARTICIPATION)
def schedule() -> ResponseReturnValue:
    """The whole programme, to choose one's sessions from without a script."""
    mine = participation.participation(actor(), now=now())
    return _page("people/me_schedule.html", mine, _standing(mine)).replace(TOKEN, generate_csrf())


@bp.get("/me/attended")
@requires(Action.OWN_PARTICIPATION)
def attended() -> ResponseReturnValue:
    """The sessions in which one was seen."""
    row = participation.event_of(actor())
    return render_template(
        "people/me_attended.html",
        event=publications.announced(publications.of_event(row.slug)),
        attended=participation.attended(actor(), now=now()),
    )


@bp.get("/me/badge")
@requires(Action.OWN_PARTICIPATION)
def badge() -> ResponseReturnValue:
    """The code alone, as large as the screen allows, for the door."""
    mine = participation.participation(actor(), now=now())
    return _page("people/me_badge.html", mine, _standing(mine), code=_code(mine))


@bp.get("/me/calendar.ics")
@requires(Action.OWN_PARTICIPATION)
def calendar() -> Response:
    """One's calendar as a file, for programs that can't subscribe."""
    own = participation.own_calendar(actor())
    response = Response(written(own), content_type="text/calendar; charset=utf-8")
    name = f"{own.published.programme.event.slug}-my-sessions.ics"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.get("/me/my-data.zip")
@requires(Action.OWN_PARTICIPATION)
def my_data() -> Response:
    """Everything that is kept about oneself, as one file."""
    from forumapp.render import archive
    from forumapp.web.people.own_words import in_words

    with unit_of_work():
        kept = own_data(actor())
    files = {key: picture(key) for key in files_of(kept)}
    data = archive.personal(kept, files, in_words=in_words(kept))
    response = Response(data, content_type="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    return response


@bp.post("/me/feed")
@requires(Action.OWN_PARTICIPATION)
def new_feed() -> ResponseReturnValue:
    """A new address for one's calendar; the one before ends."""
    with unit_of_work():
        participation.new_feed_address(actor())
    flash(
        _("Your calendar has a new address. Subscribe to it anew; the old one has ended."),
        "success",
    )
    return redirect(url_for("people.me", _anchor="calendar"), 303)


class Door(StrEnum):
    """Whether a room to join is open yet, still, or no longer."""

    AHEAD = "ahead"
    OPEN = "open"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the hour makes of a participation."""

    may_change: bool
    may_register: bool
    offers: frozenset[int]  # the parts in which a seat can be accepted
    doors: Mapping[int, Door]


def _standing(mine: Participation) -> Standing:
    return Standing(
        may_change=mine.may_change(now=now()),
        may_register=mine.event.registration_open(now=now()),
        offers=mine.offers(now=now()),
        doors={session_id: _door(link.window) for session_id, link in mine.joins.items()},
    )


def _door(window: Window) -> Door:
    if now() < window.opens_at:
        return Door.AHEAD
    return Door.OPEN if now() < window.closes_at else Door.OVER


def _page(template: str, mine: Participation, standing: Standing, **more: object) -> str:
    shown = mine.published
    return render_template(
        template,
        mine=mine,
        standing=standing,
        event=shown.programme.event,
        row=mine.event,
        programme=shown.programme,
        rooms=shown.rooms,
        token=TOKEN,
        **more,
    )


def _feed_url(mine: Participation) -> str:
    return f"{settings().base_url}{mine.feed_path}"


def _code(mine: Participation) -> Markup:
    return _drawn(mine.badge, _("Your code as a QR picture")) if mine.takes_part else Markup()


@lru_cache(maxsize=512)
def _drawn(data: str, title: str) -> Markup:
    """Drawing a code takes longer than all the rest of the page."""
    return qr.svg(data, title=title)
