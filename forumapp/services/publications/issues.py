"""Issuing the proceedings: what the public may download, frozen as it was when it was issued."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

import sqlalchemy as sa

from forumapp.db import after_commit, db, lock
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import Conflict, NotFound
from forumapp.domain.proceedings import Proceedings
from forumapp.domain.volumes import Volume, VolumeName
from forumapp.models import Event, Issue, Release
from forumapp.services import audit
from forumapp.services.access import require
from forumapp.services.publications import proceedings as live
from forumapp.services.publications import volumes
from forumapp.services.publications.releases import forget


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRow:
    """An issue of the proceedings without its snapshot; `release` is the programme's number."""

    id: int
    number: int
    release_id: int
    release: int
    digest: str
    issued_at: datetime
    issued_by: str
    withdrawn_at: datetime | None

    @property
    def public(self) -> bool:
        return self.withdrawn_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """The proceedings as issuing now would make them; `token` stands for exactly this.

    `outdated` says that the issue in force holds something else.
    """

    facts: Proceedings
    token: str
    release_id: int
    release: int
    outdated: bool


def in_force(event_id: int) -> IssueRow | None:
    """The issue that everyone may read: the latest, unless it was withdrawn."""
    latest = next(iter(issues(event_id)), None)
    return latest if latest is not None and latest.public else None


def events_in_force() -> frozenset[int]:
    """The events whose proceedings everyone may read, in one query."""
    other = sa.orm.aliased(Issue)
    latest = sa.select(sa.func.max(other.number)).where(other.event_id == Issue.event_id)
    found = sa.select(Issue.event_id).where(
        Issue.number == latest.scalar_subquery(), Issue.withdrawn_at.is_(None)
    )
    return frozenset(db.session.scalars(found))


def issues(event_id: int) -> tuple[IssueRow, ...]:
    """The issues of an event, latest first."""
    rows = db.session.execute(
        sa.select(Issue, Release.number)
        .join(Release, Release.id == Issue.release_id)
        .where(Issue.event_id == event_id)
        .order_by(Issue.number.desc())
    )
    return tuple(_row(issue, release) for issue, release in rows)


def contents(issue_id: int) -> Proceedings:
    """What an issue holds; parsed once a process, and again when it is redacted."""
    digest = db.session.scalar(sa.select(Issue.digest).where(Issue.id == issue_id))
    return _contents(issue_id, digest or "")


@lru_cache(maxsize=8)
def _contents(issue_id: int, _digest: str) -> Proceedings:
    row = db.session.get_one(Issue, issue_id, options=[sa.orm.undefer(Issue.snapshot)])
    return live.load(row.snapshot, release_id=row.release_id)


forget_parsed = _contents.cache_clear


def prepared(actor: Actor, event_id: int, *, now: datetime) -> Preparation | None:
    """What issuing now would freeze; None before the first release."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    return _prepare(event_id, now=now)


def issue(actor: Actor, event_id: int, *, seen: str = "", now: datetime) -> IssueRow:
    """Freeze the proceedings as the next issue, public at once, and have its PDFs built.

    Raises Conflict `no_release` before the first release, and `changed` when anything else would be
    issued than what `seen`, the token of a preparation, stands for.
    """
    require(actor, Action.PUBLISH, event_id=event_id)
    lock(Event, event_id)
    plan = _prepare(event_id, now=now)
    if plan is None:
        raise Conflict("no_release")
    if seen and seen != plan.token:
        raise Conflict("changed")
    row = Issue(
        event_id=event_id,
        release_id=plan.release_id,
        number=_next_number(event_id),
        digest=plan.token,
        issued_at=now,
        issued_by=actor.name,
        snapshot=live.dump(plan.facts),
    )
    db.session.add(row)
    db.session.flush()
    audit.note(actor, event_id, action="publish", noun="issues", object_id=row.id)
    made = _row(row, plan.release)
    for volume in volumes_of(event_id, made, plan.facts.programme.event.languages):
        volumes.ask(volume, now=now)
    _show_at_once(event_id)
    return made


def withdraw(actor: Actor, event_id: int, *, now: datetime) -> None:
    """Take the proceedings back from the public; NotFound when none are in force."""
    require(actor, Action.PUBLISH, event_id=event_id)
    lock(Event, event_id)
    latest = in_force(event_id)
    if latest is None:
        raise NotFound
    db.session.get_one(Issue, latest.id).withdrawn_at = now
    audit.note(actor, event_id, action="withdraw", noun="issues", object_id=latest.id)
    db.session.flush()
    _show_at_once(event_id)


def volume_of(event_id: int, of: IssueRow | Preparation, *, locale: str) -> Volume:
    """The volume of an issue, or of what issuing now would make, in one language."""
    return Volume(
        event_id=event_id,
        name=VolumeName.PROCEEDINGS,
        locale=locale,
        release_id=of.release_id,
        number=of.release,
        digest=of.digest if isinstance(of, IssueRow) else of.token,
    )


def volumes_of(
    event_id: int, of: IssueRow | Preparation, languages: Iterable[str]
) -> tuple[Volume, ...]:
    """The same in each of the interface's languages that the event has."""
    return tuple(volume_of(event_id, of, locale=locale) for locale in volumes.languages(languages))


def of_digest(event_id: int, digest: str, *, now: datetime) -> Proceedings:
    """What a volume of this digest holds: an issue, or what issuing now would make.

    Raises NotFound when the tables have moved on since the volume was asked for.
    """
    issue_id = db.session.scalar(
        sa.select(Issue.id).filter_by(event_id=event_id, digest=digest).limit(1)
    )
    if issue_id is not None:
        return contents(issue_id)
    plan = _prepare(event_id, now=now)
    if plan is None or plan.token != digest:
        raise NotFound
    return plan.facts


def _prepare(event_id: int, *, now: datetime) -> Preparation | None:
    facts = live.proceedings(event_id, now=now)
    if facts is None:
        return None
    latest = in_force(event_id)
    release = facts.programme.release
    return Preparation(
        facts=facts,
        token=live.digest(facts),
        release_id=release.id,
        release=release.number,
        outdated=latest is not None and not _same(facts, latest),
    )


def _same(facts: Proceedings, latest: IssueRow) -> bool:
    return live.digest(replace(facts, issued_on=_issued_on(latest.id))) == latest.digest


def _issued_on(issue_id: int) -> date:
    return contents(issue_id).issued_on


def _show_at_once(event_id: int) -> None:
    slug = db.session.get_one(Event, event_id).slug
    after_commit(lambda: forget(slug))


def _next_number(event_id: int) -> int:
    statement = sa.select(sa.func.max(Issue.number)).filter_by(event_id=event_id)
    return (db.session.scalar(statement) or 0) + 1


def _row(row: Issue, release: int) -> IssueRow:
    return IssueRow(
        id=row.id,
        number=row.number,
        release_id=row.release_id,
        release=release,
        digest=row.digest,
        issued_at=row.issued_at,
        issued_by=row.issued_by,
        withdrawn_at=row.withdrawn_at,
    )
