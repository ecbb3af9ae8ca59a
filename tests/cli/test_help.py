"""Every command says what it does."""

from __future__ import annotations

from collections.abc import Iterator

import click
from flask import Flask

from forumapp import cli


def test_every_command_of_ours_has_its_help(app: Flask) -> None:
    found = dict(_commands(app.cli, ()))
    assert {("run",), ("user", "add"), ("mail-in",), ("import",)} <= found.keys()
    for words, command in found.items():
        told = app.test_cli_runner().invoke(args=[*words, "--help"])
        assert (told.exit_code, told.output.startswith("Usage:")) == (0, True), words
        assert command.help, words
        assert all(one.help for one in command.params if isinstance(one, click.Option)), words


def _commands(
    group: click.Group, words: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from _commands(command, (*words, name))
        elif command.callback is not None and command.callback.__module__.startswith(cli.__name__):
            yield (*words, name), command
