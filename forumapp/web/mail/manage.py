"""The outbox of an event, and sending again what failed."""

from __future__ import annotations

from math import ceil
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import Conflict
from forumapp.domain.mail import MailKind, MailState
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.services import mail
from forumapp.services.events import EventRow
from forumapp.web.mail import bp
from forumapp.web.mail.words import reason

SIZE = 50
NAMES = ("q", "state", "kind", "page")


@bp.get("/manage/<slug>/messages")
@requires(Action.READ_REGISTRATIONS)
def messages(slug: str) -> ResponseReturnValue:
    """Every mail of the event, latest first. Never what it says: that holds personal links."""
    event: EventRow = g.event
    state, kind = request.args.get("state", type=MailState), request.args.get("kind", type=MailKind)
    query = request.args.get("q", "")[:200]
    page = max(1, request.args.get("page", 1, type=int))
    rows, found = mail.messages(
        actor(), event.id, state=state, kind=kind, query=query, page=page, size=SIZE
    )
    counted = mail.count_states(actor(), event.id)
    return render_template(
        "messages/index.html",
        event=event,
        rows=rows,
        found=found,
        counted=counted,
        all=sum(counted.values()),
        state=state,
        kind=kind,
        query=query,
        page_number=page,
        pages=max(1, ceil(found / SIZE)),
        states=MailState,
        kinds=[kind for kind in MailKind if kind is not MailKind.PASSWORD_RESET],
        address=lambda **changes: _address(slug, **changes),
        page_address=lambda number: _address(slug, page=number),
        reason=reason,
    )


@bp.post("/manage/<slug>/messages/<int:mail_id>/again")
@requires(Action.DECIDE_REGISTRATIONS)
def again(slug: str, mail_id: int) -> ResponseReturnValue:
    """Send one mail again, to the address that holds now."""
    try:
        with unit_of_work():
            recipient = mail.retry(actor(), g.event.id, mail_id, now=now())
        flash(_("The mail goes to %(address)s again.", address=recipient), "success")
    except Conflict:
        flash(_("This mail has left meanwhile, or waits to be sent."), "warn")
    if circular := request.args.get("circular", type=int):
        here = url_for("mail.circular", slug=slug, key=circular, _anchor="delivery")
        return redirect(here, 303)
    return redirect(_address(slug), 303)


@bp.post("/manage/<slug>/messages/again")
@requires(Action.DECIDE_REGISTRATIONS)
def all_again(slug: str) -> ResponseReturnValue:
    """Send all failed mails again."""
    with unit_of_work():
        number = mail.retry_failed(actor(), g.event.id, now=now())
    text = ngettext("%(num)s mail is sent again.", "%(num)s mails are sent again.", number)
    flash(text, "success")
    return redirect(url_for("mail.messages", slug=slug), 303)


def _address(slug: str, **changes: Any) -> str:
    """The list's own address with its filters, some of them changed; an empty one is left out."""
    kept = {name: request.args.get(name) for name in NAMES}
    if "page" not in changes and changes:
        kept.pop("page")
    chosen = {name: value for name, value in {**kept, **changes}.items() if value}
    return url_for("mail.messages", slug=slug, **chosen)
