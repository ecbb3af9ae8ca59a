"""Serving a volume: the file when there is one, a page with progress while it is being made."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, jsonify, make_response, render_template, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.config import settings
from forumapp.db import unit_of_work
from forumapp.domain.jobs import JobState
from forumapp.domain.programme import EventFacts
from forumapp.domain.volumes import Volume, VolumeName
from forumapp.gateways.files import LocalFiles
from forumapp.http.identity import now
from forumapp.http.pages import FRESH, VARY
from forumapp.services import publications
from forumapp.services.publications import VolumeRow

_MEDIA_TYPES = {"pdf": "application/pdf", "zip": "application/zip"}
PRIVATE = "private, max-age=0, must-revalidate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a volume is asked for: its own address, that of its state, and the way back."""

    here: str
    state: str
    back: str
    layout: str = "layouts/public.html"
    page: str = "programme"

    @property
    def private(self) -> bool:
        return self.layout != "layouts/public.html"


def serve(volume: Volume, event: EventFacts, *, place: Place, title: str) -> ResponseReturnValue:
    """The file; else 202 with its progress, having asked for it; 503 when it can't be made."""
    row = asked(volume)
    if row.file is not None:
        sent = _send(row, event, private=place.private)
        if sent is not None:
            return sent
        row = _anew(volume)
    status = 503 if row.state is JobState.FAILED else 202
    page = render_template(
        "publications/wait.html",
        event=event,
        place=place,
        page=place.page,
        title=title,
        failed=row.state is JobState.FAILED,
        job=progress(row, location=""),
    )
    return make_response(page, status)


def state(volume: Volume, *, location: str) -> ResponseReturnValue:
    """How far a volume is, for the page that waits for it."""
    return jsonify(progress(publications.volumes.look(volume), location=location))


def progress(row: VolumeRow, *, location: str) -> dict[str, object]:
    """A job as the progress bar knows it."""
    job = row.job
    done, total = (job.progress, job.total) if job else (0, 0)
    over = row.state in (JobState.DONE, JobState.FAILED)
    return {
        "state": row.state or JobState.QUEUED,
        "done": done,
        "total": total,
        "message": _step(done, total),
        "location": location if over else "",
    }


def _step(done: int, total: int) -> str:
    if not total:
        return str(_("Waiting to begin"))
    return str(_("Step %(done)s of %(total)s", done=done, total=total))


def asked(volume: Volume) -> VolumeRow:
    """What became of the volume, which is asked for if nobody has."""
    row = publications.volumes.look(volume)
    if row.unasked:
        with unit_of_work():
            publications.volumes.ask(volume, now=now())
        row = publications.volumes.look(volume)
    return row


def _anew(volume: Volume) -> VolumeRow:
    """The store has lost the file: build it again."""
    with unit_of_work():
        publications.volumes.forget_file(volume)
        publications.volumes.ask(volume, now=now())
    return publications.volumes.look(volume)


def _send(row: VolumeRow, event: EventFacts, *, private: bool) -> Response | None:
    """The file as it is, whole, in part or 304 (RFC 9110 13, 14); None when it is lost."""
    assert row.file is not None
    path = LocalFiles(settings().files).path(row.file.file)
    if not path.is_file():
        return None
    response = send_file(
        path,
        mimetype=_MEDIA_TYPES[row.volume.name.ending],
        download_name=f"{event.slug}-{row.volume.name}-{_mark(row.volume)}.{row.volume.name.ending}",
        as_attachment=row.volume.name is VolumeName.SITE,
        conditional=True,
        etag=row.file.file.partition(".")[0],
        last_modified=row.file.built_at,
    )
    response.headers["Cache-Control"] = PRIVATE if private else FRESH
    response.headers["Vary"] = VARY
    return response


def _mark(volume: Volume) -> str:
    """What tells the files of an event apart on a reader's disk."""
    pieces = [f"r{volume.number}", volume.locale, *([volume.beside] if volume.beside else [])]
    return "-".join(pieces if volume.part_id is None else [*pieces, f"part{volume.part_id}"])
