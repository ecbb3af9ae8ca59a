"""The first line of every service: may this actor do this here?"""

from __future__ import annotations

from forumapp.db import db
from forumapp.domain.access import Action, Actor, can, knows
from forumapp.domain.errors import Forbidden, NotFound

ACTING = "forumapp_acting"


def require(actor: Actor, action: Action, *, event_id: int | None = None) -> None:
    """Raise NotFound for who may not know of the event, Forbidden for who may not do this.

    What is changed from here on is put down to this actor in the audit log.
    """
    if not can(actor, action, event_id=event_id):
        if event_id is not None and not knows(actor, event_id):
            raise NotFound
        raise Forbidden
    act_as(actor, event_id=event_id)


def act_as(actor: Actor, *, event_id: int | None = None) -> None:
    """Name who makes the changes that follow, for the audit log."""
    db.session().info[ACTING] = (actor.name or "public", event_id)
