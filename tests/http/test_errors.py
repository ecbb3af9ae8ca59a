"""Requests that no page can answer: a refusal, never a failure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from forumapp.app import create_app
from tests import factories as make
from tests.conftest import settings_in


def test_in_production_only_its_own_names_are_answered(tmp_path: Path) -> None:
    chosen = replace(settings_in(tmp_path), production=True, base_url="https://forum.example")
    client = create_app(chosen).test_client()

    foreign = client.get("/login", base_url="http://other.example")

    assert (foreign.status_code, foreign.mimetype) == (400, "text/plain")
    assert "isn't known by that name" in foreign.text
    assert foreign.headers["X-Content-Type-Options"] == "nosniff"
    for own in ("https://forum.example", "http://127.0.0.1:8000"):
        assert client.get("/login", base_url=own).status_code == 200


@pytest.mark.parametrize("path", ["{}/register", "/events/%00/", "{}/logos/%00", "{}/%00"])
def test_postgresql_is_asked_nothing_with_a_nul(postgres_app: Flask, path: str) -> None:
    event = make.an_event()
    client = postgres_app.test_client()

    answer = client.get(path.format(f"/events/{event.slug}") + "?part=%00")

    assert answer.status_code in (200, 400, 404)


def test_a_refusal_is_a_line_of_the_log_and_a_quick_answer_is_none(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    for path in ("/login", "/j/a-token-that-opens-nothing"):
        app.test_client().get(path)

    (line,) = caplog.messages
    assert line.startswith("GET /j/*** 404 ")
