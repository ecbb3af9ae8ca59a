"""Mails in words: subject, plain text and HTML, in the language of their reader."""

from forumapp.render.letters.letter import BADGE, Written, subject, write

__all__ = ["BADGE", "Written", "subject", "write"]
