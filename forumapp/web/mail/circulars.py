"""Circulars: written, and looked at as one reader would see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.config import settings
from forumapp.domain.access import Action
from forumapp.domain.circulars import MANY_BYTES, Own, Placeholder, Starter
from forumapp.domain.errors import Conflict
from forumapp.domain.events import Mode
from forumapp.domain.mail import MailState
from forumapp.domain.registration import RegistrationStatus
from forumapp.http.guard import requires
from forumapp.http.headers import framing, only_these_styles
from forumapp.http.identity import actor, now
from forumapp.http.locale import locale
from forumapp.i18n.circulars import starting
from forumapp.i18n.words import label
from forumapp.services import circulars, questions, registration
from forumapp.services.circulars import CircularRow
from forumapp.services.events import EventRow
from forumapp.web.mail import bp
from forumapp.web.mail.forms import CircularForm, PlanForm
from forumapp.web.mail.words import reason
from forumapp.web.registration.listing import choices, is_filter

SHOWN = 30  # recipients that a page names
DELIVERED = 50  # mails that a page lists
EVERYONE_COMING = {"status": RegistrationStatus.APPROVED.value}
FOR_WHOM: Mapping[Starter, Mapping[str, str]] = {
    Starter.PRACTICAL: {**EVERYONE_COMING, "mode": Mode.ROOM.value},
    Starter.JOINING: {**EVERYONE_COMING, "mode": Mode.ONLINE.value},
}


@bp.get("/manage/<slug>/messages/circulars")
@requires(Action.READ_REGISTRATIONS)
def circular_list(slug: str) -> ResponseReturnValue:
    """Every circular, the latest first."""
    rows = circulars.circulars(actor(), g.event.id)
    return render_template("messages/circulars.html", event=g.event, rows=rows)


@bp.route("/manage/<slug>/messages/circulars/new", methods=["GET", "POST"])
@requires(Action.DECIDE_REGISTRATIONS)
def new_circular(slug: str) -> ResponseReturnValue:
    """Write a circular to those whom the address filters."""
    return _written(None)


@bp.route("/manage/<slug>/messages/circulars/<int:key>/edit", methods=["GET", "POST"])
@requires(Action.DECIDE_REGISTRATIONS)
def edit_circular(slug: str, key: int) -> ResponseReturnValue:
    """Change a draft."""
    row = circulars.circular(actor(), g.event.id, key)
    return _written(row) if row.is_open else redirect(page_of(key))


def _written(row: CircularRow | None) -> ResponseReturnValue:
    event: EventRow = g.event
    form = CircularForm(languages=event.languages, **_begun(row))
    form.papers.offer((one.value, label(one, locale())) for one in Own)
    filters = _filters(row)
    saved: list[int] = []

    def save() -> None:
        saved.append(
            circulars.save(
                actor(),
                event.id,
                row.id if row else None,
                **form.values("subject", "body", "papers"),
                filters=filters,
                version=form.edited,
                now=now(),
            )
        )

    try:
        if form.sent(save):
            flash(_("Saved. Nothing has been sent yet."), "success")
            return redirect(page_of(saved[-1]))
    except Conflict:
        flash(_("It has left meanwhile, or is planned."), "warn")
        return redirect(page_of(row.id if row else 0))
    page = render_template(
        "messages/circular_edit.html",
        event=event,
        form=form,
        row=row,
        starters=[] if row else list(Starter),
        asked={name: value for name, value in request.args.items() if _counts(name)},
        saved=[] if row else registration.saved_filters(actor(), event.id),
        placeholders=Placeholder,
        questions=questions.printable(event.id),
        recipients=circulars.recipients(
            actor(), event.id, filters, form.papers.data or (), now=now()
        ),
        choices=_choices(event, filters),
        filters=filters,
    )
    return page, form.status


def _counts(name: str) -> bool:
    """Whether a piece of the address says what a new circular begins with."""
    return name == "begin" or is_filter(name)


def _begun(row: CircularRow | None) -> dict[str, Any]:
    """What the form begins with: what is kept, or the text and papers that the address asks for."""
    starter = request.args.get("begin", type=Starter)
    if row is not None or starter is None:
        return {"obj": row}
    subject, body = starting(starter, g.event.languages)
    return {"subject": subject, "body": body, "papers": request.args.getlist("papers", type=Own)}


@bp.get("/manage/<slug>/messages/circulars/<int:key>")
@requires(Action.READ_REGISTRATIONS)
def circular(slug: str, key: int) -> ResponseReturnValue:
    """What a circular says, to whom, and what became of it."""
    return shown(key, PlanForm(formdata=None))


def shown(key: int, plan: PlanForm) -> ResponseReturnValue:
    """The page of a circular, with the form that plans it."""
    event: EventRow = g.event
    row = circulars.circular(actor(), event.id, key)
    found = circulars.recipients(actor(), event.id, row.filters, row.papers, now=now())
    reader = request.args.get("reader", type=int) or next(
        (person.person_id for person in found.people), None
    )
    page = render_template(
        "messages/circular.html",
        event=event,
        row=row,
        recipients=found,
        shown=found.people[:SHOWN],
        reader=reader,
        narrowed=_in_words(event, row.filters),
        plan=plan,
        told=circulars.told(actor(), event.id, key),
        papers=[Own(one) for one in row.papers],
        files=circulars.files_of(key),
        many=MANY_BYTES,
        **_delivery(key),
    )
    return framing(Response(page, status=plan.status))


def _delivery(key: int) -> dict[str, Any]:
    """A page of the mails that were written, as the address asks for it."""
    state, number = request.args.get("state", type=MailState), request.args.get("page", 1, type=int)
    number = max(1, number)
    rows, found = circulars.mails(
        actor(), g.event.id, key, state=state, page=number, size=DELIVERED
    )

    def address(page: int = 1, state: str | None = state) -> str:
        page_ = page if page > 1 else None
        return url_for(
            "mail.circular", slug=g.event.slug, key=key, page=page_, state=state, _anchor="delivery"
        )

    return {
        "mails": rows,
        "found": found,
        "state_asked": state,
        "page_number": number,
        "pages": max(1, -(-found // DELIVERED)),
        "address": address,
        "reason": reason,
    }


@bp.get("/manage/<slug>/messages/circulars/<int:key>/mail/<int:person_id>")
@requires(Action.READ_REGISTRATIONS)
def circular_preview(slug: str, key: int, person_id: int) -> ResponseReturnValue:
    """The mail as this person would get it, its personal link hidden; for a frame."""
    from forumapp.render.letters import write

    letter = circulars.preview(actor(), g.event.id, key, person_id, now=now())
    return only_these_styles(write(letter, base_url=settings().base_url).html)


def page_of(key: int) -> str:
    """The address of a circular."""
    return url_for("mail.circular", slug=g.event.slug, key=key)


def _filters(row: CircularRow | None) -> Mapping[str, str]:
    """What was chosen in the form, else in the address of a list, else what is kept."""
    given = request.form or request.args
    if not any(is_filter(name) for name in given):
        starter = request.args.get("begin", type=Starter)
        return row.filters if row else FOR_WHOM.get(starter or Starter.THANKS, EVERYONE_COMING)
    return {
        name: value for name, value in given.items() if value and is_filter(name) and name != "sort"
    }


def _choices(event: EventRow, filters: Mapping[str, str]) -> Any:
    offer = registration.offer(event, locale=locale())
    countries = registration.countries(actor(), event.id)
    asked = questions.known(actor(), event.id)
    said = questions.lines(actor(), event.id)
    return choices(registration.read_filters(filters), offer, countries, asked, said)


def _in_words(event: EventRow, filters: Mapping[str, str]) -> list[tuple[str, str]]:
    """What the list is narrowed to: (which filter, what of it)."""
    bar = _choices(event, filters)
    found = [
        (str(choice.label), str(words))
        for choice in (*bar.often, *bar.seldom, *bar.answers)
        if choice.name != "sort" and choice.value
        for value, words in choice.options
        if value == choice.value
    ]
    text = filters.get("q", "")
    return [*found, (_("Name or address"), text)] if text else found
