"""Numbers that no database has room for: they are those of nothing."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories as make
from tests.web import routes

HUGE = 10**20


def test_a_huge_number_in_an_address_is_nothings(app: Flask, client: FlaskClient) -> None:
    world = routes.a_world("forum")
    make.sign_in(client, administrator=True)
    huge = {name: HUGE for name, value in world.arguments.items() if isinstance(value, int)}
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or not rule.arguments & {*huge, "key"}:
            continue
        for address in routes.addresses(rule, world, **huge):
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                answer = client.open(address, method=method)
                assert answer.status_code < 500, (method, address)


@pytest.mark.parametrize("page", ["registrations", "sessions", "people", "audit", "messages"])
def test_so_it_is_in_a_query(client: FlaskClient, page: str) -> None:
    make.an_event(slug="forum")
    make.sign_in(client, administrator=True)
    for name in ("delegation", "category", "part", "page", "room", "track", "version"):
        answer = client.get(f"/manage/forum/{page}?{name}={HUGE}")
        assert answer.status_code < 500, name
