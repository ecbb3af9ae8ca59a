"""Who changed what, when, and from what to what."""

from __future__ import annotations

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forumapp.domain.access import Action
from forumapp.http.guard import requires
from forumapp.http.identity import actor
from forumapp.services import audit
from forumapp.web.audit import bp
from forumapp.web.audit.lines import line
from forumapp.web.audit.words import noun_words

SIZE = 50


@bp.get("/manage/<slug>/audit")
@requires(Action.READ_AUDIT)
def log(slug: str) -> ResponseReturnValue:
    """The log of the event, latest first; `noun` shows one kind of thing alone."""
    nouns = audit.nouns(actor(), g.event.id)
    asked = request.args.get("noun", "")
    noun = asked if asked in nouns else ""
    number = audit.count(actor(), g.event.id, noun=noun)
    pages = max(1, -(-number // SIZE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    rows = audit.log(actor(), g.event.id, noun=noun, page=page, size=SIZE)
    names = audit.names(rows, g.event.id)
    return render_template(
        "audit/manage_log.html",
        event=g.event,
        lines=[line(row, names, zone=g.event.zone) for row in rows],
        nouns=sorted(((code, noun_words(code)) for code in nouns), key=lambda pair: pair[1]),
        noun=noun,
        number=number,
        current=page,
        pages=pages,
        address=lambda n: url_for("audit.log", slug=slug, noun=noun or None, page=n),
    )
