"""Letters for the organiser: who has one, issuing and revoking them, and their texts."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forumapp.config import settings
from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.circulars import Starter
from forumapp.domain.errors import NotFound
from forumapp.domain.papers import LetterChoice, LetterKind, TextKind
from forumapp.domain.papers.letters import grouped
from forumapp.domain.registration import RegistrationStatus
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.locale import locale
from forumapp.i18n import catalogue
from forumapp.i18n.words import label
from forumapp.services import delegations, events, papers, publications
from forumapp.services.papers import Recipient
from forumapp.web.papers import bp
from forumapp.web.papers.manage import MEDIA
from forumapp.web.papers.texts import edited
from forumapp.web.publications.volumes import Place, serve, state

Answer = ResponseReturnValue
KINDS = ", ".join(LetterKind)
TOGETHER = 50  # people on a page


@bp.get(f"/manage/<slug>/papers/letters/<any({KINDS}):kind>")
@requires(Action.READ_REGISTRATIONS)
def letters(slug: str, kind: str) -> Answer:
    """Who is approved, and who of them has a letter of this kind."""
    chosen = LetterKind(kind)
    everyone = papers.recipients(actor(), g.event.id, chosen, now=now())
    found = [row for row in everyone if _found(row)]
    page = max(1, request.args.get("page", 1, type=int))
    return render_template(
        "papers/manage_letters.html",
        event=g.event,
        kind=chosen,
        kinds=[(one, label(one, locale())) for one in LetterKind],
        everyone=everyone,
        found=found,
        rows=found[(page - 1) * TOGETHER : page * TOGETHER],
        number=page,
        pages=-(-len(found) // TOGETHER),
        page_address=lambda number: url_for(
            "papers.letters", slug=slug, kind=kind, **_asked(), page=number
        ),
        asked=_asked(),
        languages=_languages(),
        issued=sum(_holds(row) for row in found),
        together=LetterChoice(
            kind=chosen, delegation_id=request.args.get("delegation", type=int)
        ).code,
        mailing={
            "begin": Starter.LETTER,
            "papers": kind,
            "status": RegistrationStatus.APPROVED,
            "delegation": _asked().get("delegation"),
        },
        delegations=[
            (str(row.id), row.printed(locale())) for row in delegations.listed(actor(), g.event.id)
        ],
        grouped=grouped,
    )


@bp.post(f"/manage/<slug>/papers/letters/<any({KINDS}):kind>")
@requires(Action.DECIDE_REGISTRATIONS)
def issue_letters(slug: str, kind: str) -> Answer:
    """Issue letters to those ticked, or to everyone found who has none."""
    chosen, language = LetterKind(kind), request.form.get("language", "")
    if language not in ("", *catalogue.locales()):
        raise NotFound
    if "all" in request.form:
        everyone = papers.recipients(actor(), g.event.id, chosen, now=now())
        wanted = [row.person.id for row in everyone if _found(row) and not _holds(row)]
    else:
        wanted = request.form.getlist("person", type=int)
    with unit_of_work():
        issued = papers.issue_letters(
            actor(), g.event.id, chosen, wanted, language=language, now=now()
        )
    _say(issued)
    return redirect(url_for("papers.letters", slug=slug, kind=kind, **_asked()))


def _say(issued: papers.Issued) -> None:
    count, lacking = issued.letters, issued.lacking
    flash(
        ngettext("%(num)s letter is issued.", "%(num)s letters are issued.", count),
        "success" if count else "info",
    )
    if lacking:
        flash(
            ngettext(
                "%(num)s of them names an answer that its reader hasn’t given: look at it first.",
                "%(num)s of them name an answer that their readers haven’t given: look at them"
                " first.",
                lacking,
            ),
            "warn",
        )


@bp.post("/manage/<slug>/papers/letters/<int:letter_id>/revoke")
@requires(Action.DECIDE_REGISTRATIONS)
def revoke_letter(slug: str, letter_id: int) -> Answer:
    """End a letter."""
    row = papers.letter(actor(), g.event.id, letter_id)
    with unit_of_work():
        papers.revoke(actor(), g.event.id, letter_id, now=now())
    flash(_("The letter is revoked: whoever checks it is told so."), "info")
    return redirect(url_for("papers.letters", slug=slug, kind=row.kind))


@bp.get("/manage/<slug>/papers/letters/<int:letter_id>.pdf")
@requires(Action.READ_REGISTRATIONS)
def letter_pdf(slug: str, letter_id: int) -> Answer:
    """A letter as it was issued."""
    row = papers.letter(actor(), g.event.id, letter_id)
    return serve(
        papers.letter_volume(row),
        events.facts(g.event.id),
        place=Place(
            here=url_for("papers.letter_pdf", slug=slug, letter_id=letter_id),
            state=url_for("papers.letter_state", slug=slug, letter_id=letter_id),
            back=url_for("papers.letters", slug=slug, kind=row.kind),
            layout="layouts/manage.html",
            page="papers",
        ),
        title=_("The letter is being made"),
    )


@bp.get("/manage/<slug>/papers/letters/<int:letter_id>.pdf/state")
@requires(Action.READ_REGISTRATIONS)
def letter_state(slug: str, letter_id: int) -> Answer:
    """How far that PDF is."""
    row = papers.letter(actor(), g.event.id, letter_id)
    here = url_for("papers.letter_pdf", slug=slug, letter_id=letter_id)
    return state(papers.letter_volume(row), location=here)


@bp.get("/manage/<slug>/papers/letters/<int:letter_id>.docx")
@requires(Action.READ_REGISTRATIONS)
def letter_word(slug: str, letter_id: int) -> Answer:
    """The same to be put on the secretariat's own paper."""
    from forumapp.render import word

    row = papers.letter(actor(), g.event.id, letter_id)
    data = word.letter(papers.letter_facts(row.id), base_url=settings().base_url)
    headers = {"Content-Disposition": f'attachment; filename="{slug}-{row.kind}-{row.id}.docx"'}
    return Response(data, content_type=MEDIA["docx"], headers=headers)


@bp.route(
    f"/manage/<slug>/papers/letters/<any({KINDS}):kind>/text-<language>", methods=["GET", "POST"]
)
@requires(Action.DECIDE_REGISTRATIONS)
def letter_text(slug: str, kind: str, language: str) -> Answer:
    """The text of a kind of letter in one language."""
    if language not in catalogue.locales():
        raise NotFound
    return edited(
        TextKind(kind),
        language,
        page="papers",
        crumb=_("Letters"),
        back=url_for("papers.letters", slug=slug, kind=kind),
        usual=url_for("papers.usual_text", slug=slug, kind=kind, language=language),
        saved=_("The text is saved. Letters issued from now on have it."),
    )


@bp.post(f"/manage/<slug>/papers/letters/<any({KINDS}):kind>/text-<language>/usual")
@requires(Action.DECIDE_REGISTRATIONS)
def usual_text(slug: str, kind: str, language: str) -> Answer:
    """Go back to the usual text."""
    with unit_of_work():
        papers.forget_template(actor(), g.event.id, TextKind(kind), language)
    flash(_("The usual text is in force again."), "info")
    return redirect(url_for("papers.letter_text", slug=slug, kind=kind, language=language))


def _asked() -> dict[str, Any]:
    """The filters of the address."""
    names = ("q", "delegation", "without")
    return {name: request.args[name] for name in names if request.args.get(name)}


def _found(row: Recipient) -> bool:
    asked = _asked()
    words = asked.get("q", "").casefold().split()
    hay = f"{row.person.name} {row.person.native_name}".casefold()
    return (
        all(one in hay for one in words)
        and asked.get("delegation", str(row.delegation_id)) == str(row.delegation_id)
        and not ("without" in asked and _holds(row))
    )


def _holds(row: Recipient) -> bool:
    return row.letter is not None and row.letter.revoked_at is None


def _languages() -> list[tuple[str, str]]:
    return [
        (code, catalogue.language_name(code, locale()))
        for code in publications.volumes.languages(g.event.languages)
    ]
