"""A session beside the board: a piece of a page, fetched and sent by the board's script."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import Stale
from forumapp.http.guard import requires
from forumapp.http.identity import actor
from forumapp.services import agenda, speakers
from forumapp.services.agenda import SessionRow
from forumapp.services.events import EventRow
from forumapp.web.agenda import bp
from forumapp.web.agenda.board.acts import HERE
from forumapp.web.agenda.board.answers import in_json
from forumapp.web.agenda.board.payload import sent
from forumapp.web.agenda.forms import SessionForm, filled
from forumapp.web.speakers.lines import ListForm

Answer = ResponseReturnValue


@bp.get(f"{HERE}/<int:session_id>")
@requires(Action.READ_WORKSPACE)
def panel(slug: str, session_id: int) -> Answer:
    """A session with its speaker list and its fields."""
    row = agenda.session(actor(), g.event.id, session_id)
    return _panel(row, _form(row))


@bp.post(f"{HERE}/<int:session_id>")
@requires(Action.EDIT_AGENDA)
def save_panel(slug: str, session_id: int) -> Answer:
    """Save the fields; 409 and 422 come back with the words in them."""
    event: EventRow = g.event
    row = agenda.session(actor(), event.id, session_id)
    form = SessionForm(languages=event.languages, data=filled(row))
    form.offer(agenda.choices(actor(), event.id), event=event, row=row)

    def save() -> None:
        agenda.save(actor(), event.id, session_id, form.session(), version=form.edited)

    if form.sent(save):
        row = agenda.session(actor(), event.id, session_id)
        return _panel(row, _form(row))
    return _panel(row, form), form.status


@bp.post(f"{HERE}/<int:session_id>/speakers")
@requires(Action.EDIT_AGENDA)
def save_speakers(slug: str, session_id: int) -> Answer:
    """Save every line of the list; 409 and 422 come back with the words in them."""
    event: EventRow = g.event
    row = agenda.session(actor(), event.id, session_id)
    lines = speakers.speaker_list(actor(), event.id, session_id)
    form = ListForm(lines, languages=event.languages, posted=request.form)
    if not form.validate() or not _saved(form, session_id):
        return _list(row, lines=lines, list_form=form), form.status
    return _list(agenda.session(actor(), event.id, session_id))


@bp.post(f"{HERE}/<int:session_id>/speakers/order")
@requires(Action.EDIT_AGENDA)
@in_json
def reorder(slug: str, session_id: int) -> Answer:
    """Put the list into another order; 409 when it isn't the one that was seen."""
    event: EventRow = g.event
    row = agenda.session(actor(), event.id, session_id)
    payload = sent()
    order, seen = payload.keys("order"), payload.keys("seen")
    payload.finish()
    with unit_of_work():
        speakers.reorder(actor(), event.id, session_id, order, seen=seen)
    return _list(row)


def _saved(form: ListForm, session_id: int) -> bool:
    event_id = g.event.id
    try:
        with unit_of_work():
            speakers.save_list(actor(), event_id, session_id, form.changes())
    except Stale as stale:
        form.meet(stale, speakers.speaker_list(actor(), event_id, session_id))
        return False
    return True


def _form(row: SessionRow) -> SessionForm:
    """The form of a session as it is kept."""
    event: EventRow = g.event
    form = SessionForm(languages=event.languages, data=filled(row), formdata=None)
    form.offer(agenda.choices(actor(), event.id), event=event, row=row)
    return form


def _panel(row: SessionRow, form: SessionForm) -> str:
    return render_template(
        "agenda/board/_panel.html", event=g.event, row=row, form=form, **_lines(row)
    )


def _list(row: SessionRow, **given: Any) -> str:
    facts = given or _lines(row)
    return render_template("agenda/board/_speakers.html", event=g.event, row=row, **facts)


def _lines(row: SessionRow) -> dict[str, Any]:
    lines = speakers.speaker_list(actor(), g.event.id, row.id)
    form = ListForm(lines, languages=g.event.languages, posted=None)
    return {"lines": lines, "list_form": form}
