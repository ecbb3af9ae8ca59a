"""The demonstration's log-ins: one for each role. Never made in production."""

from __future__ import annotations

from datetime import UTC, datetime

import click
import sqlalchemy as sa

from forumapp.cli.demo.attending import CODES
from forumapp.config import settings
from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM, Role
from forumapp.domain.checkin.doors import code_hash, is_kept
from forumapp.domain.events import Mode
from forumapp.domain.registration import RegistrationStatus, SeatStatus
from forumapp.models import Delegation, Door, Event, Person, Registration, Seat, User
from forumapp.services import accounts, tokens
from forumapp.services.tokens import Purpose

PASSPHRASE = "nanning yangon vientiane"
ADMINISTRATOR = "admin@secretariat.example"
STAFF = {
    "owner@secretariat.example": ("Noor (owner)", Role.OWNER),
    "editor@secretariat.example": ("Minh (editor)", Role.EDITOR),
    "registrar@secretariat.example": ("Thida (registrar)", Role.REGISTRAR),
    "viewer@secretariat.example": ("Somchai (viewer)", Role.VIEWER),
}


def make_logins(slugs: tuple[str, ...]) -> None:
    """Make the accounts that are missing, each with its role in these events."""
    if settings().production:
        return
    moment = datetime.now(UTC)
    with unit_of_work():
        _add(ADMINISTRATOR, "Administrator", administrator=True, now=moment)
        events = db.session.scalars(sa.select(Event.id).where(Event.slug.in_(slugs))).all()
        for email, (name, role) in STAFF.items():
            user_id = _add(email, name, administrator=False, now=moment)
            for event_id in events:
                accounts.grant(SYSTEM, event_id, user_id, role)


def print_logins() -> None:
    """Print the addresses and log-ins where the demonstration is loaded."""
    if db.session.scalar(sa.select(User.id).filter_by(email=ADMINISTRATOR)) is None:
        return
    base = settings().base_url
    click.echo(f"\n  Public pages    {base}/")
    click.echo(f"  Secretariat     {base}/login   passphrase for all: {PASSPHRASE}")
    for email in (ADMINISTRATOR, *STAFF):
        click.echo(f"                  {email}")
    person = _a_participant()
    if person is not None:
        link = f"{base}/me/open/{tokens.sign(person, Purpose.PARTICIPATION)}"
        click.echo(f"  A participant   {link}")
    delegation = _a_delegation()
    if delegation is not None:
        token = tokens.sign_for_delegation(delegation)
        click.echo(f"  A focal point   {base}/events/forum-next/delegation/open/{token}")
    if _has_door():
        click.echo(f"  A door          {base}/door/forum-next/   code: {CODES['entrance']}")
    click.echo(f"  Mails           {settings().mail_url}\n")
    db.session.rollback()


def _a_participant() -> Person | None:
    statement = (
        sa.select(Person)
        .join(Registration, Registration.person_id == Person.id)
        .join(Event, Event.id == Person.event_id)
        .join(Seat, Seat.registration_id == Registration.id)
        .where(
            Event.slug == "forum-next",
            Registration.status == RegistrationStatus.APPROVED,
            Seat.mode == Mode.ONLINE,
            Seat.status == SeatStatus.HELD,
        )
        .order_by(Person.id)
        .limit(1)
    )
    return db.session.scalar(statement)


def _a_delegation() -> Delegation | None:
    return db.session.scalar(
        sa.select(Delegation)
        .join(Event, Event.id == Delegation.event_id)
        .where(Event.slug == "forum-next", Delegation.link_version > 0)
        .order_by(Delegation.country != "KH", Delegation.id)
        .limit(1)
    )


def _has_door() -> bool:
    """Whether the entrance of the coming forum may be opened: it is its day."""
    door = db.session.execute(
        sa.select(Door.day, Event.zone)
        .join(Event, Event.id == Door.event_id)
        .where(Event.slug == "forum-next", Door.code_hash == code_hash(CODES["entrance"]))
    ).first()
    return door is not None and is_kept(door.day, door.zone, now=datetime.now(UTC))


def _add(email: str, name: str, *, administrator: bool, now: datetime) -> int:
    known = accounts.find_user(email)
    if known is not None:
        return known
    return accounts.add_user(
        SYSTEM, email=email, name=name, password=PASSPHRASE, administrator=administrator, now=now
    )
