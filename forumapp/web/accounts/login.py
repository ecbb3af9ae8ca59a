"""Signing in and out."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from urllib.parse import urlsplit

from flask import flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.errors import Invalid, NotFound
from forumapp.http import identity
from forumapp.http.guard import public
from forumapp.http.identity import actor, now
from forumapp.http.locale import COOKIE, remember
from forumapp.services import accounts
from forumapp.web.accounts import bp
from forumapp.web.accounts.forms import CodeForm, LoginForm

PENDING = "second_factor"  # in the browser's session: who has shown the password alone
TO_FINISH = timedelta(minutes=10)


@bp.route("/login", methods=["GET", "POST"])
@public
def login() -> ResponseReturnValue:
    """Ask for address and password; the second factor has a page of its own."""
    target = local(request.args.get("next"))
    if request.method == "GET" and identity.staff():
        return redirect(target)
    form = LoginForm()
    if form.is_submitted() and form.validate():
        with unit_of_work():
            tries = accounts.count_login(email=form.email.data, address=address(), now=now())
        found = accounts.recognise(email=form.email.data, password=form.password.data)
        if found is not None:
            return _let_in(found, tries, target)
        form.form_errors.append(_("This address and this password don't go together."))
    status = 422 if form.is_submitted() else 200
    return render_template("accounts/login.html", form=form, target=target), status


@bp.route("/login/code", methods=["GET", "POST"])
@public
def login_code() -> ResponseReturnValue:
    """Ask for the second factor."""
    target = local(request.args.get("next"))
    found = _pending()
    if found is None:
        return redirect(url_for("accounts.login", next=target))
    form = CodeForm()
    if form.is_submitted() and form.validate():
        with unit_of_work():
            tries = accounts.count_code(found.user_id, address=address(), now=now())
        try:
            return _finish(found, tries, target, code=form.code.data)
        except Invalid as refused:
            form.refuse(refused)
    status = 422 if form.is_submitted() else 200
    return render_template("accounts/login_code.html", form=form, target=target), status


@bp.post("/logout")
@public
def logout() -> ResponseReturnValue:
    """End this browser's session, here and on the server."""
    end_here()
    flash(_("You are signed out."), "success")
    return redirect(url_for("accounts.login"))


def end_here() -> None:
    """Sign this browser out, if anybody of the staff is signed in."""
    signed_in = identity.staff()
    if signed_in is not None:
        with suppress(NotFound), unit_of_work():
            accounts.end(actor(), signed_in.session_id, now=now())
    identity.sign_out()


def local(target: str | None) -> str:
    """Where to go after signing in: a path of this site, else the workspace."""
    home = url_for("events.index") + "manage/"
    if not target or not target.startswith("/") or not target.isprintable() or "\\" in target:
        return home
    parts = urlsplit(target)
    strays = parts.scheme or parts.netloc or target.startswith("//")
    return home if strays else target


def address() -> str:
    """The network address that asks, as far as the proxies in front are trusted to tell."""
    return request.remote_addr or ""


def _let_in(found: accounts.Recognised, tries: tuple[int, ...], target: str) -> ResponseReturnValue:
    if not found.second_factor:
        return _finish(found, tries, target)
    with unit_of_work():
        found = accounts.passed_password(found, tries=tries)
    until = int((now() + TO_FINISH).timestamp())
    session[PENDING] = (found.user_id, found.stamp, until)
    return redirect(url_for("accounts.login_code", next=target))


def _finish(
    found: accounts.Recognised, tries: tuple[int, ...], target: str, *, code: str = ""
) -> ResponseReturnValue:
    """Begin the session under a new identifier; the one this browser had is over."""
    with unit_of_work():
        signed_in = accounts.sign_in(
            found,
            code=code,
            tries=tries,
            address=address(),
            agent=request.user_agent.string,
            now=now(),
        )
    end_here()
    identity.sign_in(signed_in.token)
    response = make_response(redirect(target))
    if COOKIE not in request.cookies:
        remember(response, signed_in.locale)
    return response


def _pending() -> accounts.Recognised | None:
    kept = session.get(PENDING)
    if not kept or kept[2] < now().timestamp():
        session.pop(PENDING, None)
        return None
    return accounts.still_recognised(kept[0], kept[1])
