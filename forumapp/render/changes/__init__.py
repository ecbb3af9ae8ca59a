"""What one release changes of another, in words: for pages, feeds and mails alike."""

from __future__ import annotations

from forumapp.render.changes.frame import event_sentences, frame
from forumapp.render.changes.sessions import Said, Teller, said, summary

__all__ = ["Said", "Teller", "event_sentences", "frame", "said", "summary"]
