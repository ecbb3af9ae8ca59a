"""The speaker lists of sessions: reading and changing them."""

from forumapp.services.speakers.editing import (
    LONGEST_TEXT,
    MOST_MINUTES,
    LineChange,
    add,
    move,
    remove,
    reorder,
    replace,
    save,
    save_list,
)
from forumapp.services.speakers.queries import line, lines_of, speaker_list
from forumapp.services.speakers.rows import LineRow, LineValues, SpeechValues
from forumapp.services.speakers.tour import Tour, tour_de_table

__all__ = [
    "LONGEST_TEXT",
    "MOST_MINUTES",
    "LineChange",
    "LineRow",
    "LineValues",
    "SpeechValues",
    "Tour",
    "add",
    "line",
    "lines_of",
    "move",
    "remove",
    "reorder",
    "replace",
    "save",
    "save_list",
    "speaker_list",
    "tour_de_table",
]
