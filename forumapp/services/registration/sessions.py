"""The invitations to sessions that a registration's end takes back, and its approval renews."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.agenda import Visibility
from forumapp.domain.events import EventState
from forumapp.models import Event, Person, Release
from forumapp.services import invitations, publications
from forumapp.services.invitations import Items


def taken_back(person: Person, *, now: datetime) -> Items:
    """What the mail to somebody who leaves says of the sessions they were asked to."""
    return invitations.end(person, now=now)


def among(people: Collection[int]) -> frozenset[int]:
    """Those of these people who were ever asked to a session, in one query."""
    return invitations.asked_among(people)


def asked_again(person: Person, *, now: datetime) -> Items:
    """What the mail to somebody who is back says of the sessions they had been asked to."""
    if not invitations.was_asked(person):
        return []
    latest = db.session.scalar(
        sa.select(Release.id)
        .join(Event, Event.id == Release.event_id)
        .where(Release.event_id == person.event_id, Event.state != EventState.DRAFT)
        .order_by(Release.number.desc())
        .limit(1)
    )
    if latest is None:
        return []
    released = publications.programme(latest).visible_to(Visibility.REGISTERED)
    return invitations.renew(person, released, now=now)
