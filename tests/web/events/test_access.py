"""Default deny: each page of the workspace of events, for each role, own and other event."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from forumapp.domain.access import Role
from tests import factories as make

READS = ("", "organisations", "parts", "rooms", "tracks", "categories", "delegations")
EDITS = ("settings", "copy", "rooms/new", "delegations/new")
MEMBERS = ("delegations/1",)
LOGS = ("audit",)

ALLOWED = {
    Role.OWNER: (*READS, *EDITS, *MEMBERS, *LOGS),
    Role.EDITOR: (*READS, *EDITS, *LOGS),
    Role.REGISTRAR: (*READS, *MEMBERS),
    Role.VIEWER: READS,
}
EVERY = (*READS, *EDITS, *MEMBERS, *LOGS)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_what_it_may_and_nothing_else(client: FlaskClient, role: Role) -> None:
    event, other = make.an_event(), make.an_event()
    make.a_delegation(event)
    make.sign_in(client, event=event, role=role)

    for path in EVERY:
        status = client.get(f"/manage/{event.slug}/{path}").status_code
        assert status == (200 if path in ALLOWED[role] else 403), path
        assert client.get(f"/manage/{other.slug}/{path}").status_code == 404, path


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.VIEWER])
def test_who_may_not_edit_posts_nothing(client: FlaskClient, role: Role) -> None:
    event = make.an_event()
    make.a_delegation(event)
    make.sign_in(client, event=event, role=role)
    for path in (*EDITS, "series", "delegations/1/edit", "delegations/1/move"):
        assert client.post(f"/manage/{event.slug}/{path}").status_code == 403, path
    assert client.post("/manage/new").status_code == 403


def test_an_administrator_opens_everything(client: FlaskClient) -> None:
    event = make.an_event()
    make.a_delegation(event)
    make.sign_in(client, administrator=True)
    for path in EVERY:
        assert client.get(f"/manage/{event.slug}/{path}").status_code == 200, path
    assert client.get("/manage/new").status_code == 200


def test_nobody_is_sent_to_sign_in(client: FlaskClient) -> None:
    event = make.an_event()
    for path in ("/manage/", "/manage/new", f"/manage/{event.slug}/settings"):
        assert client.get(path).location.startswith("/login")
    assert client.post(f"/manage/{event.slug}/settings").status_code == 401
