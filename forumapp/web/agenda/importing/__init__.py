"""Taking a schedule of another program over: chosen, looked at, done."""

from __future__ import annotations

from forumapp.web.agenda.importing import pages, template

__all__ = ["pages", "template"]
