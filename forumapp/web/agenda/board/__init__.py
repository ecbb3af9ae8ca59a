"""The organiser's board: the programme as rooms and hours, and what is done on it."""

from __future__ import annotations

from forumapp.web.agenda.board import acts, clocks, news, page, panel

__all__ = ["acts", "clocks", "news", "page", "panel"]
