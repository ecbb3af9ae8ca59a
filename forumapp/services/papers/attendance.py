"""Whom the ledger of attendance supports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from forumapp.domain.access import SYSTEM
from forumapp.services.checkin import attendance


def sessions_attended(event_id: int) -> Mapping[int, int] | None:
    """In how many sessions each person was, by number; None where nothing is recorded at all."""
    entries = attendance.kept(SYSTEM, event_id).entries
    if not entries:
        return None
    return Counter(entry.person_id for entry in entries if entry.there)
