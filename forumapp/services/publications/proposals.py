"""What publishing now would do, to be read before it is done."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.agenda import Visibility
from forumapp.domain.programme import Change, Programme, ReleaseFacts, ReleaseStatus, compare
from forumapp.domain.releases import FrameChange, compare_frame
from forumapp.models import Release
from forumapp.services import invitations
from forumapp.services.access import require
from forumapp.services.publications.draft import draft
from forumapp.services.publications.snapshot import dump, programme

_NEVER = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The next release: its number, what it would hold, and what that changes.

    `next_revision` is the number of its revision, if it is issued as one. `token` stands for
    exactly this and for who is told of it, so that nothing else is published in its place.
    `unpublished` counts sessions that only the secretariat may read.
    """

    number: int
    next_revision: int
    token: str
    before: Programme | None
    after: Programme
    changes: tuple[Change, ...]
    frame: tuple[FrameChange, ...]
    unpublished: int
    telling: invitations.Plan

    @property
    def counts(self) -> dict[str, int]:
        """How many changes there are of each kind."""
        return counts(self.changes, self.frame)


def proposal(actor: Actor, event_id: int, *, now: datetime) -> Proposal:
    """What the next release would be."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    return propose(event_id, now=now)


def propose(event_id: int, *, now: datetime) -> Proposal:
    """The same for who has asked for leave already."""
    latest = _latest(event_id)
    # What nobody was ever told of counts from the first release, which everyone could read.
    told = _latest(event_id, sa.or_(Release.told.is_not(None), Release.number == 1))
    before = programme(latest.id) if latest else None
    number = latest.number + 1 if latest else 1
    plan = draft(event_id, now=now)
    after = plan.visible_to(Visibility.REGISTERED)
    telling = invitations.plan(
        event_id,
        base_id=told.id if told else None,
        before=programme(told.id) if told else None,
        quiet=_quiet(event_id, after=told.number) if told else (),
        after=after,
        now=now,
    )
    return Proposal(
        number=number,
        next_revision=_revisions(event_id) + 1,
        token=_token(number, after, telling),
        before=before,
        after=after,
        changes=compare(before, after),
        frame=compare_frame(before, after),
        unpublished=len(plan.sessions) - len(after.sessions),
        telling=telling,
    )


def _latest(event_id: int, *where: sa.ColumnElement[bool]) -> Any:
    """Number in the tables and number of the latest release, or of the latest of some."""
    return db.session.execute(
        sa.select(Release.id, Release.number)
        .where(Release.event_id == event_id, *where)
        .order_by(Release.number.desc())
        .limit(1)
    ).first()


def _quiet(event_id: int, *, after: int) -> list[tuple[datetime, Programme]]:
    """The releases after one of this number, latest first, with the time of their issue."""
    rows = db.session.execute(
        sa.select(Release.issued_at, Release.id)
        .where(Release.event_id == event_id, Release.number > after)
        .order_by(Release.number.desc())
    )
    return [(issued_at, programme(release_id)) for issued_at, release_id in rows]


def _revisions(event_id: int) -> int:
    """How many releases were issued as revised so far."""
    revised = sa.select(sa.func.count(Release.id)).filter_by(
        event_id=event_id, status=ReleaseStatus.REVISED
    )
    return db.session.scalar(revised) or 0


def counts(changes: tuple[Change, ...], frame: tuple[FrameChange, ...]) -> dict[str, int]:
    """How many changes there are of each kind; `frame` counts those that stand behind sessions."""
    found: dict[str, int] = {}
    for change in changes:
        found[change.kind.value] = found.get(change.kind.value, 0) + 1
    if frame:
        found["frame"] = len(frame)
    return found


def _token(number: int, plan: Programme, telling: invitations.Plan) -> str:
    nothing = ReleaseFacts(id=0, number=number, status=plan.release.status, issued_at=_NEVER)
    content = json.dumps(dump(replace(plan, release=nothing)), sort_keys=True) + telling.digest
    return hashlib.sha256(content.encode()).hexdigest()
