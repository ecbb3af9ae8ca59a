"""People of an event: writing them down, and the links that name them."""

from forumapp.services.people.links import link_is_current, open_link

__all__ = ["link_is_current", "open_link"]
