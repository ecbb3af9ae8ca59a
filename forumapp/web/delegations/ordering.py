"""The order of countries: chosen, drawn by lot, or set by hand with a reason."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import RadioField
from wtforms.fields import SelectChoice

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.delegations import CountryOrder, HostPlace
from forumapp.domain.errors import Conflict, Invalid
from forumapp.http.forms import CodeField, EditForm, Lines, words
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.i18n import catalogue
from forumapp.services import delegations
from forumapp.services.delegations import ordering
from forumapp.web.delegations import bp


class OrderForm(EditForm):
    """How the delegations of the event are ordered, wherever they are listed."""

    country_order = CodeField(lazy_gettext("Order of countries"), CountryOrder)
    order_language = RadioField(
        lazy_gettext("Alphabet"),
        description=lazy_gettext("The language whose names are ordered."),
    )
    host_place = CodeField(lazy_gettext("Hosts stand"), HostPlace)
    order_reason = Lines(
        lazy_gettext("Reason for the order"),
        longest=1000,
        description=lazy_gettext("An order set by hand needs one."),
    )

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.order_language.choices = [
            SelectChoice(code, catalogue.own_name(code)) for code in catalogue.locales()
        ]


@bp.route("/manage/<slug>/delegations/order", methods=["GET", "POST"])
@requires(Action.EDIT_EVENT)
def order(slug: str) -> ResponseReturnValue:
    """Choose the order, and see every draw there was."""
    form = OrderForm(obj=g.event)

    def save() -> None:
        ordering.arrange(actor(), g.event.id, values=form.values(), version=form.edited)

    if form.sent(save):
        flash(_("The order of countries is saved."), "success")
        return redirect(url_for("delegations.index", slug=slug))
    return _page(form), form.status


@bp.post("/manage/<slug>/delegations/draw")
@requires(Action.EDIT_EVENT)
def draw(slug: str) -> ResponseReturnValue:
    """Draw lots, now and for everybody to see."""
    try:
        with unit_of_work():
            ordering.draw_lots(actor(), g.event.id, seed=request.form.get("seed", ""), now=now())
    except Invalid as refusal:
        flash(words(refusal.errors["seed"], facts=refusal.facts), "error")
    except Conflict:
        flash(_("There is no delegation to draw."), "warn")
    else:
        flash(_("The lots are drawn. The order is in force."), "success")
    return redirect(url_for("delegations.order", slug=slug, _anchor="draws"), 303)


def _page(form: OrderForm) -> str:
    return render_template(
        "delegations/manage_order.html",
        event=g.event,
        form=form,
        rows=delegations.listed(actor(), g.event.id),
        draws=ordering.draws(actor(), g.event.id),
    )
