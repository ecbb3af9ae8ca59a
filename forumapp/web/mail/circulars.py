"""Circulars: written, looked at as one reader would see them, planned and sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forumapp.config import settings
from forumapp.db import unit_of_work
from forumapp.domain import clock
from forumapp.domain.access import Action
from forumapp.domain.circulars import MANY_BYTES, Own, Placeholder, Starter
from forumapp.domain.errors import Conflict, Invalid, NotFound
from forumapp.domain.events import Mode
from forumapp.domain.mail import MailState
from forumapp.domain.registration import RegistrationStatus
from forumapp.http.enclosures import drop_enclosures, keep_enclosure, send_enclosure
from forumapp.http.forms import words
from forumapp.http.guard import requires
from forumapp.http.headers import framing, only_these_styles
from forumapp.http.identity import actor, now
from forumapp.http.locale import locale
from forumapp.i18n.catalogue import joined, language_name
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
    return _written(row) if row.is_open else redirect(_page_of(key))


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
            return redirect(_page_of(saved[-1]))
    except Conflict:
        flash(_("It has left meanwhile, or is planned."), "warn")
        return redirect(_page_of(row.id if row else 0))
    page = render_template(
        "messages/circular_edit.html",
        event=event,
        form=form,
        row=row,
        starters=[] if row else list(Starter),
        asked=request.args.to_dict(),
        placeholders=Placeholder,
        questions=questions.printable(event.id),
        recipients=circulars.recipients(
            actor(), event.id, filters, form.papers.data or (), now=now()
        ),
        choices=_choices(event, filters),
        filters=filters,
    )
    return page, form.status


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
    return _shown(key, PlanForm(formdata=None))


def _shown(key: int, plan: PlanForm) -> ResponseReturnValue:
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


@bp.get("/manage/<slug>/messages/circulars/<int:key>/mail/<int:person_id>")
@requires(Action.READ_REGISTRATIONS)
def circular_preview(slug: str, key: int, person_id: int) -> ResponseReturnValue:
    """The mail as this person would get it, its personal link hidden; for a frame."""
    from forumapp.render.letters import write

    letter = circulars.preview(actor(), g.event.id, key, person_id, now=now())
    return only_these_styles(write(letter, base_url=settings().base_url).html)


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
    return redirect(_page_of(key))


@bp.post("/manage/<slug>/messages/circulars/<int:key>/plan")
@requires(Action.DECIDE_REGISTRATIONS)
def plan_circular(slug: str, key: int) -> ResponseReturnValue:
    """Have it leave later."""
    event: EventRow = g.event
    form = PlanForm()

    def plan() -> None:
        at = clock.instant(form.at.data, event.zone) if form.at.data else None
        days = form.days_before.data
        circulars.plan(actor(), event.id, key, at=at, days_before=days, now=now())

    try:
        if form.sent(plan):
            flash(_("It is planned."), "success")
            return redirect(_page_of(key))
    except Conflict:
        flash(_("It has left meanwhile, or is planned."), "warn")
        return redirect(_page_of(key))
    return _shown(key, form)


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
    return redirect(_page_of(key))


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


@bp.post("/manage/<slug>/messages/circulars/<int:key>/files")
@requires(Action.DECIDE_REGISTRATIONS)
def enclose(slug: str, key: int) -> ResponseReturnValue:
    """Have a file go with a draft."""
    circulars.circular(actor(), g.event.id, key)
    try:
        kept = keep_enclosure(request.files.get("file"), field="file")
        with unit_of_work():
            circulars.enclose(
                *(actor(), g.event.id, key),
                file=kept.file,
                name=kept.name,
                media_type=kept.media_type,
                size=kept.size,
            )
    except Invalid as refusal:
        flash(words(refusal.errors["file"], field="file"), "error")
    except Conflict:
        flash(_("It has left meanwhile, or is planned."), "warn")
    else:
        flash(_("The file goes with every mail."), "success")
    return redirect(url_for("mail.circular", slug=slug, key=key, _anchor="enclosed"))


@bp.get("/manage/<slug>/messages/circulars/<int:key>/files/<int:file_id>")
@requires(Action.READ_REGISTRATIONS)
def enclosure(slug: str, key: int, file_id: int) -> ResponseReturnValue:
    """One of the files, as readers get it."""
    row = circulars.enclosed(actor(), g.event.id, key, file_id)
    return send_enclosure(row.file, name=row.name, media_type=row.media_type)


@bp.post("/manage/<slug>/messages/circulars/<int:key>/files/<int:file_id>/take-out")
@requires(Action.DECIDE_REGISTRATIONS)
def take_out(slug: str, key: int, file_id: int) -> ResponseReturnValue:
    """Take a file out of a draft."""
    try:
        with unit_of_work():
            over = circulars.take_out(actor(), g.event.id, key, file_id)
    except Conflict:
        flash(_("It has left meanwhile, or is planned."), "warn")
    else:
        drop_enclosures(over)
        flash(_("The file is taken out."), "success")
    return redirect(url_for("mail.circular", slug=slug, key=key, _anchor="enclosed"))


def _page_of(key: int) -> str:
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
    return choices(registration.read_filters(filters), offer, countries, asked)


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
