"""Invitations with a personal code: a table of people, all of them or none.

The code is signed, made anew for each mail, and lies nowhere: neither table, export nor log has it.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.access import NOBODY, Action, Actor
from forumapp.domain.errors import Conflict, Invalid, NotFound
from forumapp.domain.mail import MailKind, MailState
from forumapp.domain.registration import Details, Origin, Outcome, Wish
from forumapp.models import Event, Mail, PersonalCode, Registration
from forumapp.services import contact, mail, tokens
from forumapp.services.access import require
from forumapp.services.registration.code_table import CheckedRow, checked, invited_addresses
from forumapp.services.registration.register import Received, again, register
from forumapp.services.rows import read


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """An invitation, without its code. `registration_id` is the one that answered it; `mail` is
    what became of the last mail that brought the code, where one was written.
    """

    id: int
    event_id: int
    name: str
    email: str
    locale: str
    category_id: int
    delegation_id: int | None
    registration_id: int | None
    created_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    mail: MailState | None = None

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.revoked_at is None

    @property
    def unreached(self) -> bool:
        """Whether its mail came back or was refused, so that nobody can answer."""
        return self.is_open and self.mail in (MailState.BOUNCED, MailState.FAILED)


def codes(actor: Actor, event_id: int) -> tuple[CodeRow, ...]:
    """The invitations of an event, the latest first."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    latest = (
        sa.select(sa.func.max(Mail.id))
        .where(Mail.event_id == event_id, Mail.code_id.is_not(None))
        .group_by(Mail.code_id)
    )
    found = db.session.execute(
        sa.select(PersonalCode, Mail.state)
        .outerjoin(Mail, sa.and_(Mail.code_id == PersonalCode.id, Mail.id.in_(latest)))
        .where(PersonalCode.event_id == event_id)
        .order_by(PersonalCode.id.desc())
    )
    return tuple(read(CodeRow, row, mail=state) for row, state in found)


def code(actor: Actor, event_id: int, key: int) -> CodeRow:
    """One of them; NotFound when the event has none of this number."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    return read(CodeRow, _one(key, event_id), mail=None)


def invite(actor: Actor, event_id: int, text: str, *, locale: str, now: datetime) -> int:
    """Invite everybody in the table by mail, and say how many.

    Raises Invalid `rows` (table) when anything is wrong with any of them: then nobody is.
    """
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    lock(Event, event_id)
    rows = checked(actor, event_id, text, locale=locale)
    if any(row.errors for row in rows):
        raise Invalid({"table": "rows"})
    made = [_code(event_id, row, now=now) for row in rows]
    db.session.add_all(made)
    db.session.flush()
    for code in made:
        _send(code, now=now)
    return len(made)


def revoke(actor: Actor, event_id: int, key: int, *, now: datetime) -> None:
    """End an invitation that nobody has used; Conflict `used` for one that is.

    Raises NotFound when the event has none of this number.
    """
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    _unused(key, event_id).revoked_at = now
    db.session.flush()


def write_again(actor: Actor, event_id: int, key: int, *, email: str, now: datetime) -> None:
    """Send an invitation to this address, another or the same; the code that was sent before ends.

    Raises Invalid `not_an_email`, `invited_already` (email), Conflict `used`, and NotFound for one
    that was revoked or is another event's.
    """
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    lock(Event, event_id)
    code = _unused(key, event_id)
    if code.revoked_at is not None:
        raise NotFound
    found = contact.email_address(email)
    if found is None:
        raise Invalid({"email": "not_an_email"})
    if found.casefold() in invited_addresses(event_id) - {code.email.casefold()}:
        raise Invalid({"email": "invited_already"})
    code.email, code.link_version = found, code.link_version + 1
    db.session.flush()
    _send(code, now=now)


def opened(token: str, *, event_id: int) -> CodeRow:
    """The invitation of a code; NotFound when it isn't good, was revoked, or is another event's."""
    code = tokens.read_code(token)
    if code.event_id != event_id or code.revoked_at is not None:
        raise NotFound
    return read(CodeRow, code, mail=None)


def register_by_code(
    token: str, event_id: int, *, details: Details, wish: Wish, key: str, now: datetime
) -> Received:
    """Register by a personal code, once: category and delegation are those of the invitation.

    The same form sent twice is answered as the first. Raises NotFound, Conflict `used`, and what
    `register` does.
    """
    number = opened(token, event_id=event_id).id
    lock(PersonalCode, number)
    code = _one(number, event_id)
    if code.revoked_at is not None:
        raise NotFound
    if code.used_at is not None:
        return _sent_twice(code, key, now=now)
    meant = replace(
        wish,
        category_id=code.category_id,
        delegation_id=code.delegation_id,
        origin=Origin.CODE,
    )
    received = register(NOBODY, event_id, details=details, wish=meant, key=key, now=now)
    code.used_at, code.registration_id = now, received.registration_id
    db.session.flush()
    return received


def _sent_twice(code: PersonalCode, key: str, *, now: datetime) -> Received:
    first = db.session.get(Registration, code.registration_id) if code.registration_id else None
    if first is None or first.idempotency_key != key:
        raise Conflict("used")
    received = again(first, key, now=now)
    assert received.outcome is Outcome.SENT_TWICE
    return received


def _unused(key: int, event_id: int) -> PersonalCode:
    """The invitation, locked; Conflict `used`, NotFound."""
    lock(PersonalCode, key)
    code = _one(key, event_id)
    if code.used_at is not None:
        raise Conflict("used")
    return code


def _one(key: int, event_id: int) -> PersonalCode:
    found = db.session.scalar(
        sa.select(PersonalCode)
        .filter_by(id=key, event_id=event_id)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def _code(event_id: int, row: CheckedRow, *, now: datetime) -> PersonalCode:
    assert row.category_id is not None
    return PersonalCode(
        event_id=event_id,
        name=row.row.name,
        email=row.row.email,
        locale=row.locale,
        category_id=row.category_id,
        delegation_id=row.delegation_id,
        created_at=now,
    )


def _send(code: PersonalCode, *, now: datetime) -> None:
    mail.write(
        MailKind.CODE_SENT,
        key=f"{MailKind.CODE_SENT}:{code.id}:{uuid.uuid4().hex}",
        code_id=code.id,
        event_id=code.event_id,
        locale=code.locale,
        facts={},
        now=now,
    )
