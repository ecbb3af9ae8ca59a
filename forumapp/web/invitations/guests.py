"""Inviting people to a session beyond those who speak in it."""

from __future__ import annotations

from flask import g, redirect, url_for
from flask.typing import ResponseReturnValue

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.http.guard import requires
from forumapp.http.identity import actor
from forumapp.services import agenda, invitations
from forumapp.services.events import EventRow
from forumapp.web.agenda import manage
from forumapp.web.agenda.forms import GuestForm
from forumapp.web.agenda.interpreters import named
from forumapp.web.invitations import bp


@bp.post("/manage/<slug>/sessions/<int:session_id>/guests")
@requires(Action.EDIT_AGENDA)
def invite(slug: str, session_id: int) -> ResponseReturnValue:
    """Invite the one person of this name."""
    event: EventRow = g.event
    row = agenda.session(actor(), event.id, session_id)
    form = GuestForm()

    def save() -> None:
        invitations.invite(actor(), event.id, session_id, named(event.id, form.name.data))

    if form.sent(save):
        return redirect(_list_of(session_id))
    return manage.page_of(row, guest_form=form), form.status


@bp.post("/manage/<slug>/sessions/<int:session_id>/guests/<int:person_id>/remove")
@requires(Action.EDIT_AGENDA)
def uninvite(slug: str, session_id: int, person_id: int) -> ResponseReturnValue:
    """Take somebody off the list of guests."""
    with unit_of_work():
        invitations.uninvite(actor(), g.event.id, session_id, person_id)
    return redirect(_list_of(session_id))


def _list_of(session_id: int) -> str:
    return url_for(
        "agenda.edit_session", slug=g.event.slug, session_id=session_id, _anchor="guests"
    )
