"""Personal links: opening one, and asking for it again."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.errors import NotFound
from forumapp.http.forms import Form, Mail
from forumapp.http.guard import public
from forumapp.http.identity import forget_participant, now, remember_participant
from forumapp.services import people
from forumapp.services.people import sending
from forumapp.services.tokens import Revoked
from forumapp.web.people import bp


class LinkForm(Form):
    """Where the link is to be sent."""

    email = Mail(_("E-mail"), required=True, longest=254)


@bp.get("/me/open/<token>")
@public
def open_link(token: str) -> ResponseReturnValue:
    """Let this browser act for the person, and take the token out of its address."""
    try:
        person_id, version = people.open_link(token)
    except Revoked:
        return _page(dead=True), 410
    except NotFound:
        return _page(dead=True), 404
    remember_participant(person_id, version)
    return redirect(url_for("people.me"), 303)


@bp.get("/me/link")
@public
def no_link() -> ResponseReturnValue:
    """For a browser that opened no personal link: how to have it sent again."""
    return _page(dead=False), 401


@bp.post("/me/link")
@public
def send_link() -> ResponseReturnValue:
    """Send the links of an address again; the answer is the same whether there are any."""
    form = LinkForm()
    if not form.validate():
        return _page(dead=False, form=form), 422
    email: str = form.email.data
    with unit_of_work():
        allowed = sending.count_try(email, address=request.remote_addr or "", now=now())
    if allowed:
        with unit_of_work():
            sending.send_links(email, now=now())
    return redirect(url_for("people.link_sent"), 303)


@bp.get("/me/link/sent")
@public
def link_sent() -> ResponseReturnValue:
    """What to expect."""
    return render_template("people/link_sent.html")


@bp.post("/me/leave")
@public
def leave() -> ResponseReturnValue:
    """Let this browser act for the person no more."""
    forget_participant()
    return redirect(url_for("people.left"), 303)


@bp.get("/me/left")
@public
def left() -> ResponseReturnValue:
    """The browser is signed out."""
    return render_template("people/left.html")


def _page(*, dead: bool, form: LinkForm | None = None) -> str:
    return render_template("people/no_link.html", dead=dead, form=form or LinkForm())
