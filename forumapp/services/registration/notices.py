"""The mails that a registration's changes cause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from forumapp.db import db
from forumapp.domain.mail import MailKind
from forumapp.domain.registration import Origin
from forumapp.models import Person, Registration, Seat
from forumapp.services import mail
from forumapp.services.invitations import Items
from forumapp.services.mail import Outgoing


def tell(
    kind: MailKind,
    registration: Registration,
    person: Person,
    *,
    seats: tuple[Seat, ...] = (),
    items: Items | None = None,
    now: datetime,
    **more: str | int,
) -> None:
    """Write the person a mail about the registration as it is now, once for each version of it.

    The facts are `registration_id`, `status`, `sequence`, `seats` as [part_id, mode, status],
    `items` of the sessions whose invitations end or begin with it, and what the kind adds:
    REJECTED `reason`; PROMOTED and MODE_CHANGED `part_id`, `mode`.
    """
    db.session.flush()
    about: dict[str, Any] = {**more, "items": items} if items else dict(more)
    _write(
        kind, f"{kind}:{registration.id}:{registration.version}", registration, person, seats, now,
        about,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What one of many people is told of their registration."""

    registration: Registration
    person: Person
    seats: Sequence[Seat] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


def tell_all(kind: MailKind, notices: Iterable[Notice], *, event_id: int, now: datetime) -> None:
    """Write many people the mail that `tell` would write each, in a few statements for all."""
    db.session.flush()
    letters = [
        _outgoing(kind, notice)
        for notice in notices
        if _address(notice.registration, notice.person)
    ]
    mail.write_all(kind, letters, event_id=event_id, now=now)


def _outgoing(kind: MailKind, notice: Notice) -> Outgoing:
    registration, person = notice.registration, notice.person
    return Outgoing(
        key=f"{kind}:{registration.id}:{registration.version}",
        person_id=person.id,
        recipient=_address(registration, person),
        locale=person.locale,
        facts=_facts(registration, notice.seats, notice.more),
    )


def tell_link_again(registration: Registration, person: Person, *, now: datetime) -> None:
    """Send the personal link once more, at most once an hour however often it is asked for, and not
    to whom it has just gone with another mail.
    """
    if mail.has_just_gone_to(person, now=now):
        return
    key = f"{MailKind.LINK_AGAIN}:{registration.id}:{now:%Y%m%d%H}"
    _write(MailKind.LINK_AGAIN, key, registration, person, (), now, {})


def _write(
    kind: MailKind,
    key: str,
    registration: Registration,
    person: Person,
    seats: tuple[Seat, ...],
    now: datetime,
    more: Mapping[str, Any],
) -> None:
    if not _address(registration, person):
        return
    mail.write(
        kind,
        key=key,
        person_id=person.id,
        event_id=registration.event_id,
        locale=person.locale,
        facts=_facts(registration, seats, more),
        now=now,
    )


def _address(registration: Registration, person: Person) -> str:
    """Where the person's mails go: to their focal point, for a nominee without an address."""
    if person.email or registration.origin is not Origin.FOCAL_POINT:
        return person.email
    return mail.address_of(person.id, None, None)


def _facts(
    registration: Registration, seats: Iterable[Seat], more: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "registration_id": registration.id,
        "status": registration.status,
        "sequence": registration.sequence,
        "seats": [[seat.part_id, seat.mode, seat.status] for seat in seats],
        **more,
    }
