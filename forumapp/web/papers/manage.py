"""The organiser's list of participants: the working draft, issuing it, its editions."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import Conflict, NotFound
from forumapp.domain.papers import EditionStatus
from forumapp.domain.volumes import Volume
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.locale import locale
from forumapp.i18n import catalogue
from forumapp.i18n.words import edition_as
from forumapp.render import sheets
from forumapp.services import events, papers, publications
from forumapp.services.events import EventRow
from forumapp.services.papers import EditionRow, Preparation
from forumapp.web.papers import bp
from forumapp.web.papers.forms import EditionForm
from forumapp.web.publications.volumes import Place, serve, state

Answer = ResponseReturnValue
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.get("/manage/<slug>/papers")
@requires(Action.READ_REGISTRATIONS)
def index(slug: str) -> Answer:
    """The list as it is, what the next edition may be, and every edition so far."""
    plan = papers.prepared(actor(), g.event.id)
    return _index(plan, _form(plan))


@bp.post("/manage/<slug>/papers")
@requires(Action.DECIDE_REGISTRATIONS)
def issue(slug: str) -> Answer:
    """Freeze the next edition."""
    plan = papers.prepared(actor(), g.event.id)
    form = EditionForm()
    form.offer(plan)
    if not form.validate():
        return _index(plan, form), 422
    try:
        with unit_of_work():
            made = papers.issue(
                actor(),
                g.event.id,
                status=form.status.data,
                symbol=form.symbol.data or _symbol(plan, form.status.data),
                note=form.note.data,
                seen=form.seen.data,
                now=now(),
            )
    except Conflict as conflict:
        plan = papers.prepared(actor(), g.event.id)
        form.seen.data = plan.token
        form.offer(plan)
        return _index(plan, form, refused=conflict.code), 409
    words = edition_as(made.status, made.revision, locale())
    flash(_("The list is issued: %(edition)s.", edition=words), "success")
    return redirect(url_for("papers.edition", slug=slug, number=made.number))


@bp.get("/manage/<slug>/papers/<int:number>")
@requires(Action.READ_REGISTRATIONS)
def edition(slug: str, number: int) -> Answer:
    """An edition as it was issued, and what set it apart from the one before."""
    from forumapp.render import papers as layout

    row = papers.edition(g.event.id, number)
    return render_template(
        "papers/manage_edition.html",
        event=g.event,
        row=row,
        edition_words=edition_as(row.status, row.revision, locale()),
        facts=papers.contents(row),
        said=layout.said(papers.differences(g.event.id, row), locale=locale()),
        languages=_languages(),
        latest_public=papers.in_force(g.event.id),
    )


@bp.post("/manage/<slug>/papers/<int:number>/show")
@requires(Action.PUBLISH)
def show(slug: str, number: int) -> Answer:
    """Have everyone read it, with those alone who agreed to be listed."""
    with unit_of_work():
        papers.show(actor(), g.event.id, number, now=now())
    flash(_("Everyone may read it now, with those alone who agreed to be listed."), "success")
    return redirect(url_for("papers.edition", slug=slug, number=number))


@bp.post("/manage/<slug>/papers/<int:number>/hide")
@requires(Action.PUBLISH)
def hide(slug: str, number: int) -> Answer:
    """Take it back from the public."""
    with unit_of_work():
        papers.hide(actor(), g.event.id, number)
    flash(_("The list is no longer public."), "info")
    return redirect(url_for("papers.edition", slug=slug, number=number))


@bp.get("/manage/<slug>/papers/<int:number>/participants-<language>.pdf")
@requires(Action.READ_REGISTRATIONS)
def list_pdf(slug: str, number: int, language: str) -> Answer:
    """The PDF of an edition; number 0 is the working draft."""
    back = url_for("papers.edition", slug=slug, number=number)
    return serve(
        _volume(number, language),
        events.facts(g.event.id),
        place=Place(
            here=url_for("papers.list_pdf", slug=slug, number=number, language=language),
            state=url_for("papers.list_state", slug=slug, number=number, language=language),
            back=back if number else url_for("papers.index", slug=slug),
            layout="layouts/manage.html",
            page="papers",
        ),
        title=_("The list is being made"),
    )


@bp.get("/manage/<slug>/papers/<int:number>/participants-<language>.pdf/state")
@requires(Action.READ_REGISTRATIONS)
def list_state(slug: str, number: int, language: str) -> Answer:
    """How far that PDF is."""
    here = url_for("papers.list_pdf", slug=slug, number=number, language=language)
    return state(_volume(number, language), location=here)


@bp.get("/manage/<slug>/papers/<int:number>/participants-<language>.<any(docx, xlsx):kind>")
@requires(Action.READ_REGISTRATIONS)
def list_file(slug: str, number: int, language: str, kind: str) -> Answer:
    """An edition to be worked on; number 0 is the working draft."""
    from forumapp.render import papers as layout
    from forumapp.render import word

    facts, standing, changes = papers.of_volume(_volume(number, language), now=now())
    if kind == "docx":
        data = word.participants(facts, standing, changes=changes, locale=language)
    else:
        data = sheets.xlsx(layout.table(facts, locale=language), written_at=now())
    with unit_of_work():
        papers.note_export(actor(), g.event.id, number)
    name = f"{slug}-participants-{f'e{number}' if number else 'draft'}-{language}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, content_type=MEDIA[kind], headers=headers)


def _index(plan: Preparation, form: EditionForm, *, refused: str = "") -> str:
    from forumapp.render import papers as layout
    from forumapp.render.volumes.participants import heading

    rows = papers.editions(g.event.id)
    return render_template(
        "papers/manage_index.html",
        event=g.event,
        plan=plan,
        form=form,
        refused=refused,
        left_out=[heading(one, locale()) for one in plan.left_out],
        said=layout.said(plan.changes, locale=locale()),
        editions=[(row, edition_as(row.status, row.revision, locale())) for row in rows],
        languages=_languages(),
        in_force=papers.in_force(g.event.id),
    )


def _form(plan: Preparation) -> EditionForm:
    form = EditionForm(data={"status": plan.choices[0][0], "seen": plan.token})
    form.offer(plan)
    return form


def _symbol(plan: Preparation, status: EditionStatus) -> str:
    return next(symbol for choice, _revision, symbol in plan.choices if choice is status)


def _languages() -> Iterable[str]:
    event: EventRow = g.event
    return publications.volumes.languages(event.languages)


def _volume(number: int, language: str) -> Volume:
    if language not in catalogue.locales():
        raise NotFound
    of: EditionRow | Preparation = (
        papers.edition(g.event.id, number) if number else papers.prepared(actor(), g.event.id)
    )
    return papers.volume_of(g.event.id, of, locale=language)
