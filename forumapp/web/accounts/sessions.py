"""Where one is signed in."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.http import identity
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.services import accounts
from forumapp.web.accounts import bp
from forumapp.web.accounts.account import session_here
from forumapp.web.accounts.words import ago, device


@bp.get("/account/sessions")
@requires(Action.OWN_ACCOUNT)
def sessions() -> ResponseReturnValue:
    """Every browser that is signed in."""
    rows = accounts.my_sessions(actor(), now=now())
    shown = [(row, device(row.agent), ago(row.seen_at, now=now())) for row in rows]
    return render_template("accounts/sessions.html", sessions=shown, here=session_here())


@bp.post("/account/sessions/<int:session_id>/end")
@requires(Action.OWN_ACCOUNT)
def end_session(session_id: int) -> ResponseReturnValue:
    """Sign one browser out."""
    with unit_of_work():
        accounts.end(actor(), session_id, now=now())
    if session_id == session_here():
        identity.sign_out()
        return redirect(url_for("accounts.login"))
    flash(_("That browser is signed out."), "success")
    return redirect(url_for("accounts.sessions"))


@bp.post("/account/sessions/end-others")
@requires(Action.OWN_ACCOUNT)
def end_other_sessions() -> ResponseReturnValue:
    """Sign every other browser out."""
    with unit_of_work():
        ended = accounts.end_others(actor(), but=session_here(), now=now())
    flash(
        ngettext(
            "%(num)s other browser is signed out.",
            "%(num)s other browsers are signed out.",
            ended,
        ),
        "success",
    )
    return redirect(url_for("accounts.sessions"))
