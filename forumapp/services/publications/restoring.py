"""Bringing a release back into the tables, after showing what that would change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.access import Action, Actor
from forumapp.domain.agenda import Visibility
from forumapp.domain.errors import Conflict
from forumapp.domain.programme import Change, Programme, SessionFacts, compare
from forumapp.domain.releases import FrameChange, FrameKind, compare_frame
from forumapp.domain.restoring import Restored, restore
from forumapp.models import Event, Person
from forumapp.services import audit
from forumapp.services.access import require
from forumapp.services.publications.draft import draft, sessions
from forumapp.services.publications.releases import ReleaseRow, release
from forumapp.services.publications.rewriting import write_frame, write_sessions
from forumapp.services.publications.snapshot import dump, programme

_BACK = (FrameKind.PART, FrameKind.ROOM, FrameKind.TRACK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restoration:
    """What bringing a release back would change, and what of it can't be brought back.

    `token` stands for exactly this. `now` is the agenda, `after` what it becomes, `then` what was
    published. `made` are sessions that were deleted meanwhile, `renamed` the new codes of others.
    """

    release: ReleaseRow
    token: str
    now: Programme
    after: Programme
    then: Programme
    changes: tuple[Change, ...]
    frame: tuple[FrameChange, ...]
    missing: tuple[Change, ...]
    made: tuple[SessionFacts, ...]
    renamed: Mapping[str, str]
    plan: Restored


def restoration(actor: Actor, event_id: int, number: int, *, now: datetime) -> Restoration:
    """What bringing the release of this number back would do."""
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    return _planned(event_id, release(event_id, number), now=now)


def bring_back(actor: Actor, event_id: int, number: int, *, seen: str, now: datetime) -> None:
    """Make the agenda say again what a release said; nothing is published by it.

    Sessions that came later are parked, lines that came later stand as replaced, nothing is
    deleted. Raises Conflict `changed` when it would do anything else than what `seen`, the token of
    a restoration, stands for.
    """
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    lock(Event, event_id)
    found = _planned(event_id, release(event_id, number), now=now)
    if seen != found.token:
        raise Conflict("changed")
    write_frame(event_id, found.then)
    write_sessions(event_id, found.plan, now=now)
    audit.note(actor, event_id, action="bring_back", noun="releases", object_id=found.release.id)
    db.session.flush()


def _planned(event_id: int, row: ReleaseRow, *, now: datetime) -> Restoration:
    present, then = draft(event_id, now=now), programme(row.id)
    parked = sessions(event_id, parked=True)
    there = {session.key: session for session in (*present.sessions, *parked)}
    shown = present.visible_to(Visibility.REGISTERED)
    people = frozenset(db.session.scalars(sa.select(Person.id).filter_by(event_id=event_id)))
    plan = restore(then, now=there, shown=[s.key for s in shown.sessions], people=people)
    named = {person.id: person for person in (*then.people, *present.people)}
    after = replace(
        then, event=present.event, sessions=plan.sessions, people=tuple(named.values())
    ).visible_to(Visibility.REGISTERED)
    frame = compare_frame(present, replace(then, event=present.event, people=()))
    return Restoration(
        release=row,
        token=_token(row, present, parked, plan),
        now=shown,
        after=after,
        then=then,
        changes=compare(shown, after),
        frame=tuple(change for change in frame if change.kind in _BACK),
        missing=compare(_heard(after), _heard(then)),
        made=tuple(session for session in plan.sessions if session.key in plan.made),
        renamed={there[key].code: code for key, code in plan.codes.items()},
        plan=plan,
    )


def _token(
    row: ReleaseRow, present: Programme, parked: tuple[SessionFacts, ...], plan: Restored
) -> str:
    """What is there now and what becomes of it."""
    still = replace(present.release, issued_at=row.issued_at)
    before = dump(replace(present, release=still, sessions=(*present.sessions, *parked)))
    after = dump(replace(present, release=still, sessions=plan.sessions))
    content = json.dumps([row.id, before, after], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def _heard(programme: Programme) -> Programme:
    """The programme without the lines of those who don't speak: of them a release says nothing."""
    return replace(
        programme,
        sessions=tuple(
            replace(s, speakers=tuple(line for line in s.speakers if line.status.speaks))
            for s in programme.sessions
        ),
    )
