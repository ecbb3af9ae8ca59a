"""The files that go with every mail of a circular."""

from __future__ import annotations

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import Conflict, Invalid
from forumapp.http.enclosures import drop_enclosures, keep_enclosure, send_enclosure
from forumapp.http.forms import words
from forumapp.http.guard import requires
from forumapp.http.identity import actor
from forumapp.services import circulars
from forumapp.web.mail import bp


@bp.post("/manage/<slug>/messages/circulars/<int:key>/files")
@requires(Action.DECIDE_REGISTRATIONS)
def enclose(slug: str, key: int) -> ResponseReturnValue:
    """Have a file go with a draft."""
    circulars.circular(actor(), g.event.id, key)
    try:
        kept = keep_enclosure(request.files.get("file"), field="file")
        with unit_of_work():
            circulars.enclose(
                *(actor(), g.event.id, key),
                file=kept.file,
                name=kept.name,
                media_type=kept.media_type,
                size=kept.size,
            )
    except Invalid as refusal:
        flash(words(refusal.errors["file"], field="file"), "error")
    except Conflict:
        flash(_("It has left meanwhile, or is planned."), "warn")
    else:
        flash(_("The file goes with every mail."), "success")
    return redirect(url_for("mail.circular", slug=slug, key=key, _anchor="enclosed"))


@bp.get("/manage/<slug>/messages/circulars/<int:key>/files/<int:file_id>")
@requires(Action.READ_REGISTRATIONS)
def enclosure(slug: str, key: int, file_id: int) -> ResponseReturnValue:
    """One of the files, as readers get it."""
    row = circulars.enclosed(actor(), g.event.id, key, file_id)
    return send_enclosure(row.file, name=row.name, media_type=row.media_type)


@bp.post("/manage/<slug>/messages/circulars/<int:key>/files/<int:file_id>/take-out")
@requires(Action.DECIDE_REGISTRATIONS)
def take_out(slug: str, key: int, file_id: int) -> ResponseReturnValue:
    """Take a file out of a draft."""
    try:
        with unit_of_work():
            over = circulars.take_out(actor(), g.event.id, key, file_id)
    except Conflict:
        flash(_("It has left meanwhile, or is planned."), "warn")
    else:
        drop_enclosures(over)
        flash(_("The file is taken out."), "success")
    return redirect(url_for("mail.circular", slug=slug, key=key, _anchor="enclosed"))
