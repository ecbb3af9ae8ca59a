"""What the figures stand beside: a hello-world page, and views of bytes kept in memory."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import uvicorn
from flask import Flask, Response, request

from forumapp.cli.serve import SERVER
from forumapp.http.shell import asgi

app = Flask(__name__, static_folder=None)
COPIES = "FORUMAPP_BENCH_COPIES"


@app.get("/")
def hello() -> str:
    return "Hello, world!"


@app.get("/copies/<name>")
def copy(name: str) -> Response:
    """The bytes of a page of the application, from memory, as a plain Flask view would."""
    zipped = request.headers.get("Accept-Encoding", "") == "gzip"
    response = Response(_read(f"{name}.gz" if zipped else name))
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    return response


@cache
def _read(name: str) -> bytes:
    return (Path(os.environ[COPIES]) / Path(name).name).read_bytes()


if __name__ == "__main__":
    uvicorn.run(
        asgi(app, threads=int(os.environ.get("FORUMAPP_THREADS", "3"))),
        host=os.environ["HOST"],
        port=int(os.environ["PORT"]),
        **SERVER,
    )
