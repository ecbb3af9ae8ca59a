"""The `forumapp` command."""

from __future__ import annotations

import click

from forumapp.app import create_app
from forumapp.config import ConfigurationError


def main() -> None:
    """Carry out one of the application's own commands."""
    try:
        app = create_app()
    except ConfigurationError as error:
        raise SystemExit(str(error)) from None
    app.cli.help = "Run hybrid forums: serve, migrate, load the demonstration, manage users."
    click.version_option(package_name="forumapp")(app.cli)
    with app.app_context():
        app.cli.main(prog_name="forumapp")


if __name__ == "__main__":
    main()
