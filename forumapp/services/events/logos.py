"""Who may see which logo."""

from __future__ import annotations

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor, can
from forumapp.domain.events import EventState
from forumapp.models import Event, Organisation


def may_show_logo(actor: Actor, slug: str, key: str) -> bool:
    """Whether the key is a logo of this event, and the event is the actor's to see."""
    found = db.session.execute(
        sa.select(Event.id, Event.state)
        .join(Organisation, Organisation.event_id == Event.id)
        .where(Event.slug == slug, Organisation.logo == key)
        .limit(1)
    ).first()
    if not key or found is None:
        return False
    event_id, state = found
    return state is not EventState.DRAFT or can(actor, Action.READ_WORKSPACE, event_id=event_id)
