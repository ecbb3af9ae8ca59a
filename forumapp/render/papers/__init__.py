"""Papers made of the registrations: facts in, documents and tables out."""

from forumapp.render.papers.badges import badges
from forumapp.render.papers.changes import said
from forumapp.render.papers.letter import letter, letters
from forumapp.render.papers.lists import door_list, flags, seating
from forumapp.render.papers.note import note
from forumapp.render.papers.participants import participants
from forumapp.render.papers.plates import plates
from forumapp.render.papers.table import table

__all__ = [
    "badges",
    "door_list",
    "flags",
    "letter",
    "letters",
    "note",
    "participants",
    "plates",
    "said",
    "seating",
    "table",
]
