"""The application for any ASGI server: `uvicorn forumapp.asgi:application`."""

from __future__ import annotations

from forumapp.app import create_app
from forumapp.config import settings
from forumapp.http.shell import asgi

application = asgi(create_app(), threads=settings().threads)
