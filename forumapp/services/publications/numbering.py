"""The numbers of revisions, counted from an event's own releases."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forumapp.domain.programme import ReleaseStatus
from forumapp.models import Release


def revision() -> sa.ColumnElement[int]:
    """Which revision a release is, from 1; 0 for one of another status."""
    earlier: Any = aliased(Release)
    counted = (
        sa.select(sa.func.count(earlier.id))
        .where(
            earlier.event_id == Release.event_id,
            earlier.number <= Release.number,
            earlier.status == ReleaseStatus.REVISED,
        )
        .correlate(Release)
        .scalar_subquery()
    )
    return sa.case((Release.status == ReleaseStatus.REVISED, counted), else_=0)
