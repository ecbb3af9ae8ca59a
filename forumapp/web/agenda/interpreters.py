"""The interpreters of a session: who, into which language, when."""

from __future__ import annotations

from flask import g, redirect, url_for
from flask.typing import ResponseReturnValue

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import Invalid
from forumapp.http.guard import requires
from forumapp.http.identity import actor
from forumapp.services import agenda, people
from forumapp.services.events import EventRow
from forumapp.web.agenda import bp, manage
from forumapp.web.agenda.forms import ShiftForm


@bp.post("/manage/<slug>/sessions/<int:session_id>/interpreters")
@requires(Action.EDIT_AGENDA)
def add_shift(slug: str, session_id: int) -> ResponseReturnValue:
    """Put the one person of this name at a booth."""
    event: EventRow = g.event
    row = agenda.session(actor(), event.id, session_id)
    form = ShiftForm()
    form.offer((*row.interpretation, *row.languages))

    def save() -> None:
        person = named(event.id, form.name.data)
        agenda.add_shift(actor(), event.id, session_id, person, **form.shift())

    if form.sent(save):
        return redirect(_list_of(session_id))
    return manage.page_of(row, shift_form=form), form.status


@bp.post("/manage/<slug>/sessions/<int:session_id>/interpreters/<int:shift_id>/remove")
@requires(Action.EDIT_AGENDA)
def remove_shift(slug: str, session_id: int, shift_id: int) -> ResponseReturnValue:
    """Strike a shift out."""
    with unit_of_work():
        agenda.remove_shift(actor(), g.event.id, session_id, shift_id)
    return redirect(_list_of(session_id))


def named(event_id: int, name: str) -> int:
    """The one person of this name; Invalid when there is none, or more than one."""
    same = people.named(actor(), event_id, name)
    if len(same) != 1:
        raise Invalid({"name": "several_of_name" if same else "nobody_of_name"})
    return same[0].id


def _list_of(session_id: int) -> str:
    return url_for(
        "agenda.edit_session", slug=g.event.slug, session_id=session_id, _anchor="interpreters"
    )
