"""Keeping of people no more, and no longer, than was said."""

from forumapp.services.privacy.documents import DocumentRow, document, documents, orphans
from forumapp.services.privacy.erasing import Standing, erase, erase_own, own_standing, standing
from forumapp.services.privacy.replaying import complete_file, marks_kept, replay

__all__ = [
    "DocumentRow",
    "Standing",
    "complete_file",
    "document",
    "documents",
    "erase",
    "erase_own",
    "marks_kept",
    "orphans",
    "own_standing",
    "replay",
    "standing",
]
