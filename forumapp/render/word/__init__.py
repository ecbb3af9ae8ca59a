"""The programme as a Word document, in the table layout of secretariats."""

from forumapp.render.word.programme import programme

__all__ = ["programme"]
