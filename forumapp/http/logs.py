"""One line for each request that was refused or slow, with nothing in it that opens a door.

The log of all is the proxy's: most pages of a release are answered without the application.
"""

from __future__ import annotations

import logging
import re
import sys
import time

from flask import Flask, Response, g, request

SECRET_PATHS = re.compile(
    r"^/(j|feeds|answer|me/open|invite|reset|events/[^/]+/delegation/open|events/[^/]+/register/code)/[^/?]+"
)
SLOW = 1000  # ms
log = logging.getLogger("forumapp.requests")


def init_app(app: Flask) -> None:
    if not log.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        log.addHandler(handler)
        log.propagate = False
    app.before_request(_begin)
    app.after_request(_end)


def masked(path: str) -> str:
    """A path without the token it may carry."""
    return SECRET_PATHS.sub(r"/\1/***", path)


def _begin() -> None:
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    took = (time.perf_counter() - g.get("began", time.perf_counter())) * 1000
    if response.status_code >= 400 or took >= SLOW:
        line = "%s %s %s %.0f ms"
        log.warning(line, request.method, masked(request.path), response.status_code, took)
    return response
