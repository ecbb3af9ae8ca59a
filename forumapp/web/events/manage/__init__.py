"""The organiser's workspace of events."""

from forumapp.web.events.manage import listing, logos, overview, pieces, settings

__all__ = ["listing", "logos", "overview", "pieces", "settings"]
