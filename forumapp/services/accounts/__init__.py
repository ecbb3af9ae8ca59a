"""Staff accounts: making them, signing in, and the sessions of signed-in browsers."""

from forumapp.services.accounts.sessions import Resumed, end, resume, start
from forumapp.services.accounts.users import add_user, find_user, grant

__all__ = ["Resumed", "add_user", "end", "find_user", "grant", "resume", "start"]
