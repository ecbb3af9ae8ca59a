"""Keeping of people no more, and no longer, than was said."""

from forumapp.services.privacy.consents import (
    LISTED,
    ConsentRow,
    own_consents,
    set_own_consent,
)
from forumapp.services.privacy.disposing import dispose, events_over
from forumapp.services.privacy.documents import DocumentRow, document, documents
from forumapp.services.privacy.erasing import Standing, erase, erase_own, own_standing, standing
from forumapp.services.privacy.keeping import (
    DisposalRow,
    Keeping,
    KeptRow,
    announced,
    keep_for,
    keeping,
)
from forumapp.services.privacy.replaying import complete_file, marks_kept, replay

__all__ = [
    "LISTED",
    "ConsentRow",
    "DisposalRow",
    "DocumentRow",
    "Keeping",
    "KeptRow",
    "Standing",
    "announced",
    "complete_file",
    "dispose",
    "document",
    "documents",
    "erase",
    "erase_own",
    "events_over",
    "keep_for",
    "keeping",
    "marks_kept",
    "own_consents",
    "own_standing",
    "replay",
    "set_own_consent",
    "standing",
]
