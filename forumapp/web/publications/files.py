"""The programme as files of other programs, for its organisers: the draft, and any release."""

from __future__ import annotations

from flask import Response, g
from flask.typing import ResponseReturnValue

from forumapp.config import settings
from forumapp.domain.access import Action
from forumapp.domain.programme import Programme
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.locale import locale
from forumapp.render import schedule
from forumapp.render.schedule import Format, Wanted, Working
from forumapp.services import publications
from forumapp.web.publications import bp

KINDS = ", ".join(Format)


@bp.get(f"/manage/<slug>/publications/draft.<any({KINDS}):kind>")
@requires(Action.READ_WORKSPACE)
def draft_file(slug: str, kind: str) -> ResponseReturnValue:
    """What is being edited: in full where the format can be brought back, else what is public."""
    chosen = Format(kind)
    found = publications.working(actor(), g.event.id, now=now())
    working = Working(video_rooms=found.video_rooms) if chosen.works else None
    return _file(found.programme, chosen, working=working, mark=f"draft-{now():%Y%m%d}")


@bp.get(f"/manage/<slug>/publications/<int:number>/programme.<any({KINDS}):kind>")
@requires(Action.READ_WORKSPACE)
def release_file(slug: str, number: int, kind: str) -> ResponseReturnValue:
    """A release as the public has or had it."""
    row = publications.release(g.event.id, number)
    return _file(publications.programme(row.id), Format(kind), mark=f"r{number}")


def _file(
    programme: Programme, kind: Format, *, mark: str, working: Working | None = None
) -> Response:
    wanted = Wanted(locale=locale(), base_url=settings().base_url, working=working)
    data = schedule.file(programme, kind, wanted)
    name = f"{programme.event.slug}-programme-{mark}-{locale()}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, content_type=kind.media_type, headers=headers)
