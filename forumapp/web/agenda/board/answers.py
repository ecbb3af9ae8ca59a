"""What the board is answered: sessions as they are now, and refusals in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from flask import Response, g, jsonify
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.domain.errors import Conflict, Invalid, NotFound, Stale
from forumapp.http.errors import Raced
from forumapp.http.forms import words as words_of
from forumapp.http.identity import actor
from forumapp.http.locale import locale
from forumapp.i18n.catalogue import html_language, joined
from forumapp.services import agenda
from forumapp.services.agenda import Block
from forumapp.web.agenda.board import words
from forumapp.web.agenda.board.words import Places

View = Callable[..., ResponseReturnValue]


def in_json(view: View) -> View:
    """Answer refusals of the domain as JSON: 404, 409 with both versions, 422 with each field."""

    @wraps(view)
    def answer(**arguments: Any) -> ResponseReturnValue:
        try:
            return view(**arguments)
        except NotFound:
            return jsonify(message=_("This session isn’t there any more.")), 404
        except Invalid as refusal:
            return _refused(refusal), 422
        except Conflict as conflict:
            return _meanwhile(arguments, message=words.conflict(conflict.code)), 409
        except Stale as stale:
            return _meanwhile(arguments, stale=stale), 409
        except Raced:
            return _meanwhile(arguments, stale=Stale({}, {}, 0)), 409

    return answer


def done(*ids: int, gone: Iterable[int] = (), **more: Any) -> Response:
    """These sessions as they are now, and what is to be said of the first."""
    found = {block.id: block for block in agenda.blocks(actor(), g.event.id, ids)}
    blocks = [found[key] for key in ids if key in found]
    if blocks:
        more.setdefault("message", words.placed(blocks[0], places()))
    return jsonify(blocks=[block_json(block) for block in blocks], gone=list(gone), **more)


def places() -> Places:
    """The names of the event's rooms."""
    return Places.of(g.event, *agenda.places(actor(), g.event.id))


def block_json(block: Block) -> dict[str, Any]:
    """A session as the board's script knows it."""
    picked = block.title.picked(locale())
    return {
        "id": block.id,
        "version": block.version,
        "code": block.code,
        "title": block.title.pick(locale()),
        "lang": "" if picked == locale() else html_language(picked),
        "kind": block.kind.value,
        "room": block.room_id,
        "video": block.video_room_id,
        "starts": f"{block.starts:%Y-%m-%dT%H:%M}",
        "ends": f"{block.ends:%Y-%m-%dT%H:%M}",
        "parked": block.parked,
        "everywhere": block.all_rooms,
        "speakers": joined(block.speakers, locale()),
        "spoken": block.spoken,
    }


def _refused(refusal: Invalid) -> Response:
    errors = {}
    for name, code in refusal.errors.items():
        own = refusal.facts.get(name)
        field = name.partition(".")[0]
        errors[field] = words_of(code, field=field, facts=own if isinstance(own, dict) else {})
    return jsonify(message=" ".join(dict.fromkeys(errors.values())), errors=errors)


def _meanwhile(
    arguments: dict[str, Any], *, message: str = "", stale: Stale | None = None
) -> Response:
    """What somebody did meanwhile, with the session as it is now."""
    session_id = arguments["session_id"]
    found = agenda.blocks(actor(), g.event.id, (session_id,))
    if not found:
        return jsonify(message=_("This session isn’t there any more."), gone=[session_id])
    said = {"message": message}
    if stale is not None:
        last = agenda.last_change(actor(), g.event.id, session_id)
        said = words.met(stale, found[0], last.actor if last else "", places())
    return jsonify(blocks=[block_json(block) for block in found], gone=[], **said)
