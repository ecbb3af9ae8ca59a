"""Programmes, lists of participants and letters as Word documents, as secretariats lay them out."""

from forumapp.render.word.letter import letter
from forumapp.render.word.note import note
from forumapp.render.word.participants import participants
from forumapp.render.word.programme import programme

__all__ = ["letter", "note", "participants", "programme"]
