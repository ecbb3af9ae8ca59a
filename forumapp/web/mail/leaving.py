"""Circulars leaving: tried out, sent, planned, stopped, or thrown away."""

from __future__ import annotations

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forumapp.db import unit_of_work
from forumapp.domain import clock
from forumapp.domain.access import Action
from forumapp.domain.errors import Conflict, NotFound
from forumapp.http.enclosures import drop_enclosures
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.locale import locale
from forumapp.i18n.catalogue import joined, language_name
from forumapp.services import circulars
from forumapp.services.events import EventRow
from forumapp.web.mail import bp
from forumapp.web.mail.circulars import page_of, shown
from forumapp.web.mail.forms import PlanForm


@bp.post("/manage/<slug>/messages/circulars/<int:key>/test")
@requires(Action.DECIDE_REGISTRATIONS)
def test_circular(slug: str, key: int) -> ResponseReturnValue:
    """Send it to the one who acts, in each language, as a reader would get it."""
    reader = request.form.get("reader", 0, type=int)
    with unit_of_work():
        sent = circulars.send_test(actor(), g.event.id, key, reader, now=now())
    names = joined([language_name(code, locale()) for code in sent], locale())
    flash(_("A test is on its way to you: %(languages)s.", languages=names), "success")
    return redirect(url_for("mail.circular", slug=slug, key=key, reader=reader))


@bp.post("/manage/<slug>/messages/circulars/<int:key>/send")
@requires(Action.DECIDE_REGISTRATIONS)
def send_circular(slug: str, key: int) -> ResponseReturnValue:
    """Send it now."""
    try:
        with unit_of_work():
            number = circulars.send(actor(), g.event.id, key, now=now())
    except Conflict:
        flash(_("It has left already. Nobody gets it twice."), "warn")
    else:
        text = ngettext("%(num)s mail is on its way.", "%(num)s mails are on their way.", number)
        flash(text, "success")
    return redirect(page_of(key))


@bp.post("/manage/<slug>/messages/circulars/<int:key>/plan")
@requires(Action.DECIDE_REGISTRATIONS)
def plan_circular(slug: str, key: int) -> ResponseReturnValue:
    """Have it leave later."""
    event: EventRow = g.event
    form = PlanForm()

    def plan() -> None:
        at = clock.instant(form.at.data, event.zone) if form.at.data else None
        circulars.plan(actor(), event.id, key, at=at, days_before=form.days, now=now())

    try:
        if form.sent(plan):
            flash(_("It is planned."), "success")
            return redirect(page_of(key))
    except Conflict:
        flash(_("It has left meanwhile, or is planned."), "warn")
        return redirect(page_of(key))
    return shown(key, form)


@bp.post("/manage/<slug>/messages/circulars/<int:key>/stop")
@requires(Action.DECIDE_REGISTRATIONS)
def stop_circular(slug: str, key: int) -> ResponseReturnValue:
    """Make what is planned a draft again."""
    try:
        with unit_of_work():
            circulars.unplan(actor(), g.event.id, key)
        flash(_("It is a draft again."), "success")
    except Conflict:
        flash(_("It has left already. Nobody gets it twice."), "warn")
    return redirect(page_of(key))


@bp.post("/manage/<slug>/messages/circulars/<int:key>/delete")
@requires(Action.DECIDE_REGISTRATIONS)
def delete_circular(slug: str, key: int) -> ResponseReturnValue:
    """Throw a draft away."""
    try:
        with unit_of_work():
            over = circulars.delete(actor(), g.event.id, key)
    except Conflict:
        raise NotFound from None
    drop_enclosures(over)
    flash(_("The draft is deleted."), "success")
    return redirect(url_for("mail.circular_list", slug=slug))
