"""The template of a programme's sheet."""

from __future__ import annotations

from flask import Response, g
from flask.typing import ResponseReturnValue

from forumapp.domain.access import Action
from forumapp.http.guard import requires
from forumapp.http.identity import now
from forumapp.http.locale import locale
from forumapp.render import sheets
from forumapp.render.schedule import Format, template
from forumapp.services.events import EventRow
from forumapp.web.agenda import bp


@bp.get("/manage/<slug>/import/template.<any(xlsx, csv):kind>")
@requires(Action.EDIT_AGENDA)
def import_template(slug: str, kind: str) -> ResponseReturnValue:
    """Headings and examples in the reader's language, for the event's languages and first day."""
    event: EventRow = g.event
    table = template(event.languages, first_day=event.starts_on, locale=locale())
    chosen = Format(kind)
    data = sheets.csv(table) if chosen is Format.CSV else sheets.xlsx(table, written_at=now())
    name = f"{slug}-template-{locale()}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, content_type=chosen.media_type, headers=headers)
