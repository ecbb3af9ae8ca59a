"""Sending a mail of the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forumapp.jobs.progress import Progress


def send(payload: Mapping[str, Any], _progress: Progress) -> Mapping[str, Any]:
    """Write the message, hand it over once, and keep what became of it."""
    raise LookupError(payload["mail_id"])
