"""Seats that came free are given to those who wait."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from forumapp.db import db, unit_of_work
from forumapp.jobs.progress import Progress
from forumapp.services.registration import promotion


def promote(payload: Mapping[str, Any], _progress: Progress) -> Mapping[str, Any]:
    """Serve an event's waiting lists until nobody can be served."""
    return {"seats": _serve(payload["event_id"])}


def sweep() -> None:
    """Serve every event in which a seat is free or an offer has run out."""
    now = datetime.now(UTC)
    events = promotion.due(now=now)
    db.session.rollback()
    for event_id in events:
        _serve(event_id)


def _serve(event_id: int) -> int:
    served = 0
    while True:
        with unit_of_work():
            moved = promotion.serve(event_id, now=datetime.now(UTC))
        if not moved:
            return served
        served += moved
