"""The commands of `forumapp`, each with its help.

A command is loaded when it is called, so that a server carries none but its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import click
from flask.cli import AppGroup

COMMANDS: Mapping[str, str] = {
    "backup": "backup.making:backup",
    "db": "database:alembic_",
    "demo": "demo:demo",
    "export": "export:export",
    "import": "exchange:import_",
    "mail-in": "mail_in:mail_in",
    "migrate": "database:migrate",
    "restore": "backup.restoring:restore",
    "run": "serve:run",
    "user": "users:user",
    "verify": "backup.verifying:verify",
    "worker": "worker:worker",
}


class Commands(AppGroup):
    """The commands by name, and where each is."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name].partition(":")
        command: click.Command = getattr(import_module(f"{__name__}.{module}"), attribute)
        return command
