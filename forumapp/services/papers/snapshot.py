"""The list of participants as the tables have it, and as JSON and back."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import sqlalchemy as sa
from cattrs.preconf.json import make_converter

from forumapp.db import db
from forumapp.domain.delegations import CredentialStatus
from forumapp.domain.papers import ParticipantsList
from forumapp.domain.text import Translated
from forumapp.models import Credential, Event, Registration
from forumapp.services.publications.draft import event_facts
from forumapp.services.publications.participants import listed

_converter = make_converter()
_converter.register_unstructure_hook(Translated, lambda text: text.plain())
_converter.register_structure_hook(Translated, lambda texts, _: Translated(texts))


def participants(event_id: int, *where: sa.ColumnElement[bool]) -> ParticipantsList:
    """Everyone who takes part now and meets `where`. A constant number of queries."""
    event = db.session.get_one(Event, event_id)
    delegations = listed(event, *where)
    shown = {one.person.id for delegation in delegations for one in delegation.participants}
    agreed = db.session.scalars(
        sa.select(Registration.person_id)
        .filter_by(event_id=event_id, listed=True)
        .order_by(Registration.person_id)
    )
    return ParticipantsList(
        event=event_facts(event),
        delegations=delegations,
        agreed=tuple(person_id for person_id in agreed if person_id in shown),
    )


def dump(people: ParticipantsList) -> dict[str, Any]:
    """The snapshot of an edition."""
    dumped: dict[str, Any] = _converter.unstructure(people)
    return dumped


def load(snapshot: dict[str, Any]) -> ParticipantsList:
    """The list of a snapshot; unknown keys of a later version are passed over."""
    return _converter.structure(snapshot, ParticipantsList)


def digest(*lists: ParticipantsList) -> str:
    """SHA-256 of all that the lists hold."""
    dumped = [dump(people) for people in lists]
    return hashlib.sha256(json.dumps(dumped, sort_keys=True).encode()).hexdigest()


def asks_for_credentials(event_id: int) -> bool:
    """Whether a final list does: where the letter of any delegation came in."""
    came = sa.select(Credential.id).where(
        Credential.event_id == event_id, Credential.status != CredentialStatus.MISSING
    )
    return db.session.scalar(came.limit(1)) is not None


def accepted(event_id: int) -> sa.ColumnElement[bool]:
    """Who belongs to no delegation, or to one whose credentials are accepted."""
    delegations = sa.select(Credential.delegation_id).where(
        Credential.event_id == event_id, Credential.status == CredentialStatus.ACCEPTED
    )
    return sa.or_(Registration.delegation_id.is_(None), Registration.delegation_id.in_(delegations))
