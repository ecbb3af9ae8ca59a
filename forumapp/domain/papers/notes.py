"""The text of a note verbale that invites a delegation: paragraphs with placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum

from forumapp.domain.papers.letters import named, plain


class NotePlaceholder(StrEnum):
    """What the text of a note may ask for, written in braces: {name}."""

    SECRETARIAT = "secretariat"
    ADDRESSEE = "addressee"
    EVENT = "event"
    DATES = "dates"
    PLACE = "place"
    CATEGORY = "category"
    PLACES = "places"
    PLACES_IN_PARTS = "places_in_parts"
    DEADLINE = "deadline"
    FOCAL_POINT = "focal_point"


_BLANK = re.compile(r"\n\s*\n")
# What one delegation has and another hasn't: a paragraph that speaks of it is left out then.
_OPTIONAL = frozenset(
    {
        NotePlaceholder.PLACES,
        NotePlaceholder.PLACES_IN_PARTS,
        NotePlaceholder.DEADLINE,
        NotePlaceholder.FOCAL_POINT,
    }
)


def paragraphs(text: str, values: Mapping[str, str]) -> Iterator[str]:
    """The paragraphs of a text, filled; without those that speak of what there isn't."""
    for paragraph in _BLANK.split(text.strip()):
        wanting = {name for name in _OPTIONAL if not values.get(name)}
        if not wanting & set(named(paragraph)):
            yield plain(" ".join(paragraph.split()), values)
