"""The focal point's link: opening it, and what it opens."""

from __future__ import annotations

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import NotFound
from forumapp.models import Delegation
from forumapp.services import tokens
from forumapp.services.access import require

_VERSION = sa.select(Delegation.link_version).where(Delegation.id == sa.bindparam("number"))


def open_link(token: str, *, event_id: int) -> tuple[int, int]:
    """The delegation and version of a link; NotFound when it isn't good, or of another event."""
    found = tokens.read_of_delegation(token)
    if found.event_id != event_id:
        raise NotFound
    return found.id, found.link_version


def link_is_current(number: int, version: int) -> bool:
    """Whether a browser that opened a link of this version may still act for the delegation."""
    return db.session.scalar(_VERSION, {"number": number}) == version


def event_of(actor: Actor) -> int | None:
    """The event of the acting focal point's delegation."""
    require(actor, Action.OWN_DELEGATION)
    return db.session.scalar(sa.select(Delegation.event_id).filter_by(id=actor.delegation_id))
