"""The facts of a mail to a participant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.events import Mode
from forumapp.domain.letters import Entry, Invitation, Letter, Place, invitation
from forumapp.domain.mail import MailKind
from forumapp.domain.programme import Programme
from forumapp.domain.registration import RegistrationStatus, SeatStatus
from forumapp.models import Event, Mail, Part, Person, Registration, Seat
from forumapp.services import tokens, video
from forumapp.services.events import EventRow
from forumapp.services.letters.circulars import circular_of
from forumapp.services.letters.news import OUT, Plain, entries_that_go, links_of, news_of
from forumapp.services.letters.releases import Releases, releases, some
from forumapp.services.publications.draft import person_facts
from forumapp.services.rows import read
from forumapp.services.tokens import Purpose


def to_participant(mail: Mail, *, now: datetime) -> Letter:
    """What the mail says: what was so when it was written, and the person as they are now."""
    event = read(EventRow, db.session.get_one(Event, mail.event_id, populate_existing=True))
    found = releases(mail.facts, event)
    return written(mail, event, found, going=entries_that_go(mail), now=now)


def written(
    mail: Mail, event: EventRow, found: Releases, *, going: tuple[Plain, ...], now: datetime
) -> Letter:
    """The same of these releases, with the session entries that are `going`."""
    person, registration = _person(mail)
    seats = _current_seats(registration)
    places = _places(mail, seats, event.id)
    status = _status(mail, registration)
    held = {place.part_id for place in seats if place.seat is SeatStatus.HELD}
    programme = found.of(person.id, held)
    approved = registration is not None and registration.status is RegistrationStatus.APPROVED
    deadline = event.changes_close_at or event.registration_closes_at
    items, links = mail.facts.get("items", ()), links_of(person, found, going)
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
        offered_until=_moment(mail.facts.get("until")),
        changes_until=deadline if event.changes_open(now=now) else None,
        may_register=event.registration_open(now=now),
        own_path=f"/me/open/{tokens.sign(person, Purpose.PARTICIPATION)}",
        badge=tokens.sign(person, Purpose.BADGE) if status is None or status.active else "",
        entry=_entry(mail, person, programme, approved=approved, has_seat=bool(held)),
        zone=person.zone,
        care_of=not person.email,
        news=tuple(news_of(items, found, going=going, links=links)),
        released=some(found.after, (item["key"] for item in items)),
        before=some(found.before, (item["key"] for item in items)),
        elsewhere=found.elsewhere if mail.facts.get("event") else None,
        circular=circular_of(mail, approved=approved) if mail.kind is MailKind.CIRCULAR else None,
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _person(mail: Mail) -> tuple[Person, Registration | None]:
    """Whom the mail goes to and how they are registered, as it is now."""
    found = db.session.execute(
        sa.select(Person, Registration)
        .outerjoin(Registration, Registration.person_id == Person.id)
        .where(Person.id == mail.person_id)
        .execution_options(populate_existing=True)
    ).one()
    return found[0], found[1]


def _status(mail: Mail, registration: Registration | None) -> RegistrationStatus | None:
    """What the registration was when the mail was written; a link tells of the present."""
    if registration is None:
        return None
    if mail.kind is MailKind.LINK_AGAIN or not mail.facts.get("status"):
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
        before=[Invitation(sent) for _, state, sent in rows if sent and state in OUT],
    )
    if method is None or not _tells_of_event(mail):
        return None
    return Entry(
        method=method,
        uid=person.key,
        sequence=sum(mail_id < mail.id for mail_id, _, _ in rows),
        join_path=_join_path(person, programme) if method is Invitation.REQUEST else "",
    )


def _tells_of_event(mail: Mail) -> bool:
    """A release that leaves dates and place alone leaves the event's own entry alone too."""
    return mail.kind is not MailKind.PROGRAMME_CHANGED or bool(mail.facts.get("event"))


def _join_path(person: Person, programme: Programme) -> str:
    """The join address of the one session to be followed online, or the page that has them all."""
    found = list(video.join_links(person, programme, video.standing(person.id)).values())
    if len(found) == 1:
        return found[0].path
    return "/me/" if found else ""
