"""Invitations to sessions: who is told of a release, what each was told, and what they answer."""

from forumapp.services.invitations.answers import answer_link, answer_own, take
from forumapp.services.invitations.asks import Asked, asked, asked_of
from forumapp.services.invitations.circle import Reader
from forumapp.services.invitations.guests import Guest, guests, invite, uninvite
from forumapp.services.invitations.plans import Plan, plan
from forumapp.services.invitations.renewal import Items, asked_among, end, renew, was_asked
from forumapp.services.invitations.sending import facts, key, kind, tell

__all__ = [
    "Asked",
    "Guest",
    "Items",
    "Plan",
    "Reader",
    "answer_link",
    "answer_own",
    "asked",
    "asked_among",
    "asked_of",
    "end",
    "facts",
    "guests",
    "invite",
    "key",
    "kind",
    "plan",
    "renew",
    "take",
    "tell",
    "uninvite",
    "was_asked",
]
