"""Whom the ledger of attendance supports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from forumapp.domain.access import SYSTEM
from forumapp.services.checkin import attendance


def sessions_attended(event_id: int, *, now: datetime) -> Mapping[int, int] | None:
    """In how many sessions each person has been, by number; None where nothing is recorded."""
    entries = attendance.kept(SYSTEM, event_id, now=now).entries
    if not entries:
        return None
    return Counter(entry.person_id for entry in entries if entry.there)
