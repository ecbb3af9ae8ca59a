"""Mails in words: subject, plain text and HTML, in the language of their reader."""

from forumapp.render.letters.letter import BADGE, Written, subject, write
from forumapp.render.letters.news import occasion

__all__ = ["BADGE", "Written", "occasion", "subject", "write"]
