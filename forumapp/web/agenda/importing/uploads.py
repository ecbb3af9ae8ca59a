"""Uploaded schedules: read apart, kept in the file store, brought back as they were read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from forumapp.config import settings
from forumapp.domain.schedules import Ask, FileKind, ReadSchedule
from forumapp.gateways import schedules
from forumapp.gateways.files import LocalFiles
from forumapp.services.agenda.importing import ImportRow, Reading

_WITH_COLUMNS = (FileKind.XLSX, FileKind.CSV)


def taken_in(data: bytes, ask: Ask) -> Reading:
    """Read a file and keep what it says; raises Unreadable.

    The file itself, which may hold what lets people into meetings, is kept only where somebody may
    have its columns read otherwise.
    """
    result = schedules.read_bytes(data, ask)
    kind = schedules.loaded(ReadSchedule, result).kind
    return Reading(
        kind=kind,
        asked=asked(ask),
        columns=ask.columns,
        reading=store().put(result, suffix=".reading"),
        file=store().put(data, suffix=".upload") if kind in _WITH_COLUMNS else "",
    )


def what_it_says(row: ImportRow) -> ReadSchedule:
    """A kept file as it was read; NotFound when it is gone."""
    return schedules.loaded(ReadSchedule, store().read(row.reading))


def asked(ask: Ask) -> str:
    """The digest of what a reader is told of an event: a file that was read for another is old."""
    of_the_event = replace(ask, columns={}, today=date.min)
    return hashlib.sha256(schedules.dumped(of_the_event)).hexdigest()


def throw_away(keys: Iterable[str]) -> None:
    """Delete files that nothing refers to any more."""
    for key in keys:
        store().delete(key)


def store() -> LocalFiles:
    return LocalFiles(settings().files)
