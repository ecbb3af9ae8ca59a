"""The ASGI shell: the Flask application on worker threads."""

from __future__ import annotations

import gc

from a2wsgi import WSGIMiddleware

from forumapp.app import create_app
from forumapp.config import settings

application = WSGIMiddleware(create_app().wsgi_app, workers=settings().threads)  # type: ignore[arg-type]
gc.collect()
gc.freeze()  # what the application is made of needs no more looking at
