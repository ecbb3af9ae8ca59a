"""What everyone may download: the programme as a PDF, and the proceedings with their page."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.errors import NotFound
from forumapp.domain.programme import EventFacts
from forumapp.domain.volumes import Volume
from forumapp.http.guard import public
from forumapp.http.identity import now
from forumapp.http.locale import locale
from forumapp.http.pages import released
from forumapp.services import publications
from forumapp.services.publications import Current, IssueRow
from forumapp.web.publications import bp, choices
from forumapp.web.publications.volumes import Place, asked, progress, serve, state

Answer = ResponseReturnValue
_ASKED = ("part", "lang", "with", "chosen", "clock")


@bp.get("/events/<slug>/programme.pdf")
@public
def programme_pdf(slug: str) -> Answer:
    """The programme in the reader's language, of one part where `part` asks for it.

    `with` asks for a second language beside it; `chosen` says that the clocks beside the venue's
    are those of each `clock`, and no other. What asks a worker for more than it should do is 429.
    """
    current = publications.current(slug)
    query, volume = _query(), _programme(current)
    with unit_of_work():
        publications.volumes.count_wish(volume, address=request.remote_addr or "", now=now())
    return serve(
        volume,
        publications.announced(current),
        place=Place(
            here=url_for("publications.programme_pdf", slug=slug, **query),
            state=url_for("publications.programme_state", slug=slug, **query),
            back=url_for("agenda.programme", slug=slug),
        ),
        title=_("The programme is being made"),
    )


@bp.get("/events/<slug>/programme.pdf/state")
@public
def programme_state(slug: str) -> Answer:
    """How far that PDF is."""
    here = url_for("publications.programme_pdf", slug=slug, **_query())
    return state(_programme(publications.current(slug)), location=here)


@bp.get("/events/<slug>/proceedings")
@public
def proceedings(slug: str) -> Answer:
    """The proceedings: what they hold, and the file."""
    current = publications.current(slug)
    issue = publications.issues.in_force(current.event_id)
    if issue is None:
        return released(slug, _not_yet, vary=("none",))
    row = asked(publications.issues.volume_of(current.event_id, issue, locale=locale()))
    made = row.file.file if row.file else row.state

    def render(_current: Current) -> str:
        facts = publications.issues.contents(issue.id)
        return render_template(
            "publications/proceedings.html",
            event=facts.programme.event,
            facts=facts,
            issue=issue,
            row=row,
            job=progress(row, location=""),
        )

    return released(slug, render, vary=(issue.id, made))


@bp.get("/events/<slug>/proceedings.pdf")
@public
def proceedings_pdf(slug: str) -> Answer:
    """The proceedings in the reader's language; NotFound until they are published."""
    current = publications.current(slug)
    return serve(
        _proceedings(current),
        publications.announced(current),
        place=Place(
            here=url_for("publications.proceedings_pdf", slug=slug, **_query()),
            state=url_for("publications.proceedings_state", slug=slug, **_query()),
            back=url_for("publications.proceedings", slug=slug),
            page="proceedings",
        ),
        title=_("The proceedings are being made"),
    )


@bp.get("/events/<slug>/proceedings.pdf/state")
@public
def proceedings_state(slug: str) -> Answer:
    """How far that PDF is; who waits on its page stays there."""
    endpoint = "proceedings" if "page" in request.args else "proceedings_pdf"
    here = url_for(f"publications.{endpoint}", slug=slug, **_query())
    return state(_proceedings(publications.current(slug)), location=here)


def _not_yet(current: Current) -> str:
    event: EventFacts = publications.announced(current)
    return render_template("publications/proceedings.html", event=event, issue=None)


def _programme(current: Current) -> Volume:
    if current.release_id is None:
        raise NotFound
    part_id = request.args.get("part", type=int)
    found = publications.published(current)
    if part_id is not None:
        found.part(part_id)
    event = found.programme.event
    return publications.volumes.of_release(
        current.event_id,
        current.release_id,
        current.number,
        locale=locale(),
        part_id=part_id,
        beside=choices.beside(event),
        clocks=choices.clocks(event),
    )


def _proceedings(current: Current) -> Volume:
    issue: IssueRow | None = publications.issues.in_force(current.event_id)
    if issue is None:
        raise NotFound
    return publications.issues.volume_of(current.event_id, issue, locale=locale())


def _query() -> dict[str, Any]:
    """What the address asks for: part, languages and clocks."""
    return {name: request.args.getlist(name) for name in _ASKED if request.args.get(name)}
