"""Copies of an event's public site: asked for by its organisers, the latest one kept."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import Conflict
from forumapp.domain.volumes import Volume, VolumeName, key
from forumapp.models import Event, Job
from forumapp.services.access import require
from forumapp.services.publications import issues, volumes
from forumapp.services.publications.releases import history
from forumapp.services.publications.snapshot import programme
from forumapp.services.publications.volumes import VolumeRow

EVERY = "all"  # languages


def latest(actor: Actor, event_id: int) -> VolumeRow | None:
    """The copy that was asked for last, with its file or how far it is; None before the first."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    return _latest(event_id)


def ask(actor: Actor, event_id: int, *, now: datetime) -> Volume:
    """Have the site copied as it is now; one that is under way already will do.

    Raises Conflict `not_public` for a draft and `no_release` before the first release.
    """
    require(actor, Action.PUBLISH, event_id=event_id)
    lock(Event, event_id)
    under_way = _latest(event_id)
    if under_way is not None and under_way.coming:
        return under_way.volume
    volume = _volume(event_id, now=now)
    volumes.ask(volume, now=now)
    return volume


def volumes_in(site: Volume) -> tuple[Volume, ...]:
    """The PDFs that the site leads to."""
    release = programme(site.release_id)
    parts = (None, *(part.id for part in release.parts if len(release.parts) > 1))
    programmes = tuple(
        volumes.of_release(site.event_id, site.release_id, site.number, locale=locale, part_id=part)
        for locale in volumes.languages(release.event.languages)
        for part in parts
    )
    issue = issues.in_force(site.event_id)
    if issue is None:
        return programmes
    return (*programmes, *issues.volumes_of(site.event_id, issue, release.event.languages))


def _volume(event_id: int, *, now: datetime) -> Volume:
    event = db.session.get_one(Event, event_id)
    if not event.state.public:
        raise Conflict("not_public")
    releases = history(event_id)
    if not releases:
        raise Conflict("no_release")
    return Volume(
        event_id=event_id,
        name=VolumeName.SITE,
        locale=EVERY,
        release_id=releases[0].id,
        number=releases[0].number,
        digest=f"{now:%Y%m%dT%H%M%S%f}",
    )


def _latest(event_id: int) -> VolumeRow | None:
    payload = db.session.scalar(
        sa.select(Job.payload)
        .where(
            Job.event_id == event_id,
            Job.name == volumes.JOB,
            Job.key.startswith(key(event_id, VolumeName.SITE, ""), autoescape=True),
        )
        .order_by(Job.id.desc())
        .limit(1)
    )
    return volumes.look(Volume.of(payload)) if payload else None
