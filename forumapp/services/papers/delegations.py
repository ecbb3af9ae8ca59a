"""The delegations in the room, in the order of countries: for flags, plates and tables."""

from __future__ import annotations

from dataclasses import replace

from forumapp.domain.papers import ParticipantsList, in_room
from forumapp.services.papers.snapshot import participants


def in_the_room(event_id: int) -> ParticipantsList:
    """Those who come to the room; a delegation that follows online alone has no place there."""
    found = participants(event_id)
    there = (
        replace(one, participants=tuple(p for p in one.participants if in_room(p)))
        for one in found.delegations
        if one.category is not None
    )
    return replace(found, delegations=tuple(one for one in there if one.participants), agreed=())
