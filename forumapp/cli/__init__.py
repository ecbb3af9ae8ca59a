"""The commands of `forumapp`, each with its help."""
