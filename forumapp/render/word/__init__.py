"""The programme and the list of participants as Word documents, as secretariats lay them out."""

from forumapp.render.word.participants import participants
from forumapp.render.word.programme import programme

__all__ = ["participants", "programme"]
