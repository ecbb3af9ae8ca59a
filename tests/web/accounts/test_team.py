"""The page of an event's team."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from forumapp.domain.access import Role
from forumapp.services import accounts
from tests import factories as make
from tests.web.accounts.pages import EMAIL, post_login, text_of


def test_an_owner_adds_somebody_who_can_work_at_once(app: Flask) -> None:
    event = make.an_event()
    make.a_user(email=EMAIL)
    owner, member = app.test_client(), app.test_client()
    make.sign_in(owner, event=event, role=Role.OWNER)
    post_login(member)
    assert member.get(f"/manage/{event.slug}/team").status_code == 404

    path = f"/manage/{event.slug}/team"
    assert owner.post(path, data={"email": EMAIL, "role": "editor"}).status_code == 302

    assert EMAIL in owner.get(path).text
    assert member.get(path).status_code == 403
    user_id = accounts.find_user(EMAIL)
    changed = owner.post(f"{path}/{user_id}", data={"role": "owner", "was": "editor"})
    assert changed.status_code == 302
    assert member.get(path).status_code == 200
    assert owner.post(f"{path}/{user_id}/remove").status_code == 302
    assert member.get(path).status_code == 404


def test_somebody_new_is_invited(client: FlaskClient) -> None:
    event = make.an_event()
    make.sign_in(client, event=event, role=Role.OWNER)
    path = f"/manage/{event.slug}/team"
    nameless = client.post(path, data={"email": EMAIL, "role": "viewer"})
    assert nameless.status_code == 422
    assert EMAIL in nameless.text
    done = client.post(path, data={"email": EMAIL, "name": "Lin Daw", "role": "viewer"})
    assert done.status_code == 302
    page = text_of(client.get(path))
    assert "An invitation is on its way" in page
    assert "Invited" in page
    user_id = accounts.find_user(EMAIL)
    assert client.post(f"{path}/{user_id}/invite").status_code == 302


def test_the_last_owner_is_told_to_find_another(client: FlaskClient) -> None:
    event = make.an_event()
    user_id = make.sign_in(client, event=event, role=Role.OWNER)
    path = f"/manage/{event.slug}/team/{user_id}"
    for answer in (
        client.post(f"{path}/remove"),
        client.post(path, data={"role": "viewer", "was": "owner"}),
    ):
        assert answer.status_code == 409
        assert "Make somebody else an owner first" in text_of(answer)
    assert client.get(f"/manage/{event.slug}/team").status_code == 200


def test_an_owner_who_leaves_is_led_out(app: Flask) -> None:
    event = make.an_event()
    first, second = app.test_client(), app.test_client()
    user_id = make.sign_in(first, event=event, role=Role.OWNER)
    make.sign_in(second, event=event, role=Role.OWNER)
    assert first.post(f"/manage/{event.slug}/team/{user_id}/remove").location == "/manage/"
    assert first.get(f"/manage/{event.slug}/team").status_code == 404


def test_a_role_changed_meanwhile_or_unknown_is_refused(client: FlaskClient) -> None:
    event = make.an_event()
    user_id = make.a_user(email=EMAIL)
    make.sign_in(client, event=event, role=Role.OWNER)
    path = f"/manage/{event.slug}/team"
    client.post(path, data={"email": EMAIL, "role": "registrar"})
    stale = client.post(f"{path}/{user_id}", data={"role": "viewer", "was": "editor"})
    assert stale.status_code == 409
    unknown = client.post(f"{path}/{user_id}", data={"role": "king", "was": "registrar"})
    assert unknown.status_code == 422
    assert client.post(f"{path}/999", data={"role": "viewer", "was": "owner"}).status_code == 404
