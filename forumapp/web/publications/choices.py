"""How a reader wants the programme printed: a second language, and whose clocks."""

from __future__ import annotations

from flask import request

from forumapp.domain.errors import NotFound
from forumapp.domain.programme import EventFacts
from forumapp.http.forms.zones import capital_zones
from forumapp.http.locale import locale


def zones(event: EventFacts) -> tuple[str, ...]:
    """Whose clocks can be chosen: the event's capitals, then the others of the region."""
    known = dict.fromkeys((*event.capitals, *capital_zones()))
    return tuple(zone for zone in known if zone != event.zone)


def beside(event: EventFacts) -> str:
    """The second language asked for; NotFound for one in which the event has no texts."""
    asked = request.args.get("with", "")
    if asked and asked not in event.languages:
        raise NotFound
    return asked if asked != locale() else ""


def clocks(event: EventFacts) -> tuple[str, ...] | None:
    """The zones asked for, in their usual order; None where they are the event's own.

    NotFound for a zone that can't be chosen.
    """
    if not request.args.get("chosen"):
        return None
    asked = set(request.args.getlist("clock"))
    if not asked <= {*zones(event), event.zone}:
        raise NotFound
    chosen = tuple(zone for zone in zones(event) if zone in asked)
    return None if set(chosen) == {*event.capitals} - {event.zone} else chosen
