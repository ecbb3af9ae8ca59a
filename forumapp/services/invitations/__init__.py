"""Invitations to sessions: who is told of a release, what each was told, and what they answer."""

from forumapp.services.invitations.circle import Reader
from forumapp.services.invitations.plans import Plan, plan
from forumapp.services.invitations.sending import facts, key, kind, tell

__all__ = ["Plan", "Reader", "facts", "key", "kind", "plan", "tell"]
