"""forumapp backup, forumapp verify and forumapp restore."""
