"""The desk: somebody who stands there is registered, approved and given a code in one act."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.deciding import Act
from forumapp.domain.registration import Details, Origin, Outcome, RegistrationStatus, Wish
from forumapp.models import Person
from forumapp.services import tokens
from forumapp.services.access import require
from forumapp.services.registration.decisions import Chosen, decide
from forumapp.services.registration.overview import participant
from forumapp.services.registration.register import Received, add_by_hand
from forumapp.services.registration.rows import RegistrationRow
from forumapp.services.tokens import Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What the desk hands over: whose registration it is, and the code that opens the door.

    The code is empty for who may not come in.
    """

    registration: RegistrationRow
    badge: str = field(repr=False)


def on_the_spot(
    actor: Actor, event_id: int, *, details: Details, wish: Wish, key: str, now: datetime
) -> Received:
    """Register somebody who is there and approve them at once; who awaits approval gets it too.

    Who was rejected before awaits a decision. Raises Invalid as `add_by_hand` does.
    """
    received = add_by_hand(
        actor,
        event_id,
        details=details,
        wish=replace(wish, origin=Origin.ON_THE_SPOT),
        key=key,
        status=RegistrationStatus.APPROVED,
        now=now,
    )
    if received.outcome is Outcome.KNOWN_PERSON:
        row = participant(actor, event_id, received.registration_id).registration
        if row.status is RegistrationStatus.PENDING:
            decide(actor, event_id, Act.APPROVE, [Chosen(row.id, row.version)], now=now)
    return received


def card(actor: Actor, event_id: int, registration_id: int) -> Card:
    """The card of a registration; NotFound when it isn't the event's."""
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    row = participant(actor, event_id, registration_id).registration
    approved = row.status is RegistrationStatus.APPROVED
    person = db.session.get_one(Person, row.person_id)
    return Card(registration=row, badge=tokens.sign(person, Purpose.BADGE) if approved else "")
