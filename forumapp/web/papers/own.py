"""A participant's own letters."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.domain.access import Action
from forumapp.http.guard import requires
from forumapp.http.identity import actor
from forumapp.services import events, papers
from forumapp.web.papers import bp
from forumapp.web.publications.volumes import Place, serve, state

Answer = ResponseReturnValue


@bp.get("/me/letters/<int:letter_id>.pdf")
@requires(Action.OWN_PARTICIPATION)
def own_letter(letter_id: int) -> Answer:
    """One of them; NotFound for anybody else's, and for one that is revoked."""
    row = papers.own_letter(actor(), letter_id)
    return serve(
        papers.letter_volume(row),
        events.facts(row.event_id),
        place=Place(
            here=url_for("papers.own_letter", letter_id=letter_id),
            state=url_for("papers.own_letter_state", letter_id=letter_id),
            back=url_for("people.me", _anchor="letters"),
            layout="people/me_layout.html",
            page="me",
        ),
        title=_("The letter is being made"),
    )


@bp.get("/me/letters/<int:letter_id>.pdf/state")
@requires(Action.OWN_PARTICIPATION)
def own_letter_state(letter_id: int) -> Answer:
    """How far that PDF is."""
    row = papers.own_letter(actor(), letter_id)
    here = url_for("papers.own_letter", letter_id=letter_id)
    return state(papers.letter_volume(row), location=here)
