"""Releases: what the tables hold becomes an immutable snapshot that everything public reads."""

from forumapp.services.publications.draft import draft
from forumapp.services.publications.releases import (
    Current,
    ReleaseRow,
    current,
    forget,
    history,
    programme,
    publish,
)

__all__ = [
    "Current",
    "ReleaseRow",
    "current",
    "draft",
    "forget",
    "history",
    "programme",
    "publish",
]
