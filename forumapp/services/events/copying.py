"""A new edition from an old one."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from forumapp.db import Base, db
from forumapp.domain import clock
from forumapp.domain.access import Action, Actor
from forumapp.domain.speakers import SpeakerStatus
from forumapp.models import (
    Category,
    Delegation,
    Event,
    FormField,
    Organisation,
    Part,
    PartQuota,
    Person,
    Question,
    Room,
    Session,
    Speaker,
    Track,
)
from forumapp.services.access import require
from forumapp.services.events import series
from forumapp.services.events.checks import Checks
from forumapp.services.events.editions import WINDOW, found, slug_of
from forumapp.services.rows import one

_PIECES = (Organisation, Part, Room, Track, Category, Delegation)
_LINKS = {"link_version", "feed_version", "join_version"}
_OWN = {"id", "version", "event_id", "key", "created_at", "invited_at", "lot", *_LINKS}
_OF_THE_EDITION = {
    *("slug", "state", "title", "edition", "starts_on", "ends_on", *WINDOW),
    *("notice", "symbol", "foreword", "foreword_by", "order_reason"),
}
_HANDED_IN = {"text", "text_language", "status"}


def copy(actor: Actor, event_id: int, *, values: Mapping[str, Any], now: datetime) -> str:
    """Make a draft of the next edition from this one, and return its slug.

    Values are slug, title, edition and starts_on. Every day moves with the first, wall times stay.
    What belongs to the old edition alone stays behind: registrations and who only registered,
    releases, joins, texts handed in, and the video rooms, which are nothing but secrets. Speakers
    come along as invited. Raises Invalid.
    """
    require(actor, Action.CREATE_EVENT)
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    source = one(Event, event_id)
    checks = Checks(values)
    first = checks.day("starts_on")
    by = first - source.starts_on
    own: dict[str, Any] = {
        "slug": slug_of(checks),
        "title": checks.texts("title", required=True),
        "edition": series.edition(checks, source.series_id),
        "starts_on": first,
        "ends_on": source.ends_on + by,
    }
    checks.finish()
    target = _twin(source, leave=_OF_THE_EDITION, **own, **_window(source, by))
    slug = found(actor, target, now=now)
    _copy_contents(source.id, target.id, by, now=now)
    return slug


def _window(source: Event, by: timedelta) -> dict[str, datetime | None]:
    """The same wall times so many days later."""
    return {name: _later(getattr(source, name), source.zone, by) for name in WINDOW}


def _later(moment: datetime | None, zone: str, by: timedelta) -> datetime | None:
    return None if moment is None else clock.instant(clock.wall(moment, zone) + by, zone)


def _copy_contents(source_id: int, target_id: int, by: timedelta, *, now: datetime) -> None:
    pieces: dict[type[Base], dict[int, int]] = {
        model: _twins(_all(model, source_id), leave=WINDOW, event_id=target_id) for model in _PIECES
    }
    _quotas(source_id, pieces)
    _form(source_id, target_id, pieces)
    speakers = db.session.scalars(
        sa.select(Speaker)
        .join(Session, Session.id == Speaker.session_id)
        .where(Session.event_id == source_id)
        .order_by(Speaker.id)
    ).all()
    speaking = [s for s in speakers if s.status.speaks]
    people = _people({s.person_id for s in speaking}, target_id, now=now)
    sessions = _sessions(source_id, target_id, pieces, by)
    for old in speaking:
        twin = _twin(old, leave=_HANDED_IN)
        twin.session_id, twin.person_id = sessions[old.session_id], people[old.person_id]
        twin.status = SpeakerStatus.INVITED
        db.session.add(twin)
    db.session.flush()


def _quotas(source_id: int, pieces: Mapping[type[Base], dict[int, int]]) -> None:
    rows = db.session.scalars(
        sa.select(PartQuota)
        .join(Delegation, Delegation.id == PartQuota.delegation_id)
        .where(Delegation.event_id == source_id)
    ).all()
    for old in rows:
        twin = _twin(old)
        twin.delegation_id = pieces[Delegation][old.delegation_id]
        twin.part_id = pieces[Part][old.part_id]
        db.session.add(twin)


def _form(source_id: int, target_id: int, pieces: Mapping[type[Base], dict[int, int]]) -> None:
    """The form as a draft: what is asked, but not what was answered, nor what was retired."""
    _twins(_all(FormField, source_id), leave=(), event_id=target_id)
    for old in _all(Question, source_id):
        if old.retired_at is None:
            twin = _twin(old, event_id=target_id)
            twin.categories = [pieces[Category][key] for key in old.categories]
            twin.parts = [pieces[Part][key] for key in old.parts]
            db.session.add(twin)
    db.session.flush()


def _sessions(
    source_id: int, target_id: int, pieces: Mapping[type[Base], dict[int, int]], by: timedelta
) -> dict[int, int]:
    pairs = []
    for old in _all(Session, source_id):
        twin = _twin(old, event_id=target_id, key=str(uuid.uuid4()))
        twin.part_id = pieces[Part][old.part_id]
        twin.room_id = pieces[Room].get(old.room_id)
        twin.track_id = pieces[Track].get(old.track_id)
        twin.starts, twin.ends = old.starts + by, old.ends + by
        pairs.append((old.id, twin))
    return _written(pairs)


def _people(ids: Iterable[int], target_id: int, *, now: datetime) -> dict[int, int]:
    rows = db.session.scalars(sa.select(Person).where(Person.id.in_(ids)).order_by(Person.id))
    return _written(
        [
            (old.id, _twin(old, key=str(uuid.uuid4()), event_id=target_id, created_at=now))
            for old in rows
        ]
    )


def _twins(rows: Iterable[Any], *, leave: Iterable[str], **own: Any) -> dict[int, int]:
    """Copies of rows: the old number to the new."""
    return _written([(old.id, _twin(old, leave=leave, **own)) for old in rows])


def _written(pairs: list[tuple[int, Any]]) -> dict[int, int]:
    db.session.add_all(twin for _old, twin in pairs)
    db.session.flush()
    return {old: twin.id for old, twin in pairs}


def _twin(row: Any, *, leave: Iterable[str] = (), **own: Any) -> Any:
    """A copy of a row without what is its alone; `own` are values of the copy."""
    names = {attribute.key for attribute in sa.inspect(row).mapper.column_attrs}
    kept = names - _OWN - set(leave) - own.keys()
    return type(row)(**{name: getattr(row, name) for name in kept}, **own)


def _all(model: type[Any], event_id: int) -> Iterable[Any]:
    return db.session.scalars(sa.select(model).filter_by(event_id=event_id).order_by(model.id))
