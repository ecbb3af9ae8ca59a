"""Telling a release: entries and mails, written in the transaction that publishes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.errors import Conflict
from forumapp.domain.invitations import Method, Pair
from forumapp.domain.mail import MailKind
from forumapp.domain.registration import RegistrationStatus
from forumapp.domain.telling import Item, Notice
from forumapp.models import Invitation, LostStar, Registration
from forumapp.services import mail
from forumapp.services.invitations.entries import carry_out, plain
from forumapp.services.invitations.plans import Plan

Rows = Mapping[Pair, Invitation]


def tell(plan: Plan, *, event_id: int, release_id: int, now: datetime) -> int:
    """Put the mail of each person into the outbox, once for a release, and say how many there are.

    Raises Conflict `changed` when somebody who would be asked to come has withdrawn meanwhile.
    """
    statuses = _statuses(plan)
    steps = (item.step for one in plan.notices for item in one.items if item.step)
    rows = carry_out(event_id, steps, now=now)
    for notice in plan.notices:
        releases = {"release": release_id, "before": plan.base_id}
        status = statuses.get(notice.person_id)
        mail.write(
            kind(notice),
            key=key(release_id, notice.person_id),
            person_id=notice.person_id,
            event_id=event_id,
            locale=plan.readers[notice.person_id].locale,
            facts={**releases, **facts(notice, rows), "status": status},
            now=now,
        )
    db.session.execute(sa.delete(LostStar).where(LostStar.event_id == event_id))
    return len(plan.notices)


def key(release_id: int, person_id: int) -> str:
    """The key of the one mail that tells a person of a release."""
    return f"release:{release_id}:{person_id}"


def kind(notice: Notice) -> MailKind:
    """Which mail tells this."""
    return MailKind.INVITED if notice.only_asks else MailKind.PROGRAMME_CHANGED


def facts(notice: Notice, rows: Rows) -> dict[str, Any]:
    """What a mail says of the event and of each session; the entries are those of the rows."""
    return {
        "event": notice.event,
        "items": [
            plain_item(item, rows.get((notice.person_id, item.key))) for item in notice.items
        ],
    }


def plain_item(item: Item, row: Invitation | None) -> dict[str, Any]:
    """One session as a mail's facts keep it."""
    return {
        "key": item.key,
        "reason": item.reason.value,
        "news": item.news.value,
        "entry": plain(item.step, row) if item.step else None,
    }


def _statuses(plan: Plan) -> dict[int, RegistrationStatus]:
    """How those told are registered; none withdraws until the transaction ends."""
    told = [notice.person_id for notice in plan.notices]
    found = sa.select(Registration.id).where(Registration.person_id.in_(told))
    lock(Registration, *db.session.scalars(found))
    rows: Any = db.session.execute(
        sa.select(Registration.person_id, Registration.status).where(
            Registration.person_id.in_(told)
        )
    )
    statuses: dict[int, RegistrationStatus] = dict(map(tuple, rows))
    if any(_asked(notice) and _left(statuses, notice) for notice in plan.notices):
        raise Conflict("changed")
    return statuses


def _asked(notice: Notice) -> bool:
    return any(item.step and item.step.method is Method.REQUEST for item in notice.items)


def _left(statuses: Mapping[int, RegistrationStatus], notice: Notice) -> bool:
    status = statuses.get(notice.person_id)
    return status is not None and not status.active
