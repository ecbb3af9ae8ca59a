"""The `forumapp` command."""

from __future__ import annotations

from flask.cli import FlaskGroup

from forumapp.app import create_app
from forumapp.config import ConfigurationError

main = FlaskGroup(
    create_app=create_app,
    add_default_commands=False,
    add_version_option=False,
    help="Run hybrid forums: serve, migrate, load the demonstration, manage users.",
)

if __name__ == "__main__":
    try:
        main()
    except ConfigurationError as error:
        raise SystemExit(str(error)) from None
