"""Invitations with a personal code: the secretariat's table and list, and the form they open."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import Conflict, Invalid, NotFound, RegistrationClosed
from forumapp.domain.questions import Who
from forumapp.domain.registration import Outcome, Wish
from forumapp.http.forms import Form, Mail
from forumapp.http.guard import public, requires
from forumapp.http.headers import unpublished
from forumapp.http.identity import actor, now, remember_participant
from forumapp.http.locale import locale
from forumapp.services import registration
from forumapp.services.events import EventRow
from forumapp.services.registration import CheckedRow, CodeRow, Received
from forumapp.web.registration import bp
from forumapp.web.registration.asking import asking
from forumapp.web.registration.forms import HONORIFICS, RegistrationForm
from forumapp.web.registration.parts import seats_left
from forumapp.web.registration.public import announced, closed, public_event

LARGEST = 1_000_000  # bytes of a table


class CodeForm(RegistrationForm):
    """The public form of somebody whose category and delegation are settled."""

    category = None
    delegation = None


class AddressForm(Form):
    """Where an invitation goes now."""

    email = Mail(lazy_gettext("E-mail"), required=True, longest=254)


@bp.get("/manage/<slug>/registrations/codes")
@requires(Action.READ_REGISTRATIONS)
def codes(slug: str) -> ResponseReturnValue:
    """Who was invited by a code, and who has answered."""
    return _list()


@bp.post("/manage/<slug>/registrations/codes")
@requires(Action.DECIDE_REGISTRATIONS)
def invite(slug: str) -> ResponseReturnValue:
    """Show a table row by row; invite everybody in it once that is confirmed."""
    event: EventRow = g.event
    text = _table()
    try:
        if request.form.get("confirm") == "yes":
            with unit_of_work():
                number = registration.invite(actor(), event.id, text, locale=locale(), now=now())
            flash(_invited(number), "success")
            return redirect(url_for("registration.codes", slug=slug), 303)
        rows = registration.checked(actor(), event.id, text, locale=locale())
    except Invalid as refusal:
        return _list(text=text, refusal=_REFUSALS[refusal.errors["table"]]()), 422
    return _list(text=text, rows=rows), 422 if any(row.errors for row in rows) else 200


@bp.post("/manage/<slug>/registrations/codes/<int:key>/revoke")
@requires(Action.DECIDE_REGISTRATIONS)
def revoke_code(slug: str, key: int) -> ResponseReturnValue:
    """End a code that nobody has used."""
    event: EventRow = g.event
    try:
        with unit_of_work():
            registration.revoke(actor(), event.id, key, now=now())
    except Conflict:
        flash(_("This code has been used. Decide about the registration instead."), "warn")
    else:
        flash(_("The code is revoked."), "success")
    return redirect(url_for("registration.codes", slug=slug), 303)


@bp.route("/manage/<slug>/registrations/codes/<int:key>/address", methods=["GET", "POST"])
@requires(Action.DECIDE_REGISTRATIONS)
def write_again(slug: str, key: int) -> ResponseReturnValue:
    """Send an invitation once more, where need be to another address."""
    event: EventRow = g.event
    code = registration.code(actor(), event.id, key)
    if not code.is_open:
        raise NotFound
    form = AddressForm(obj=code)

    def send() -> None:
        registration.write_again(*(actor(), event.id, key), email=form.email.data, now=now())

    if form.sent(send):
        flash(_("The invitation goes to %(address)s.", address=form.email.data), "success")
        return redirect(url_for("registration.codes", slug=slug), 303)
    return render_template("registration/manage_code.html", event=event, code=code, form=form), (
        form.status
    )


@bp.route("/events/<slug>/register/code/<token>", methods=["GET", "POST"])
@public
def by_code(slug: str, token: str) -> ResponseReturnValue:
    """The form that knows who was invited; it can be sent once."""
    event = public_event(slug)
    code = registration.opened(token, event_id=event.id)
    form = asking(CodeForm, event.id, about=Who(category_id=code.category_id), data=_filled(code))
    try:
        received = _received(event, token, form) if request.method == "POST" else None
    except (RegistrationClosed, Conflict):
        code, received = registration.opened(token, event_id=event.id), None
    if received is not None:
        if received.outcome is not Outcome.KNOWN_PERSON:
            remember_participant(received.person_id, received.link_version)
        return redirect(url_for("registration.after", slug=slug), 303)
    if not code.is_open or not event.registration_open(now=now()):
        return unpublished(_over(event, code), 410)
    return unpublished(_form(event, code, form, token), form.status)


def _received(event: EventRow, token: str, form: CodeForm) -> Received | None:
    details = form.checked()
    if details is None:
        return None
    wish = Wish(category_id=0, parts=form.parts.data)
    try:
        with unit_of_work():
            return registration.register_by_code(
                token, event.id, details=details, wish=wish, key=form.key.data, now=now()
            )
    except Invalid as refusal:
        form.refuse_here(refusal)
        return None


def _filled(code: CodeRow) -> dict[str, str]:
    return {"printed_name": code.name, "email": code.email, "locale": code.locale}


def _form(event: EventRow, code: CodeRow, form: CodeForm, token: str) -> str:
    offer = registration.offer(event, locale=locale())
    form.offer(offer)
    return render_template(
        "registration/form.html",
        event=announced(event),
        row=event,
        offer=offer,
        form=form,
        honorifics=HONORIFICS,
        seats_left=seats_left,
        mine=None,
        action=url_for("registration.by_code", slug=event.slug, token=token),
        invited=code,
    )


def _over(event: EventRow, code: CodeRow) -> str:
    if code.used_at is None:
        return closed(event)
    return render_template("registration/code_used.html", event=announced(event), row=event)


def _table() -> str:
    """The table that was uploaded, else the one that was pasted."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return request.form.get("table", "")
    data: bytes = sent.read(LARGEST)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def _list(*, text: str = "", rows: tuple[CheckedRow, ...] = (), refusal: str = "") -> str:
    event: EventRow = g.event
    return render_template(
        "registration/manage_codes.html",
        event=event,
        offer=registration.offer(event, locale=locale()),
        codes=registration.codes(actor(), event.id),
        text=text,
        rows=rows,
        wrong=sum(bool(row.errors) for row in rows),
        refusal=refusal,
    )


def _invited(number: int) -> str:
    return str(ngettext("%(num)s person is invited.", "%(num)s people are invited.", number))


_REFUSALS = {
    "no_heading": lambda: _("The first row must name the columns, at least name and e-mail."),
    "no_rows": lambda: _("There is no row below the headings."),
    "too_many_rows": lambda: _("Please send at most 2,000 rows at once."),
    "rows": lambda: _("Nobody was invited: mend the rows that are marked, and send it again."),
}
