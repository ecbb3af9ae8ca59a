"""The circulars of an event, and whom each is for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import SYSTEM, Action, Actor
from forumapp.domain.circulars import CircularState, Own
from forumapp.domain.mail import MailState
from forumapp.domain.text import Translated
from forumapp.models import Circular, CircularFile
from forumapp.services import mail, papers, registration
from forumapp.services.access import require
from forumapp.services.mail import MessageRow
from forumapp.services.registration import Addressee
from forumapp.services.rows import one, read


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """A file that goes with a circular; `size` in bytes."""

    id: int
    file: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CircularRow:
    """A circular; `filters` narrows the list of registrations to whom it is for, `papers` are the
    codes of what each reader is sent of their own.
    """

    id: int
    version: int
    subject: Translated
    body: Translated
    filters: Mapping[str, str]
    papers: Sequence[str]
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

    They have no address, or one from which mails come back, or may not have the letter that goes
    with it.
    """

    people: tuple[Addressee, ...]
    without: int = 0
    returned: int = 0
    unentitled: int = 0

    @property
    def care_of(self) -> int:
        """To how many it goes care of their focal point."""
        return sum(bool(person.care_of) for person in self.people)


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


def files_of(circular_id: int) -> tuple[FileRow, ...]:
    """The files that go with a circular, in the order in which they were added."""
    found = db.session.scalars(
        sa.select(CircularFile).filter_by(circular_id=circular_id).order_by(CircularFile.id)
    )
    return tuple(read(FileRow, row) for row in found)


def recipients(
    actor: Actor,
    event_id: int,
    filters: Mapping[str, str],
    own: Iterable[str] = (),
    *,
    now: datetime,
) -> Recipients:
    """Whom the filters find, by name, of those who may have these papers of their own."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    return meant(event_id, filters, own, now=now)


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


def meant(
    event_id: int, filters: Mapping[str, str], own: Iterable[str] = (), *, now: datetime
) -> Recipients:
    """The same for the worker."""
    found = registration.addressees(event_id, registration.read_filters(filters))
    reached = tuple(person for person in found if person.address and not person.returned)
    may = _entitled(event_id, own, now=now)
    people = reached if may is None else tuple(one for one in reached if one.person_id in may)
    return Recipients(
        people=people,
        without=sum(not person.address for person in found),
        returned=sum(person.returned for person in found),
        unentitled=len(reached) - len(people),
    )


def _entitled(event_id: int, chosen: Iterable[str], *, now: datetime) -> set[int] | None:
    """Who may have all letters that are among these papers; None where none is."""
    kinds = [kind for one in chosen if (kind := Own(one).letter)]
    if not kinds:
        return None
    return set.intersection(
        *(
            {row.person.id for row in papers.recipients(SYSTEM, event_id, kind, now=now) if row.may}
            for kind in kinds
        )
    )
