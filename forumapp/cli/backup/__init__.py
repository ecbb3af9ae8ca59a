"""forumapp backup, forumapp verify and forumapp restore."""

from __future__ import annotations

from flask import Flask

from forumapp.cli.backup.making import backup
from forumapp.cli.backup.restoring import restore
from forumapp.cli.backup.verifying import verify

__all__ = ["register"]


def register(app: Flask) -> None:
    for command in (backup, verify, restore):
        app.cli.add_command(command)
