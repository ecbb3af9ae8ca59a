"""The organiser's publications: what the next release changes, publishing it, the releases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import Conflict, NotFound
from forumapp.domain.events import EventState
from forumapp.domain.mail import MailState
from forumapp.domain.programme import Change, Programme, ReleaseStatus, compare, revised_symbol
from forumapp.domain.releases import compare_frame
from forumapp.domain.volumes import Volume
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.locale import locale
from forumapp.i18n import catalogue
from forumapp.i18n.catalogue import joined
from forumapp.i18n.words import label
from forumapp.render import changes
from forumapp.services import mail, publications
from forumapp.services.events import EventRow
from forumapp.services.publications import Proposal, ReleaseRow, VolumeRow
from forumapp.web.publications import bp
from forumapp.web.publications.failures import Failure
from forumapp.web.publications.forms import ReleaseForm
from forumapp.web.publications.telling import DRESS, FEW, telling
from forumapp.web.publications.volumes import Place, progress, serve, state

Answer = ResponseReturnValue


@bp.get("/manage/<slug>/publications")
@requires(Action.READ_WORKSPACE)
def overview(slug: str) -> Answer:
    """What the next release would change, what is public, and every release so far."""
    plan = publications.proposal(actor(), g.event.id, now=now())
    return _overview(plan, _filled(plan))


@bp.post("/manage/<slug>/publications")
@requires(Action.PUBLISH)
def publish(slug: str) -> Answer:
    """Publish the next release: the first sending is asked about, the second does it."""
    event: EventRow = g.event
    plan = publications.proposal(actor(), event.id, now=now())
    form = ReleaseForm()
    if not form.validate():
        return _overview(plan, form), 422
    if not plan.after.sessions or form.seen.data != plan.token:
        return _moved_on(plan, form)
    dress = {name: form[name].data for name in DRESS if form[name].data}
    if not form.sure.data:
        return render_template(
            "publications/manage_confirm.html",
            event=event,
            plan=plan,
            form=form,
            telling=telling(plan, size=FEW),
            dress=dress,
            told_address=lambda reason: url_for(
                "publications.told", slug=slug, reason=reason, **dress
            ),
            **_words(plan),
        )
    try:
        with unit_of_work():
            release = publications.publish(
                actor(),
                event.id,
                status=form.status.data,
                symbol=form.symbol.data,
                note=form.note.data,
                seen=form.seen.data,
                quiet=form.quiet.data,
                now=now(),
            )
    except Conflict:
        return _moved_on(publications.proposal(actor(), event.id, now=now()), form)
    _say(release, event)
    return redirect(url_for("publications.overview", slug=slug))


@bp.get("/manage/<slug>/publications/<int:number>")
@requires(Action.READ_WORKSPACE)
def release(slug: str, number: int) -> Answer:
    """A release as it was: what it changed, and the programme it froze."""
    event: EventRow = g.event
    row = publications.release(event.id, number)
    programme = publications.programme(row.id)
    before = None
    if number > 1:
        before = publications.programme(publications.release(event.id, number - 1).id)
    return render_template(
        "publications/manage_release.html",
        event=event,
        release=row,
        programme=programme,
        rooms={room.id: room for room in programme.rooms},
        people={person.id: person for person in programme.people},
        first=before is None,
        changes=_said(before, programme, compare(before, programme)),
        frame=changes.frame(compare_frame(before, programme), locale=locale()),
        files=_files(event, row),
        telling_words=_told(row, mail.told(actor(), event.id, row.id)),
    )


def _told(release: ReleaseRow, states: Mapping[MailState, int]) -> str:
    """How many people were told of a release, and what became of their mails."""
    if release.told is None:
        return str(_("nobody; the next release tells of it"))
    if not release.told:
        return str(_("nobody needed to be told"))
    numbers = (f"{number} {label(state, locale()).lower()}" for state, number in states.items())
    people = ngettext("%(num)s person", "%(num)s people", release.told)
    return f"{people} ({joined(numbers, locale())})"


@bp.get("/manage/<slug>/publications/<int:number>/programme-<language>.pdf")
@requires(Action.READ_WORKSPACE)
def release_pdf(slug: str, number: int, language: str) -> Answer:
    """The PDF of any release, as the public has or had it."""
    volume = _volume(number, language)
    place = Place(
        here=url_for("publications.release_pdf", slug=slug, number=number, language=language),
        state=url_for("publications.release_state", slug=slug, number=number, language=language),
        back=url_for("publications.release", slug=slug, number=number),
        layout="layouts/manage.html",
        page="publications",
    )
    programme = publications.programme(volume.release_id)
    return serve(volume, programme.event, place=place, title=_("The programme is being made"))


@bp.get("/manage/<slug>/publications/<int:number>/programme-<language>.pdf/state")
@requires(Action.READ_WORKSPACE)
def release_state(slug: str, number: int, language: str) -> Answer:
    """How far that PDF is; who waits on the page of publications stays there."""
    here = url_for("publications.release_pdf", slug=slug, number=number, language=language)
    if "page" in request.args:
        here = url_for("publications.overview", slug=slug)
    return state(_volume(number, language), location=here)


@bp.post("/manage/<slug>/publications/again/<int:job_id>")
@requires(Action.PUBLISH)
def again(slug: str, job_id: int) -> Answer:
    """Try a failed PDF anew."""
    with unit_of_work():
        publications.volumes.ask_again(actor(), g.event.id, job_id, now=now())
    flash(_("The PDF is being made again."), "info")
    return redirect(url_for("publications.overview", slug=slug))


def _overview(plan: Proposal, form: ReleaseForm, *, changed: bool = False) -> str:
    event: EventRow = g.event
    history = publications.history(event.id)
    failures = publications.volumes.failures(actor(), event.id)
    return render_template(
        "publications/manage_overview.html",
        event=event,
        plan=plan,
        form=form,
        changed=changed,
        history=history,
        summary=lambda counts: changes.summary(counts, locale=locale()),
        files=_files(event, history[0]) if history else (),
        progress=lambda row: progress(row, location=""),
        failures=[
            (job, failure)
            for job, failure in ((job, Failure.of(job)) for job in failures)
            if failure.reason != publications.volumes.SUPERSEDED
        ],
        preparation=publications.issues.prepared(actor(), event.id, now=now()),
        issue=publications.issues.in_force(event.id),
        languages=publications.volumes.languages(event.languages),
        **_words(plan),
    )


def _moved_on(plan: Proposal, form: ReleaseForm) -> Answer:
    """Something else would be published than was shown: show that first."""
    form.seen.data, form.sure.data = plan.token, ""
    return _overview(plan, form, changed=True), 409


def _words(plan: Proposal) -> dict[str, Any]:
    """What the next release changes, in words; the first one is only counted."""
    return {
        "changes": _said(plan.before, plan.after, plan.changes),
        "frame": changes.frame(plan.frame, locale=locale()),
        "draft": g.event.state is EventState.DRAFT,
    }


def _said(
    before: Programme | None, after: Programme, found: Iterable[Change]
) -> tuple[changes.Said, ...]:
    """The changes of each session in words; those of a first release are only counted."""
    return changes.said(before, after, found, locale=locale()) if before else ()


def _filled(plan: Proposal) -> ReleaseForm:
    before = plan.before.release if plan.before else None
    return ReleaseForm(
        data={
            "status": ReleaseStatus.REVISED if before else ReleaseStatus.PROVISIONAL,
            "symbol": _symbol(before.symbol) if before else g.event.symbol,
            "seen": plan.token,
        }
    )


def _symbol(before: str) -> str:
    """That of the next revision."""
    revisions = (release.revision for release in publications.history(g.event.id))
    return revised_symbol(before, 1 + max(revisions, default=0))


def _say(release: ReleaseRow, event: EventRow) -> None:
    flash(_("Release %(number)s is published.", number=release.number), "success")
    if release.told:
        text = ngettext(
            "%(num)s person is written to.", "%(num)s people are written to.", release.told
        )
        flash(text, "info")
    if event.state is EventState.DRAFT:
        flash(
            _(
                "The event itself is still a draft: nobody sees the programme until you publish the"
                " event in its settings."
            ),
            "warn",
        )


def _files(event: EventRow, release: ReleaseRow) -> tuple[VolumeRow, ...]:
    """The PDFs of a release, one a language."""
    return publications.volumes.looks(
        publications.volumes.of_release(event.id, release.id, release.number, locale=language)
        for language in publications.volumes.languages(event.languages)
    )


def _volume(number: int, language: str) -> Volume:
    if language not in catalogue.locales():
        raise NotFound
    row = publications.release(g.event.id, number)
    return publications.volumes.of_release(g.event.id, row.id, row.number, locale=language)
