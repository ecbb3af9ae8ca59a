"""What is done on the board: each act is one transaction, and answered in JSON."""

from __future__ import annotations

from flask import g
from flask.typing import ResponseReturnValue

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.agenda import SessionKind
from forumapp.domain.text import Translated
from forumapp.http.guard import requires
from forumapp.http.identity import actor
from forumapp.http.locale import locale
from forumapp.services import agenda
from forumapp.services.agenda import Sketch
from forumapp.services.events import EventRow
from forumapp.web.agenda import bp
from forumapp.web.agenda.board.answers import done, in_json
from forumapp.web.agenda.board.payload import sent

Answer = ResponseReturnValue
HERE = "/manage/<slug>/programme"


@bp.post(f"{HERE}/sessions")
@requires(Action.EDIT_AGENDA)
@in_json
def draw(slug: str) -> Answer:
    """A new session where it was drawn."""
    payload = sent()
    sketch = Sketch(
        title=Translated({title_language(): payload.line("title")}),
        kind=payload.code("kind", SessionKind),
        part_id=payload.number("part"),
        all_rooms=payload.flag("everywhere"),
    )
    place = payload.place()
    payload.finish()
    with unit_of_work():
        made = agenda.draw(actor(), g.event.id, sketch, place)
    return done(made, made=made)


@bp.post(f"{HERE}/<int:session_id>/move")
@requires(Action.EDIT_AGENDA)
@in_json
def move(slug: str, session_id: int) -> Answer:
    """Put a session somewhere else, or aside."""
    agenda.block(actor(), g.event.id, session_id)
    payload = sent()
    place, seen = payload.place(), payload.seen()
    payload.finish()
    with unit_of_work():
        agenda.move(actor(), g.event.id, session_id, place, seen=seen)
    return done(session_id)


@bp.post(f"{HERE}/<int:session_id>/copy")
@requires(Action.EDIT_AGENDA)
@in_json
def copy(slug: str, session_id: int) -> Answer:
    """A copy of a session, right after it."""
    with unit_of_work():
        made = agenda.duplicate(actor(), g.event.id, session_id)
    return done(made, made=made)


@bp.post(f"{HERE}/<int:session_id>/split")
@requires(Action.EDIT_AGENDA)
@in_json
def split(slug: str, session_id: int) -> Answer:
    """Cut a session in two."""
    agenda.block(actor(), g.event.id, session_id)
    payload = sent()
    moment, version = payload.wall("at"), payload.number("version")
    payload.finish()
    with unit_of_work():
        made = agenda.split(actor(), g.event.id, session_id, at=moment, version=version)
    return done(made, session_id, made=made)


@bp.post(f"{HERE}/<int:session_id>/join")
@requires(Action.EDIT_AGENDA)
@in_json
def join(slug: str, session_id: int) -> Answer:
    """Put a session that was split together again."""
    agenda.block(actor(), g.event.id, session_id)
    payload = sent()
    second_id, versions = payload.number("second"), payload.keys("versions")
    payload.finish()
    first, second = versions if len(versions) == 2 else (0, 0)
    with unit_of_work():
        agenda.join(actor(), g.event.id, session_id, second_id, version=first, second=second)
    return done(session_id, gone=(second_id,))


@bp.post(f"{HERE}/<int:session_id>/withdraw")
@requires(Action.EDIT_AGENDA)
@in_json
def withdraw(slug: str, session_id: int) -> Answer:
    """Take back a session that was just made."""
    agenda.block(actor(), g.event.id, session_id)
    payload = sent()
    version = payload.number("version")
    payload.finish()
    with unit_of_work():
        agenda.withdraw(actor(), g.event.id, session_id, version=version)
    return done(gone=(session_id,))


def title_language() -> str:
    """The language in which a title is written on the board: the page's, if the event has it."""
    event: EventRow = g.event
    return locale() if locale() in event.languages else next(iter(event.languages), "en")
