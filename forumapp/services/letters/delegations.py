"""The facts of a mail to the focal point of a delegation."""

from __future__ import annotations

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.events import Mode
from forumapp.domain.letters import DelegationLetter
from forumapp.domain.registration import RegistrationStatus
from forumapp.i18n.countries import country_name
from forumapp.models import Delegation, Event, Mail, Registration
from forumapp.services import events, tokens
from forumapp.services.delegations.rows import part_limits

ACTIVE = (RegistrationStatus.PENDING, RegistrationStatus.APPROVED)


def to_focal_point(mail: Mail) -> DelegationLetter:
    """What the mail says, with the link that is good now."""
    row = db.session.get_one(Delegation, mail.delegation_id, populate_existing=True)
    event = db.session.get_one(Event, row.event_id, populate_existing=True)
    limits = ((Mode.ROOM, row.quota_room), (Mode.ONLINE, row.quota_online))
    token = tokens.sign_for_delegation(row)
    return DelegationLetter(
        kind=mail.kind,
        locale=mail.locale,
        written_at=mail.written_at,
        recipient=mail.recipient,
        name=row.focal_name,
        delegation=_called(row, mail.locale),
        event=events.facts(row.event_id),
        category=row.category,
        path=f"/events/{event.slug}/delegation/open/{token}",
        until=row.nominations_close_at or event.nominations_close_at,
        quotas=tuple((mode, limit) for mode, limit in limits if limit is not None),
        part_quotas=part_limits(row.id),
        nominated=_nominated(row.id),
        granted=bool(mail.facts.get("granted")),
        reason=str(mail.facts.get("reason") or ""),
    )


def _called(row: Delegation, locale: str) -> str:
    return country_name(row.country, locale) if row.country else row.name.pick(locale)


def _nominated(delegation_id: int) -> int:
    statement = sa.select(sa.func.count(Registration.id)).where(
        Registration.delegation_id == delegation_id, Registration.status.in_(ACTIVE)
    )
    return db.session.scalar(statement) or 0
