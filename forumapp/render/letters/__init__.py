"""Mails in words: subject, plain text and HTML, in the language of their reader."""

from forumapp.render.letters.circulars import paper_name
from forumapp.render.letters.letter import BADGE, Written, subject, write
from forumapp.render.letters.news import Sentences, moved_event, occasion

__all__ = [
    "BADGE",
    "Sentences",
    "Written",
    "moved_event",
    "occasion",
    "paper_name",
    "subject",
    "write",
]
