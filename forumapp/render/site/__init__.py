"""An event's public pages as files that open without a server: what is one, and how it is told."""

from forumapp.render.site.addresses import Address, address_of, is_page
from forumapp.render.site.pages import Note, addresses_in, rewritten

__all__ = ["Address", "Note", "address_of", "addresses_in", "is_page", "rewritten"]
