"""Files that go with every mail of a circular; added and taken away while it is a draft."""

from __future__ import annotations

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.circulars import MOST_BYTES
from forumapp.domain.errors import Invalid
from forumapp.domain.text import one_line
from forumapp.models import Circular, CircularFile
from forumapp.services import audit
from forumapp.services.access import require
from forumapp.services.circulars.editing import draft
from forumapp.services.circulars.queries import FileRow, files_of
from forumapp.services.files import unreferenced
from forumapp.services.rows import one, read

LONGEST_NAME = 120


def enclose(
    actor: Actor,
    event_id: int,
    circular_id: int,
    *,
    file: str,
    name: str,
    media_type: str,
    size: int,
) -> None:
    """Have a file of the store go with a draft; `size` in bytes.

    Raises Conflict `not_a_draft`, and Invalid `files_too_large` (file) for too much in all.
    """
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    draft(event_id, circular_id)
    if size + sum(row.size for row in files_of(circular_id)) > MOST_BYTES:
        raise Invalid({"file": "files_too_large"})
    stem, _dot, ending = one_line(name).rpartition(".")
    shown = f"{(stem or ending)[:LONGEST_NAME]}.{file.rpartition('.')[2]}"
    db.session.add(
        CircularFile(
            circular_id=circular_id, file=file, name=shown, media_type=media_type, size=size
        )
    )
    audit.note(
        actor,
        event_id,
        action="enclose",
        noun="circulars",
        object_id=circular_id,
        after={"file": shown},
    )
    db.session.flush()


def take_out(actor: Actor, event_id: int, circular_id: int, file_id: int) -> frozenset[str]:
    """Take a file out of a draft; returns its key if nothing refers to it any more."""
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    draft(event_id, circular_id)
    row = one(CircularFile, file_id, circular_id=circular_id)
    db.session.delete(row)
    audit.note(
        actor,
        event_id,
        action="take_out",
        noun="circulars",
        object_id=circular_id,
        before={"file": row.name},
    )
    db.session.flush()
    return unreferenced((row.file,))


def enclosed(actor: Actor, event_id: int, circular_id: int, file_id: int) -> FileRow:
    """One of the files; NotFound for another circular's."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    one(Circular, circular_id, event_id=event_id)
    return read(FileRow, one(CircularFile, file_id, circular_id=circular_id))
