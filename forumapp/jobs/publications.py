"""Building a volume."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forumapp.jobs.progress import Progress


def build(payload: Mapping[str, Any], _progress: Progress) -> Mapping[str, Any]:
    """Build a programme or proceedings PDF and keep it in the file store."""
    raise LookupError(payload["name"])
