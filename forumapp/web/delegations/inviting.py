"""Inviting delegations to nominate, with a personal link for each focal point."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import Conflict, Invalid, NotFound
from forumapp.domain.papers import TextKind
from forumapp.domain.volumes import Volume
from forumapp.http.forms import Form, WallTime
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.i18n import catalogue
from forumapp.services import delegations, events, papers
from forumapp.web.delegations import bp
from forumapp.web.delegations.wording import line_fault
from forumapp.web.papers.texts import edited
from forumapp.web.publications.volumes import Place, serve, state

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class InvitationForm(Form):
    """What goes for all that are invited at once."""

    closes = WallTime(
        lazy_gettext("A deadline of their own"),
        description=lazy_gettext("Empty: that of the event, or the one they have already."),
    )


@bp.get("/manage/<slug>/delegations/invite")
@requires(Action.EDIT_EVENT)
def inviting(slug: str) -> ResponseReturnValue:
    """Every delegation with its focal point, to be chosen from."""
    chosen = {int(key) for key in request.args.get("chosen", "").split(",") if key.isdecimal()}
    return _page(chosen=chosen)


@bp.post("/manage/<slug>/delegations/invite")
@requires(Action.EDIT_EVENT)
def invite(slug: str) -> ResponseReturnValue:
    """Send those chosen their link."""
    chosen = set(request.form.getlist("who", type=int))
    form = InvitationForm()
    if not chosen:
        return _page(form=form, error=_("Choose at least one delegation.")), 422
    if not form.validate():
        return _page(chosen=chosen, form=form), 422
    try:
        with unit_of_work():
            done = delegations.invite(
                actor(), g.event.id, chosen, closes=form.closes.data, now=now()
            )
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(chosen=chosen, form=form), 422
    _say(done)
    return redirect(url_for("delegations.index", slug=slug))


@bp.post("/manage/<slug>/delegations/<int:key>/invite")
@requires(Action.EDIT_EVENT)
def invite_one(slug: str, key: int) -> ResponseReturnValue:
    """Send one focal point a new link."""
    with unit_of_work():
        done = delegations.invite(actor(), g.event.id, (key,), now=now())
    _say(done)
    return redirect(request.referrer or url_for("delegations.index", slug=slug))


@bp.get("/manage/<slug>/delegations/<int:key>/note-<language>.docx")
@requires(Action.EDIT_EVENT)
def note(slug: str, key: int, language: str) -> ResponseReturnValue:
    """The note verbale that invites the delegation, for the secretariat's own paper."""
    from forumapp.render import word

    facts = delegations.note(actor(), g.event.id, key, locale=_spoken(language), now=now())
    name = f"{slug}-note-{key}-{language}.docx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(word.note(facts), content_type=DOCX, headers=headers)


@bp.get("/manage/<slug>/delegations/<int:key>/note-<language>.pdf")
@requires(Action.EDIT_EVENT)
def note_pdf(slug: str, key: int, language: str) -> ResponseReturnValue:
    """The same as a PDF."""
    return serve(
        _note(key, language),
        events.facts(g.event.id),
        place=Place(
            here=url_for("delegations.note_pdf", slug=slug, key=key, language=language),
            state=url_for("delegations.note_state", slug=slug, key=key, language=language),
            back=url_for("delegations.index", slug=slug),
            layout="layouts/manage.html",
            page="delegations",
        ),
        title=_("The note is being made"),
    )


@bp.get("/manage/<slug>/delegations/<int:key>/note-<language>.pdf/state")
@requires(Action.EDIT_EVENT)
def note_state(slug: str, key: int, language: str) -> ResponseReturnValue:
    """How far that PDF is."""
    here = url_for("delegations.note_pdf", slug=slug, key=key, language=language)
    return state(_note(key, language), location=here)


@bp.route("/manage/<slug>/delegations/note-text-<language>", methods=["GET", "POST"])
@requires(Action.EDIT_EVENT)
def note_text(slug: str, language: str) -> ResponseReturnValue:
    """The text of the note verbale in one language."""
    return edited(
        TextKind.NOTE,
        _spoken(language),
        page="delegations",
        crumb=_("Invite delegations"),
        back=url_for("delegations.inviting", slug=slug),
        usual=url_for("delegations.usual_note_text", slug=slug, language=language),
        saved=_("The text is saved. Notes that are opened from now on have it."),
    )


@bp.post("/manage/<slug>/delegations/note-text-<language>/usual")
@requires(Action.EDIT_EVENT)
def usual_note_text(slug: str, language: str) -> ResponseReturnValue:
    """Go back to the usual text."""
    with unit_of_work():
        papers.forget_template(actor(), g.event.id, TextKind.NOTE, _spoken(language))
    flash(_("The usual text is in force again."), "info")
    return redirect(url_for("delegations.note_text", slug=slug, language=language))


def _note(key: int, language: str) -> Volume:
    return delegations.note_volume(actor(), g.event.id, key, locale=_spoken(language), now=now())


def _spoken(language: str) -> str:
    """A language of the interface; NotFound for any other."""
    if language not in catalogue.locales():
        raise NotFound
    return language


@bp.post("/manage/<slug>/delegations/<int:key>/end-link")
@requires(Action.EDIT_EVENT)
def end_link(slug: str, key: int) -> ResponseReturnValue:
    """End a focal point's link."""
    try:
        with unit_of_work():
            delegations.end_link(actor(), g.event.id, key)
    except Conflict:
        flash(_("This focal point has no link."), "warn")
    else:
        flash(_("The link is ended. Whoever opens it finds nothing."), "success")
    return redirect(url_for("delegations.index", slug=slug))


@bp.post("/manage/<slug>/delegations/invite/list")
@requires(Action.EDIT_EVENT)
def add_listed(slug: str) -> ResponseReturnValue:
    """Take in a pasted list, all of it or nothing."""
    text = request.form.get("list", "")
    try:
        with unit_of_work():
            added = delegations.add_listed(actor(), g.event.id, text)
    except Invalid as refusal:
        return _page(
            pasted=text, faults=tuple(line_fault(*one) for one in refusal.errors.items())
        ), 422
    return _chosen(slug, added)


@bp.post("/manage/<slug>/delegations/invite/last-edition")
@requires(Action.EDIT_EVENT)
def add_from_last(slug: str) -> ResponseReturnValue:
    """Take over the delegations of the last edition."""
    try:
        with unit_of_work():
            added = delegations.add_from_last(actor(), g.event.id)
    except NotFound:
        flash(_("There is no earlier edition with delegations."), "warn")
        return redirect(url_for("delegations.inviting", slug=slug))
    if not added:
        flash(_("Every delegation of the last edition is here already."), "info")
        return redirect(url_for("delegations.inviting", slug=slug))
    return _chosen(slug, added)


def _chosen(slug: str, added: Sequence[int]) -> ResponseReturnValue:
    said = ngettext("%(num)s delegation is ready.", "%(num)s delegations are ready.", len(added))
    flash(f"{said} {_look_over()}", "success")
    return redirect(url_for("delegations.inviting", slug=slug, chosen=",".join(map(str, added))))


def _look_over() -> str:
    return str(_("Look them over, then send."))


def _say(done: delegations.Invited) -> None:
    if done.written:
        count = len(done.written)
        flash(
            ngettext(
                "%(num)s invitation is on its way.", "%(num)s invitations are on their way.", count
            ),
            "success",
        )
    if done.without_address:
        count = len(done.without_address)
        flash(
            ngettext(
                "%(num)s delegation has no focal point’s e-mail and was left out.",
                "%(num)s delegations have no focal point’s e-mail and were left out.",
                count,
            ),
            "warn",
        )


def _page(
    *,
    chosen: Iterable[int] = (),
    form: InvitationForm | None = None,
    error: str = "",
    pasted: str = "",
    faults: tuple[str, ...] = (),
) -> str:
    return render_template(
        "delegations/manage_invite.html",
        event=g.event,
        rows=delegations.listed(actor(), g.event.id),
        chosen=frozenset(chosen),
        form=form or InvitationForm(),
        error=error,
        pasted=pasted,
        faults=faults,
        last=delegations.last_edition(g.event.id),
    )
