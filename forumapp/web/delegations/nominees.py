"""Nominating, changing, substituting and withdrawing, by a focal point."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.delegations import Capacity
from forumapp.domain.errors import Conflict, Invalid, RegistrationClosed, Stale
from forumapp.domain.registration import Outcome
from forumapp.http.forms import words
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.letters import send_letter
from forumapp.http.locale import locale
from forumapp.services import delegations, registration
from forumapp.services.delegations import CapacityChange, nominating
from forumapp.services.registration import Received, RegistrationRow
from forumapp.web.delegations import bp
from forumapp.web.delegations.nominee_forms import ChangeForm, NomineeForm, SubstituteForm
from forumapp.web.delegations.own import page
from forumapp.web.registration.asking import asking, asking_again, who
from forumapp.web.registration.forms import HONORIFICS
from forumapp.web.registration.parts import seats_left

Done = TypeVar("Done")
ROOT = "/events/<slug>/delegation"


@bp.route(f"{ROOT}/nominate", methods=["GET", "POST"])
@requires(Action.OWN_DELEGATION)
def nominate(slug: str) -> ResponseReturnValue:
    """Enter one person."""
    own = delegations.own(actor(), now=now())
    if not own.is_open:
        return _too_late(slug)
    start = {"country": own.delegation.country, "capacity": Capacity.DELEGATE}
    form = asking(NomineeForm, g.event.id, data=start)

    def save(form: Any, details: Any) -> Received:
        return nominating.nominate(
            actor(),
            details=details,
            category_id=form.category.data,
            parts=form.parts.data,
            capacity=form.capacity.data,
            key=form.key.data,
            now=now(),
        )

    done = _sent(form, save)
    if isinstance(done, Received):
        _say(done.outcome)
        return redirect(
            url_for("delegations.own", slug=slug, _anchor=f"row-{done.registration_id}")
        )
    return done or _form_page("own_nominate", form)


@bp.route(f"{ROOT}/nominees/<int:registration_id>", methods=["GET", "POST"])
@requires(Action.OWN_DELEGATION)
def nominee(slug: str, registration_id: int) -> ResponseReturnValue:
    """Change what is known of a nominee, or fill in what is missing."""
    row = delegations.nominee(actor(), registration_id)
    if not _changeable(row):
        return _too_late(slug)
    form = asking_again(ChangeForm, row)

    def save(form: Any, details: Any) -> bool:
        nominating.change(
            actor(),
            registration_id,
            details=details,
            parts=form.parts.data,
            capacity=form.capacity.data,
            version=form.edited or 0,
            now=now(),
        )
        return True

    done = _sent(form, save)
    if done is True:
        flash(_("The changes are saved."), "success")
        return redirect(url_for("delegations.own", slug=slug, _anchor=f"row-{registration_id}"))
    return done or _form_page("own_nominee", form, nominee=row)


@bp.get(f"{ROOT}/nominees/<int:registration_id>/answers/<code>")
@requires(Action.OWN_DELEGATION)
def nominee_file(slug: str, registration_id: int, code: str) -> ResponseReturnValue:
    """A file that a nominee answered with, unless it is confidential; each look is in the log."""
    with unit_of_work():
        given = delegations.nominee_file(actor(), registration_id, code)
    return send_letter(given.file, name=code, media_type=given.media_type)


@bp.route(f"{ROOT}/nominees/<int:registration_id>/substitute", methods=["GET", "POST"])
@requires(Action.OWN_DELEGATION)
def substitute(slug: str, registration_id: int) -> ResponseReturnValue:
    """Put somebody else in a nominee's place."""
    row = delegations.nominee(actor(), registration_id)
    if not _changeable(row):
        return _too_late(slug)
    start = {"country": row.person.country}
    form = asking(SubstituteForm, g.event.id, about=who(row), data=start)

    def save(form: Any, details: Any) -> Received:
        return nominating.substitute(
            actor(), registration_id, details=details, key=form.key.data, now=now()
        )

    done = _sent(form, save)
    if isinstance(done, Received):
        flash(_("The substitute has the seat now."), "success")
        return redirect(
            url_for("delegations.own", slug=slug, _anchor=f"row-{done.registration_id}")
        )
    return done or _form_page("own_substitute", form, nominee=row)


@bp.route(f"{ROOT}/nominees/<int:registration_id>/withdraw", methods=["GET", "POST"])
@requires(Action.OWN_DELEGATION)
def withdraw(slug: str, registration_id: int) -> ResponseReturnValue:
    """Take a nomination back, once the word is typed."""
    row = delegations.nominee(actor(), registration_id)
    if not _changeable(row):
        return _too_late(slug)
    phrase, error = _("withdraw"), ""
    if request.method == "POST" and request.form.get("confirm", "").strip() == phrase:
        try:
            with unit_of_work():
                nominating.withdraw_nominee(actor(), registration_id, now=now())
        except (RegistrationClosed, Conflict):
            return _too_late(slug)
        flash(_("The nomination is withdrawn."), "success")
        return redirect(url_for("delegations.own", slug=slug))
    if request.method == "POST":
        error = words("confirm")
    given = {"nominee": row, "phrase": phrase, "error": error}
    return page("own_withdraw", **given), 422 if error else 200


@bp.post(f"{ROOT}/capacities")
@requires(Action.OWN_DELEGATION)
def own_capacities(slug: str) -> ResponseReturnValue:
    """Save who leads, and what each of the others is."""
    known = {code.value: code for code in Capacity}
    changes = {
        row.id: CapacityChange(
            capacity=known.get(request.form.get(f"capacity-{row.id}", ""), row.capacity),
            version=request.form.get(f"version-{row.id}", 0, type=int),
        )
        for row in delegations.own(actor(), now=now()).nominees
    }
    try:
        with unit_of_work():
            nominating.set_own_capacities(actor(), changes, now=now())
    except RegistrationClosed:
        return _too_late(slug)
    except Invalid:
        flash(_("A delegation has one head. Make the others something else, then save."), "error")
    except Stale:
        flash(_("Somebody changed this meanwhile. Look at it again before you change it."), "error")
    else:
        flash(_("The delegation is saved."), "success")
    return redirect(url_for("delegations.own", slug=slug))


@bp.post(f"{ROOT}/nominees/<int:registration_id>/move")
@requires(Action.OWN_DELEGATION)
def move_nominee(slug: str, registration_id: int) -> ResponseReturnValue:
    """Move a nominee one step among those of the same capacity."""
    down = request.form.get("to") == "down"
    try:
        with unit_of_work():
            nominating.move_nominee(actor(), registration_id, down=down, now=now())
    except RegistrationClosed:
        return _too_late(slug)
    return redirect(url_for("delegations.own", slug=slug, _anchor=f"row-{registration_id}"))


def _sent(form: NomineeForm, save: Callable[[Any, Any], Done]) -> Done | ResponseReturnValue | None:
    """What saving gave; None where the form is to be shown (again)."""
    if not form.is_submitted():
        return None
    details = form.checked()
    if details is None:
        return None
    try:
        with unit_of_work():
            return save(form, details)
    except (RegistrationClosed, Conflict):
        return _too_late(g.event.slug)
    except Invalid as refusal:
        form.refuse_here(refusal)
    except Stale as stale:
        form.meet(stale)
    return None


def _changeable(row: RegistrationRow) -> bool:
    return row.status.active and delegations.own(actor(), now=now()).is_open


def _say(outcome: Outcome) -> None:
    if outcome is Outcome.NEW:
        flash(_("The nomination is sent to the secretariat."), "success")
    else:
        flash(_("This person is nominated already."), "info")


def _form_page(name: str, form: NomineeForm, **given: Any) -> ResponseReturnValue:
    form.offer(registration.offer(g.event, locale=locale()))
    shown = page(name, form=form, honorifics=HONORIFICS, seats_left=seats_left, **given)
    return shown, form.status


def _too_late(slug: str) -> ResponseReturnValue:
    flash(_("This can’t be changed now. After the deadline you may ask for an exception."), "warn")
    return redirect(url_for("delegations.own", slug=slug), 303)
