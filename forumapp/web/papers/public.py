"""The list of participants for everyone: of an edition made public, those who agreed to it."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.domain.errors import NotFound
from forumapp.domain.volumes import Volume
from forumapp.http.guard import public
from forumapp.http.locale import locale
from forumapp.http.pages import released
from forumapp.i18n.words import edition_as
from forumapp.services import papers, publications
from forumapp.services.papers import EditionRow
from forumapp.services.publications import Current
from forumapp.web.papers import bp
from forumapp.web.publications.volumes import Place, serve, state

Answer = ResponseReturnValue


@bp.get("/events/<slug>/participants")
@public
def participants(slug: str) -> Answer:
    """Who takes part, by delegation; NotFound until an edition is public."""
    row = _edition(publications.current(slug))

    def render(current: Current) -> str:
        from forumapp.render.volumes.participants import groups

        facts = papers.contents(row).public()
        return render_template(
            "papers/participants.html",
            event=publications.announced(current),
            row=row,
            edition_words=edition_as(row.status, row.revision, locale()),
            facts=facts,
            groups=groups(facts.delegations, locale=locale()),
        )

    return released(slug, render, vary=(row.id,))


@bp.get("/events/<slug>/participants.pdf")
@public
def participants_pdf(slug: str) -> Answer:
    """The same as a PDF in the reader's language."""
    current = publications.current(slug)
    return serve(
        _volume(current),
        publications.announced(current),
        place=Place(
            here=url_for("papers.participants_pdf", slug=slug),
            state=url_for("papers.participants_state", slug=slug),
            back=url_for("papers.participants", slug=slug),
            page="home",
        ),
        title=_("The list is being made"),
    )


@bp.get("/events/<slug>/participants.pdf/state")
@public
def participants_state(slug: str) -> Answer:
    """How far that PDF is."""
    here = url_for("papers.participants_pdf", slug=slug)
    return state(_volume(publications.current(slug)), location=here)


def _edition(current: Current) -> EditionRow:
    if current.participants is None:
        raise NotFound
    return papers.edition(current.event_id, current.participants)


def _volume(current: Current) -> Volume:
    row = _edition(current)
    return papers.volume_of(current.event_id, row, locale=locale(), public=True)
