"""What a participant agreed to, and being forgotten."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import Conflict
from forumapp.http.guard import public, requires
from forumapp.http.identity import actor, forget_participant, now
from forumapp.services import privacy, publications
from forumapp.services.people import participation
from forumapp.web.privacy import bp

ERASE = "erase"


@bp.get("/me/consents")
@requires(Action.OWN_PARTICIPATION)
def consents() -> ResponseReturnValue:
    """What the participant agreed to, when and what for."""
    row = participation.event_of(actor())
    return render_template(
        "privacy/consents.html",
        event=publications.announced(publications.of_event(row.slug)),
        row=row,
        consents=privacy.own_consents(actor()),
        listed=privacy.LISTED,
    )


@bp.post("/me/consents")
@requires(Action.OWN_PARTICIPATION)
def change_consent() -> ResponseReturnValue:
    """Give one, or take it back."""
    given = request.form.get("given") == "yes"
    with unit_of_work():
        privacy.set_own_consent(actor(), request.form.get("consent", ""), given=given, now=now())
    flash(
        _("You agree to it from now on.") if given else _("You have taken it back. It holds now."),
        "success",
    )
    return redirect(url_for("privacy.consents"), 303)


@bp.get("/me/erase")
@requires(Action.OWN_PARTICIPATION)
def ask() -> ResponseReturnValue:
    """What would be lost and what is kept, or what to do first."""
    return _page()


@bp.post("/me/erase")
@requires(Action.OWN_PARTICIPATION)
def erase() -> ResponseReturnValue:
    """Erase all that is known of the participant, once the box is ticked."""
    if request.form.get("confirm") != ERASE:
        error = _("Please tick the box first, so that nobody is erased by mistake.")
        return _page(error=error), 422
    try:
        with unit_of_work():
            privacy.erase_own(actor(), now=now())
    except Conflict:
        return _page(), 409
    forget_participant()
    return redirect(url_for("privacy.erased"), 303)


@bp.get("/me/erased")
@public
def erased() -> ResponseReturnValue:
    """That it is done."""
    return render_template("privacy/erased.html")


def _page(*, error: str = "") -> str:
    row = participation.event_of(actor())
    return render_template(
        "privacy/erase_own.html",
        event=publications.announced(publications.of_event(row.slug)),
        row=row,
        standing=privacy.own_standing(actor(), now=now()),
        error=error,
        word=ERASE,
    )
