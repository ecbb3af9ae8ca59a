"""The facts of a mail of the outbox, gathered when it is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Role
from forumapp.domain.agenda import Visibility
from forumapp.domain.errors import DomainError, NotFound
from forumapp.domain.events import EventState, Mode
from forumapp.domain.letters import Entry, Invitation, Letter, Place, StaffLetter, invitation
from forumapp.domain.mail import MailKind, MailState
from forumapp.domain.programme import Programme, ReleaseFacts, ReleaseStatus, SessionFacts
from forumapp.domain.registration import RegistrationStatus, SeatStatus
from forumapp.models import Event, Mail, Part, Person, Registration, Seat, User, UserToken
from forumapp.services import events, publications, tokens, video
from forumapp.services.accounts import links
from forumapp.services.events import EventRow
from forumapp.services.publications.draft import person_facts
from forumapp.services.rows import read
from forumapp.services.tokens import Purpose

# In these states a mail has, or may have, reached its reader.
_OUT = (MailState.HANDING_OVER, MailState.SENT, MailState.UNCONFIRMED)
_NEVER = datetime.fromtimestamp(0, UTC)


class LinkExpired(DomainError):
    """The mail is about a link that is over, so that there is nothing left to say."""


def letter(mail_id: int, *, now: datetime) -> Letter | StaffLetter:
    """What the mail is to say: its own facts, and of the person and the event what holds now.

    Raises NotFound when the mail is gone, LinkExpired when the link it is about is.
    """
    mail = db.session.scalar(
        sa.select(Mail).filter_by(id=mail_id).execution_options(populate_existing=True)
    )
    if mail is None:
        raise NotFound
    return _to_staff(mail, now=now) if mail.person_id is None else _to_participant(mail, now=now)


def _to_staff(mail: Mail, *, now: datetime) -> StaffLetter:
    user = db.session.get_one(User, mail.user_id)
    role = mail.facts.get("role")
    return StaffLetter(
        kind=mail.kind,
        locale=mail.locale,
        written_at=mail.written_at,
        recipient=mail.recipient,
        name=user.name,
        path=_link(mail.facts.get("link"), now=now),
        by=str(mail.facts.get("by") or ""),
        event=events.facts(mail.event_id) if mail.event_id else None,
        role=Role(role) if role else None,
    )


def _link(link_id: int | None, *, now: datetime) -> str:
    """The path of a staff link, made anew from its number; empty for none."""
    if link_id is None:
        return ""
    row = db.session.get(UserToken, link_id, populate_existing=True)
    if row is None or row.used_at is not None or row.expires_at <= now:
        raise LinkExpired
    try:
        return links.path(link_id)
    except NotFound:
        raise LinkExpired from None


def _to_participant(mail: Mail, *, now: datetime) -> Letter:
    person = db.session.scalars(
        sa.select(Person).filter_by(id=mail.person_id).execution_options(populate_existing=True)
    ).one()
    registration = db.session.scalar(
        sa.select(Registration)
        .filter_by(person_id=person.id)
        .execution_options(populate_existing=True)
    )
    event = read(EventRow, db.session.get_one(Event, person.event_id, populate_existing=True))
    seats = _current_seats(registration)
    places = _places(mail, seats, event.id)
    status = _status(mail, registration)
    held = {place.part_id for place in seats if place.seat is SeatStatus.HELD}
    programme = _programme(event, person, held)
    approved = registration is not None and registration.status is RegistrationStatus.APPROVED
    deadline = event.changes_close_at or event.registration_closes_at
    return Letter(
        kind=mail.kind,
        locale=mail.locale,
        written_at=mail.written_at,
        recipient=mail.recipient,
        person=person_facts(person),
        programme=programme,
        status=status,
        places=places,
        moved=_moved(mail, places),
        reason=str(mail.facts.get("reason") or ""),
        changes_until=deadline if event.changes_open(now=now) else None,
        may_register=event.registration_open(now=now),
        own_path=f"/me/open/{tokens.sign(person, Purpose.PARTICIPATION)}",
        badge=tokens.sign(person, Purpose.BADGE) if status is None or status.active else "",
        entry=_entry(mail, person, programme, approved=approved, has_seat=bool(held)),
    )


def _status(mail: Mail, registration: Registration | None) -> RegistrationStatus | None:
    """What the registration was when the mail was written; a link tells of the present."""
    if registration is None:
        return None
    if mail.kind is MailKind.LINK_AGAIN or "status" not in mail.facts:
        return registration.status
    return RegistrationStatus(mail.facts["status"])


def _current_seats(registration: Registration | None) -> tuple[Place, ...]:
    if registration is None:
        return ()
    rows = db.session.execute(
        sa.select(Part.id, Part.name, Seat.mode, Seat.status)
        .join(Part, Part.id == Seat.part_id)
        .where(Seat.registration_id == registration.id)
        .order_by(Part.position, Part.id)
    )
    return tuple(
        Place(part_id=part_id, part=name, mode=mode, seat=status)
        for part_id, name, mode, status in rows
    )


def _places(mail: Mail, current: tuple[Place, ...], event_id: int) -> tuple[Place, ...]:
    """The places as they were when the mail was written, in the order of the parts."""
    if mail.kind is MailKind.LINK_AGAIN:
        return current
    then = {part_id: (Mode(m), SeatStatus(s)) for part_id, m, s in mail.facts.get("seats", ())}
    parts = db.session.execute(
        sa.select(Part.id, Part.name)
        .where(Part.event_id == event_id, Part.id.in_(then))
        .order_by(Part.position, Part.id)
    )
    return tuple(
        Place(part_id=part_id, part=name, mode=then[part_id][0], seat=then[part_id][1])
        for part_id, name in parts
    )


def _moved(mail: Mail, places: Iterable[Place]) -> Place | None:
    about = mail.facts.get("part_id")
    return next((place for place in places if place.part_id == about), None)


def _programme(event: EventRow, person: Person, held: set[int]) -> Programme:
    """The released sessions that concern the person, under the event as it is now."""
    found = _released(event)
    own = (s for s in found.sessions if s.part_id in held or _speaks(person.id, s))
    return replace(found.only(own), event=events.facts(event.id))


def _released(event: EventRow) -> Programme:
    """What is released of the event for those registered; nothing of a draft."""
    current = None if event.state is EventState.DRAFT else publications.current(event.slug)
    if current is None or current.release_id is None:
        nothing = ReleaseFacts(id=0, number=0, status=ReleaseStatus.PROVISIONAL, issued_at=_NEVER)
        return Programme(event=events.facts(event.id), release=nothing)
    return publications.published(current, reader=Visibility.REGISTERED).programme


def _speaks(person_id: int, session: SessionFacts) -> bool:
    return any(s.person_id == person_id and s.status.speaks for s in session.speakers)


def _entry(
    mail: Mail, person: Person, programme: Programme, *, approved: bool, has_seat: bool
) -> Entry | None:
    """The calendar entry: its SEQUENCE is the number of mails the person was written before."""
    others: Any = db.session.execute(
        sa.select(Mail.id, Mail.state, Mail.facts)
        .where(Mail.person_id == person.id, Mail.id != mail.id)
        .order_by(Mail.id)
    )
    rows = [(mail_id, state, facts.get("calendar")) for mail_id, state, facts in others]
    method = invitation(
        mail.kind,
        approved_then=mail.facts.get("status") == RegistrationStatus.APPROVED,
        approved_now=approved,
        has_seat=has_seat,
        before=[Invitation(sent) for _, state, sent in rows if sent and state in _OUT],
    )
    if method is None:
        return None
    return Entry(
        method=method,
        uid=person.key,
        sequence=sum(mail_id < mail.id for mail_id, _, _ in rows),
        join_path=_join_path(person, programme) if method is Invitation.REQUEST else "",
    )


def _join_path(person: Person, programme: Programme) -> str:
    """The join address of the one session to be followed online, or the page that has them all."""
    found = list(video.join_links(person, programme, video.standing(person.id)).values())
    if len(found) == 1:
        return found[0].path
    return "/me/" if found else ""
