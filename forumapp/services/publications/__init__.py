"""Releases: what the tables hold becomes an immutable snapshot that everything public reads."""

from forumapp.services.publications import issues, sites, volumes
from forumapp.services.publications.changes import (
    Difference,
    public_changes,
    public_release,
    since,
)
from forumapp.services.publications.draft import draft
from forumapp.services.publications.issues import IssueRow, Preparation
from forumapp.services.publications.proposals import Proposal, proposal
from forumapp.services.publications.public import (
    Published,
    announced,
    announced_events,
    forget_all,
    latest_first,
    published,
)
from forumapp.services.publications.releases import (
    Current,
    ReleaseRow,
    current,
    forget,
    history,
    is_current,
    of_event,
    publish,
    release,
)
from forumapp.services.publications.restoring import Restoration, bring_back, restoration
from forumapp.services.publications.snapshot import programme
from forumapp.services.publications.volumes import FileRow, VolumeRow
from forumapp.services.publications.working import WorkingProgramme, working

__all__ = [
    "Current",
    "Difference",
    "FileRow",
    "IssueRow",
    "Preparation",
    "Proposal",
    "Published",
    "ReleaseRow",
    "Restoration",
    "VolumeRow",
    "WorkingProgramme",
    "announced",
    "announced_events",
    "bring_back",
    "current",
    "draft",
    "forget",
    "forget_all",
    "history",
    "is_current",
    "issues",
    "latest_first",
    "of_event",
    "programme",
    "proposal",
    "public_changes",
    "public_release",
    "publish",
    "published",
    "release",
    "restoration",
    "since",
    "sites",
    "volumes",
    "working",
]
