"""Papers made of the registrations: lists and their editions, and what is printed of people."""

from forumapp.domain.papers.editions import (
    EditionStatus,
    ListChange,
    ListChangeKind,
    ListField,
    ParticipantsList,
    Place,
    Standing,
    compare_lists,
    may_follow,
    next_revision,
    next_symbol,
)
from forumapp.domain.papers.letters import (
    LetterChoice,
    LetterFacts,
    LetterKind,
    LetterSet,
    Placeholder,
)
from forumapp.domain.papers.printing import (
    Badge,
    BadgeChoice,
    Badges,
    BadgeSheet,
    DoorLine,
    DoorList,
    PlateKind,
    in_room,
)

__all__ = [
    "Badge",
    "BadgeChoice",
    "BadgeSheet",
    "Badges",
    "DoorLine",
    "DoorList",
    "EditionStatus",
    "LetterChoice",
    "LetterFacts",
    "LetterKind",
    "LetterSet",
    "ListChange",
    "ListChangeKind",
    "ListField",
    "ParticipantsList",
    "Place",
    "Placeholder",
    "PlateKind",
    "Standing",
    "compare_lists",
    "in_room",
    "may_follow",
    "next_revision",
    "next_symbol",
]
