"""Papers made of the registrations: facts in, documents and tables out."""

from forumapp.render.papers.changes import said
from forumapp.render.papers.participants import participants
from forumapp.render.papers.table import table

__all__ = ["participants", "said", "table"]
