"""Keeping of people no more, and no longer, than was said."""

from forumapp.services.privacy.erasing import Standing, erase, erase_own, own_standing, standing
from forumapp.services.privacy.files import forget, unreferenced
from forumapp.services.privacy.replaying import complete_file, marks_kept, replay

__all__ = [
    "Standing",
    "complete_file",
    "erase",
    "erase_own",
    "forget",
    "marks_kept",
    "own_standing",
    "replay",
    "standing",
    "unreferenced",
]
