"""The circulars of an event, and whom each is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.circulars import CircularState
from forumapp.domain.mail import MailState
from forumapp.domain.text import Translated
from forumapp.models import Circular
from forumapp.services import mail, registration
from forumapp.services.access import require
from forumapp.services.mail import MessageRow
from forumapp.services.registration import Addressee
from forumapp.services.rows import one, read


@dataclass(frozen=True, slots=True, kw_only=True)
class CircularRow:
    """A circular; `filters` narrows the list of registrations to whom it is for."""

    id: int
    version: int
    subject: Translated
    body: Translated
    filters: Mapping[str, str]
    state: CircularState
    leaves_at: datetime | None
    days_before: int | None
    sent_at: datetime | None
    written_by: str

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed."""
        return self.state is CircularState.DRAFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipients:
    """Whom a circular goes to now, and how many of those meant get nothing.

    They have no address, or one from which mails come back.
    """

    people: tuple[Addressee, ...]
    without: int
    returned: int


def circulars(actor: Actor, event_id: int) -> tuple[CircularRow, ...]:
    """The circulars of an event, the latest first."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    found = db.session.scalars(
        sa.select(Circular).filter_by(event_id=event_id).order_by(Circular.id.desc())
    )
    return tuple(read(CircularRow, row) for row in found)


def circular(actor: Actor, event_id: int, circular_id: int) -> CircularRow:
    """One of them; NotFound."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    return read(CircularRow, one(Circular, circular_id, event_id=event_id))


def recipients(actor: Actor, event_id: int, filters: Mapping[str, str]) -> Recipients:
    """Whom the filters find, by name."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    return meant(event_id, filters)


def told(actor: Actor, event_id: int, circular_id: int) -> Mapping[MailState, int]:
    """How many of the mails of a circular are in each state."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    return mail.states(event_id, key=f"circular:{circular_id}:")


def mails(
    actor: Actor,
    event_id: int,
    circular_id: int,
    *,
    state: MailState | None = None,
    page: int = 1,
    size: int,
) -> tuple[tuple[MessageRow, ...], int]:
    """A page of the mails of a circular, and how many there are: to whom, and what became of it."""
    return mail.messages(
        actor, event_id, state=state, key=f"circular:{circular_id}:", page=page, size=size
    )


def meant(event_id: int, filters: Mapping[str, str]) -> Recipients:
    """The same for the worker."""
    found = registration.addressees(event_id, registration.read_filters(filters))
    return Recipients(
        people=tuple(person for person in found if person.email and not person.returned),
        without=sum(not person.email for person in found),
        returned=sum(person.returned for person in found),
    )
