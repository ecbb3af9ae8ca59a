"""What is built of a release: which volumes there are, what became of each, and its file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import NotFound
from forumapp.domain.jobs import JobState
from forumapp.domain.volumes import CHOSEN, Volume, VolumeName, key
from forumapp.i18n import catalogue
from forumapp.models import Event, Job, Publication
from forumapp.services import jobs, limits
from forumapp.services.access import require
from forumapp.services.files import unreferenced
from forumapp.services.jobs import JobRow
from forumapp.services.limits import Limited
from forumapp.services.rows import read

JOB = "build_publication"  # the name of the job that builds a volume
MOST_CHOSEN = 40  # volumes of an event that readers put together are kept at once
MOST_PASSING = 12  # files of one kind of paper that show the tables as they were
SUPERSEDED = "superseded"  # how a build fails when the tables have moved on


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """A built file; `file` is its key in the store, `size` in bytes."""

    file: str
    size: int
    pages: int
    built_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeRow:
    """A volume with its file, or the job that builds it, or neither."""

    volume: Volume
    file: FileRow | None = None
    job: JobRow | None = None

    @property
    def state(self) -> JobState | None:
        """Done when there is a file; None when nobody asked for one."""
        if self.file is not None:
            return JobState.DONE
        return self.job.state if self.job else None

    @property
    def unasked(self) -> bool:
        """Whether it may be asked for: nobody has, or what it was to hold was gone by then."""
        return self.state is None or (self.job is not None and SUPERSEDED in self.job.error)

    @property
    def coming(self) -> bool:
        """Whether the file is on its way."""
        return self.state in (JobState.QUEUED, JobState.RUNNING)


def of_release(
    event_id: int,
    release_id: int,
    number: int,
    *,
    locale: str,
    part_id: int | None = None,
    beside: str = "",
    clocks: tuple[str, ...] | None = None,
) -> Volume:
    """The programme of a release, or of one part of it, as a reader wants it."""
    return Volume(
        event_id=event_id,
        name=VolumeName.PROGRAMME,
        locale=locale,
        release_id=release_id,
        number=number,
        part_id=part_id,
        beside=beside,
        clocks=clocks,
    )


def languages(event_languages: Iterable[str]) -> tuple[str, ...]:
    """The interface's languages among those of an event; English when there is none."""
    chosen = set(event_languages)
    return tuple(code for code in catalogue.locales() if code in chosen) or (catalogue.SOURCE,)


def look(volume: Volume) -> VolumeRow:
    """What became of a volume."""
    return looks((volume,))[0]


def looks(volumes: Iterable[Volume]) -> tuple[VolumeRow, ...]:
    """What became of each of an event's volumes, in two queries."""
    wanted = tuple(volumes)
    files = {
        (row.event_id, row.name, row.edition): read(FileRow, row)
        for row in db.session.scalars(
            sa.select(Publication).where(
                Publication.event_id.in_({one.event_id for one in wanted}),
                Publication.edition.in_({one.edition for one in wanted}),
            )
        )
    }
    found = jobs.find_all({one.key for one in wanted})
    return tuple(
        VolumeRow(
            volume=one,
            file=files.get((one.event_id, one.name, one.edition)),
            job=found.get(one.key),
        )
        for one in wanted
    )


def ask(volume: Volume, *, now: datetime) -> None:
    """Have a volume built unless it is, or was tried: a failed one waits for the organiser."""
    lock(Event, volume.event_id)
    if look(volume).unasked:
        jobs.enqueue(JOB, key=volume.key, payload=volume.plain(), now=now, event_id=volume.event_id)


def count_wish(volume: Volume, *, address: str, now: datetime) -> None:
    """Count a volume that a reader puts together and that is still to be built.

    Raises TooMany when this reader, or all of them together, want more than a worker should do.
    """
    if volume.chosen and look(volume).unasked:
        limits.spend(Limited.VOLUME_FROM_ADDRESS, address, now=now)
        limits.spend(Limited.VOLUME_OF_EVENT, str(volume.event_id), now=now)


def failures(actor: Actor, event_id: int) -> tuple[JobRow, ...]:
    """The builds of an event that were given up, latest first."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    return jobs.failed(JOB, event_id=event_id)


def ask_again(actor: Actor, event_id: int, job_id: int, *, now: datetime) -> None:
    """Try a failed build anew; NotFound for one that is none of this event."""
    require(actor, Action.PUBLISH, event_id=event_id)
    job = jobs.get(job_id)
    if job.name != JOB or job.event_id != event_id:
        raise NotFound
    jobs.again(job_id, now=now)


def keep(volume: Volume, *, file: str, size: int, pages: int, now: datetime) -> frozenset[str]:
    """Write down the file of a volume; that of an earlier try is replaced.

    Returns the keys of files that nothing refers to any more: of the volumes that readers put
    together, the latest few are kept.
    """
    lock(Event, volume.event_id)
    row = _publication(volume)
    if row is None:
        row = Publication(event_id=volume.event_id, name=volume.name, edition=volume.edition)
        db.session.add(row)
    row.locale, row.file, row.size, row.pages, row.built_at = (
        volume.locale,
        file,
        size,
        pages,
        now,
    )
    db.session.flush()
    if volume.name is VolumeName.SITE:
        return _make_room(volume, Publication.name == VolumeName.SITE.value, most=1)
    if volume.passing:
        alike = sa.and_(
            Publication.name == volume.name.value, Publication.edition.startswith("r0-")
        )
        return _make_room(volume, alike, most=MOST_PASSING)
    if volume.chosen:
        return _make_room(volume, Publication.edition.contains(CHOSEN), most=MOST_CHOSEN)
    return frozenset()


def _make_room(volume: Volume, alike: sa.ColumnElement[bool], *, most: int) -> frozenset[str]:
    """Drop those of an event that are alike beyond the latest few; who asks has them built anew."""
    old = db.session.scalars(
        sa.select(Publication)
        .where(Publication.event_id == volume.event_id, alike)
        .order_by(Publication.built_at.desc(), Publication.id.desc())
        .offset(most)
    ).all()
    for row in old:
        db.session.execute(
            sa.delete(Job).filter_by(key=key(volume.event_id, row.name, row.edition))
        )
        db.session.delete(row)
    db.session.flush()
    return unreferenced(row.file for row in old)


def forget_file(volume: Volume) -> None:
    """Drop a volume whose file the store has lost, so that it is built anew."""
    lock(Event, volume.event_id)
    if row := _publication(volume):
        db.session.delete(row)
    db.session.execute(sa.delete(Job).filter_by(key=volume.key, state=JobState.DONE))
    db.session.flush()


def _publication(volume: Volume) -> Publication | None:
    return db.session.scalar(
        sa.select(Publication).filter_by(
            event_id=volume.event_id, name=volume.name.value, edition=volume.edition
        )
    )
