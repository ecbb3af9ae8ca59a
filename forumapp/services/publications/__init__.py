"""Releases: what the tables hold becomes an immutable snapshot that everything public reads."""

from forumapp.services.publications.draft import draft
from forumapp.services.publications.public import Published, forget_all, published
from forumapp.services.publications.releases import (
    Current,
    ReleaseRow,
    current,
    forget,
    history,
    is_current,
    programme,
    publish,
)

__all__ = [
    "Current",
    "Published",
    "ReleaseRow",
    "current",
    "draft",
    "forget",
    "forget_all",
    "history",
    "is_current",
    "programme",
    "publish",
    "published",
]
