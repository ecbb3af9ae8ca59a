"""Runs one command in the application that the environment names."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from forumapp.app import create_app
from tests.bench.inside import builds, crowd, deciding, events, releases, rush, volumes

COMMANDS: Mapping[str, Callable[..., str]] = {
    "link": events.link,
    "event-of-forty": events.of_forty,
    "clear-jobs": events.clear_jobs,
    "first-builds": builds.first_builds,
    "publish-release": releases.publishing,
    "compare-releases": releases.comparing,
    "crowd-event": crowd.event,
    "crowd-decide": deciding.decisions,
    "crowd-pages": deciding.pages,
    "crowd-paste": deciding.pasting,
    "crowd-door": deciding.door,
    "crowd-badges": deciding.order_badges,
    "rush-event": rush.event,
    "rush-count": rush.count,
    "volume-event": volumes.event,
    "order": volumes.order,
    "build": volumes.build,
}


def main() -> None:
    name, *arguments = sys.argv[1:]
    with create_app().app_context():
        sys.stdout.write(COMMANDS[name](*arguments) + "\n")


if __name__ == "__main__":
    main()
