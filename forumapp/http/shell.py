"""The ASGI shell around the Flask application: its pages run on worker threads."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

from a2wsgi import WSGIMiddleware

if TYPE_CHECKING:
    from flask import Flask


def asgi(app: Flask, *, threads: int) -> Any:
    """The application for an ASGI server, answering so many requests at once."""
    shell = WSGIMiddleware(app.wsgi_app, workers=threads)  # type: ignore[arg-type]  # WSGI, in other words
    gc.collect()
    gc.freeze()  # what the application is made of needs no more looking at
    return shell
