"""The daily clearing up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from forumapp.config import settings
from forumapp.db import db, settle, unit_of_work
from forumapp.gateways.files import LocalFiles
from forumapp.gateways.mail import FolderGateway, gateway_from
from forumapp.jobs.progress import Progress
from forumapp.services import files as stored
from forumapp.services import privacy, upkeep

ABANDONED = timedelta(days=2)  # longer than the ticket of an upload is good


def forget_files(payload: Mapping[str, Any], _progress: Progress) -> Mapping[str, Any]:
    """Delete the files of somebody who was forgotten, every chapter kept of any PDF, and what the
    database still has of what was deleted.
    """
    files = stored.unreferenced(payload["files"])
    store = LocalFiles(settings().files)
    for key in files:
        store.delete(key)
    for chapter in (settings().cache / "chapters").glob("*"):
        chapter.unlink(missing_ok=True)
    outbox = gateway_from(settings().mail_url)
    if isinstance(outbox, FolderGateway):
        outbox.forget(payload.get("mails", ()))
    db.session.rollback()
    settle(db.engine)
    return {"files": len(files)}


def tidy(_payload: Mapping[str, Any], _progress: Progress) -> Mapping[str, Any]:
    """Delete what is over, and then the files that nothing refers to."""
    with unit_of_work():
        files = upkeep.tidy(now=datetime.now(UTC))
    store = LocalFiles(settings().files)
    gone = sum(_disposed(event_id) for event_id in privacy.events_over(now=datetime.now(UTC)))
    for key in files:
        store.delete(key)
    _drop_abandoned(store)
    with unit_of_work():
        privacy.complete_file()
    settle(db.engine)
    return {"files": len(files), "disposed": gone}


def _disposed(event_id: int) -> int:
    with unit_of_work():
        return privacy.dispose(event_id, now=datetime.now(UTC))


def _drop_abandoned(store: LocalFiles) -> None:
    """Delete what was last uploaded two days ago or earlier, and is in no row."""
    before = datetime.now(UTC) - ABANDONED
    with unit_of_work():
        gone = stored.abandoned(store.older(before=before))
    for key in gone.intersection(store.older(before=before)):  # not what came again meanwhile
        store.delete(key)
