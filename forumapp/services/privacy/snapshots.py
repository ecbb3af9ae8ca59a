"""What was frozen while somebody was known: lists, releases and proceedings, and their files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import after_commit, db
from forumapp.domain.privacy import Redaction
from forumapp.domain.volumes import VolumeName, key
from forumapp.models import Event, Import, Issue, Job, PaperEdition, Publication, Release
from forumapp.services import publications
from forumapp.services.papers import snapshot as lists
from forumapp.services.people.belongings import Belongings
from forumapp.services.publications import issues, proceedings, volumes

# Built of a release, an issue or a letter; all else is made of everyone who takes part.
_OF_ONE = {VolumeName.PROGRAMME, VolumeName.PROCEEDINGS, VolumeName.LETTER}


def redact(event_id: int, own: Belongings, *, now: datetime) -> frozenset[str]:
    """Take a person out of every snapshot of the event; each keeps its number and its day.

    Returns the keys of files that were built of them, of letters and lists too, and of uploads
    that may name them. Proceedings in force are built anew, all else when somebody asks for it.
    """
    out = Redaction(
        person_id=own["people"][0]["id"],
        speakers=frozenset(row["id"] for row in own.get("speakers", ())),
    )
    releases = [row.number for row in _rows(Release, event_id) if _redact_release(row, out)]
    db.session.flush()
    changed = [row for row in _rows(Issue, event_id) if _redact_issue(row, out)]
    for row in _rows(PaperEdition, event_id):
        _redact_list(row, out)
    db.session.flush()
    gone = _drop(event_id, Publication.name.not_in(_OF_ONE))
    gone |= _drop_numbered(event_id, VolumeName.PROGRAMME, releases)
    gone |= _drop_numbered(event_id, VolumeName.LETTER, [r["id"] for r in own.get("letters", ())])
    if releases or changed:
        gone |= _drop(event_id, Publication.name == VolumeName.PROCEEDINGS)
        _build_proceedings(event_id, now=now)
    slug = db.session.get_one(Event, event_id).slug
    after_commit(lambda: publications.forget(slug))
    return gone | _drop_uploads(event_id)


def unlist(event_id: int, person_id: int, *, now: datetime) -> frozenset[str]:
    """Take somebody out of the lists that everyone may read; what the secretariat issued stays.

    Returns the keys of files that were built of them.
    """
    out = Redaction(person_id=person_id)
    changed = [row for row in _rows(Issue, event_id) if _redact_issue(row, out)]
    for row in _rows(PaperEdition, event_id):
        agreed = row.snapshot.get("agreed", [])
        if person_id in agreed:
            left = {**row.snapshot, "agreed": [one for one in agreed if one != person_id]}
            row.snapshot, row.digest = left, lists.digest(lists.load(left))
    db.session.flush()
    gone = _drop(event_id, Publication.name.in_((VolumeName.PARTICIPANTS, VolumeName.SITE)))
    if changed:
        gone |= _drop(event_id, Publication.name == VolumeName.PROCEEDINGS)
        _build_proceedings(event_id, now=now)
    slug = db.session.get_one(Event, event_id).slug
    after_commit(lambda: publications.forget(slug))
    return gone


def _rows(model: Any, event_id: int) -> Iterable[Any]:
    return db.session.scalars(
        sa.select(model).filter_by(event_id=event_id).options(sa.orm.undefer(model.snapshot))
    ).all()


def _redact_release(row: Release, out: Redaction) -> bool:
    left = out.of(row.snapshot)
    if left == row.snapshot:
        return False
    row.snapshot, row.redactions = left, row.redactions + 1
    return True


def _redact_issue(row: Issue, out: Redaction) -> bool:
    """Its digest is that of what it holds, and of its release, and so another from now on."""
    row.snapshot = out.of(row.snapshot)
    digest = proceedings.digest(proceedings.load(row.snapshot, release_id=row.release_id))
    changed = digest != row.digest
    row.digest = digest
    return changed


def _redact_list(row: PaperEdition, out: Redaction) -> None:
    left = out.of(row.snapshot)
    if left != row.snapshot:
        row.snapshot, row.digest = left, lists.digest(lists.load(left))


def _drop_numbered(event_id: int, name: VolumeName, numbers: Iterable[int]) -> frozenset[str]:
    gone: frozenset[str] = frozenset()
    for number in numbers:
        of_it = (Publication.name == name, Publication.edition.startswith(f"r{number}-"))
        gone |= _drop(event_id, *of_it)
    return gone


def _drop(event_id: int, *where: sa.ColumnElement[bool]) -> frozenset[str]:
    """Forget built files, so that who asks has them built anew; their keys."""
    rows = db.session.scalars(sa.select(Publication).filter_by(event_id=event_id).where(*where))
    gone = set()
    for row in rows.all():
        gone.add(row.file)
        of_row = key(event_id, row.name, row.edition)
        db.session.execute(sa.delete(Job).filter_by(key=of_row))
        db.session.delete(row)
    db.session.flush()
    return frozenset(gone)


def _build_proceedings(event_id: int, *, now: datetime) -> None:
    latest = issues.in_force(event_id)
    if latest is None:
        return
    languages = db.session.get_one(Event, event_id).languages
    for volume in issues.volumes_of(event_id, latest, languages):
        volumes.ask(volume, now=now)


def _drop_uploads(event_id: int) -> frozenset[str]:
    """Files to take an agenda from live for a day, and may name anybody."""
    rows = db.session.scalars(sa.select(Import).filter_by(event_id=event_id)).all()
    for row in rows:
        db.session.delete(row)
    db.session.flush()
    return frozenset(key for row in rows for key in (row.reading, row.file) if key)
