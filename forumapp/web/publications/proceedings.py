"""The organiser's proceedings: a look at the volume, publishing it, taking it back."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import Conflict, NotFound
from forumapp.domain.volumes import Volume
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.i18n import catalogue
from forumapp.services import events, publications
from forumapp.services.events import EventRow
from forumapp.services.publications import Preparation
from forumapp.web.publications import bp
from forumapp.web.publications.forms import IssueForm
from forumapp.web.publications.volumes import Place, serve, state

Answer = ResponseReturnValue


@bp.post("/manage/<slug>/publications/proceedings")
@requires(Action.PUBLISH)
def issue_proceedings(slug: str) -> Answer:
    """Publish the proceedings: the first sending is asked about, the second does it."""
    event: EventRow = g.event
    plan = _prepared()
    form = IssueForm()
    if not form.sure.data or form.seen.data != plan.token:
        changed = bool(form.sure.data)
        form.seen.data, form.sure.data = plan.token, ""
        page = render_template(
            "publications/manage_issue.html",
            event=event,
            plan=plan,
            form=form,
            changed=changed,
            issue=publications.issues.in_force(event.id),
        )
        return page, 409 if changed else 200
    try:
        with unit_of_work():
            issue = publications.issues.issue(actor(), event.id, seen=plan.token, now=now())
    except Conflict:
        flash(_("Something changed meanwhile. Please look again."), "warn")
    else:
        flash(
            _("The proceedings are published as issue %(number)s.", number=issue.number), "success"
        )
    return redirect(url_for("publications.overview", slug=slug, _anchor="proceedings"))


@bp.post("/manage/<slug>/publications/proceedings/withdraw")
@requires(Action.PUBLISH)
def withdraw_proceedings(slug: str) -> Answer:
    """Take the proceedings back from the public."""
    with unit_of_work():
        publications.issues.withdraw(actor(), g.event.id, now=now())
    flash(_("The proceedings are no longer public. Publish them again when you are ready."), "info")
    return redirect(url_for("publications.overview", slug=slug, _anchor="proceedings"))


@bp.get("/manage/<slug>/publications/proceedings-<language>.pdf")
@requires(Action.READ_WORKSPACE)
def preview_pdf(slug: str, language: str) -> Answer:
    """The volume as publishing now would make it."""
    return serve(
        _volume(language),
        events.facts(g.event.id),
        place=Place(
            here=url_for("publications.preview_pdf", slug=slug, language=language),
            state=url_for("publications.preview_state", slug=slug, language=language),
            back=url_for("publications.overview", slug=slug, _anchor="proceedings"),
            layout="layouts/manage.html",
            page="publications",
        ),
        title=_("The proceedings are being made"),
    )


@bp.get("/manage/<slug>/publications/proceedings-<language>.pdf/state")
@requires(Action.READ_WORKSPACE)
def preview_state(slug: str, language: str) -> Answer:
    """How far that PDF is."""
    here = url_for("publications.preview_pdf", slug=slug, language=language)
    return state(_volume(language), location=here)


def _volume(language: str) -> Volume:
    if language not in catalogue.locales():
        raise NotFound
    return publications.issues.volume_of(g.event.id, _prepared(), locale=language)


def _prepared() -> Preparation:
    """What publishing now would issue; NotFound before the first release."""
    plan = publications.issues.prepared(actor(), g.event.id, now=now())
    if plan is None:
        raise NotFound
    return plan
