"""The pages of the administrators."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM, Role
from forumapp.models import Mail
from forumapp.services import accounts
from tests import factories as make
from tests.counting import queries_of
from tests.factories import NOW, PASSWORD
from tests.web.accounts.pages import (
    EMAIL,
    is_signed_in,
    post_login,
    text_of,
    turn_two_step_on,
)


def test_an_administrator_invites_somebody(client: FlaskClient) -> None:
    make.sign_in(client, administrator=True)
    data = {"name": "Lin Daw", "email": EMAIL, "locale": "en"}
    assert client.post("/manage/users/new", data=data).location == "/manage/users"
    assert client.post("/manage/users/new", data=data).status_code == 422
    user_id = accounts.find_user(EMAIL)
    assert user_id
    page = client.get(f"/manage/users/{user_id}")
    assert "Invited" in text_of(page)

    assert client.post(f"/manage/users/{user_id}/invite").status_code == 302

    make.afresh()
    mails = db.session.scalars(sa.select(Mail).filter_by(user_id=user_id)).all()
    assert len(mails) == 2


def test_closing_an_account_signs_it_out_and_opening_lets_it_in(app: Flask) -> None:
    user_id = make.a_user(email=EMAIL)
    administrator, browser = app.test_client(), app.test_client()
    make.sign_in(administrator, administrator=True)
    post_login(browser)

    assert administrator.post(f"/manage/users/{user_id}/close").status_code == 302
    assert not is_signed_in(browser)
    assert post_login(browser).status_code == 422
    assert administrator.post(f"/manage/users/{user_id}/open").status_code == 302
    assert post_login(browser).status_code == 302


def test_rights_of_an_administrator_are_given_and_taken(app: Flask) -> None:
    user_id = make.a_user(email=EMAIL)
    administrator, browser = app.test_client(), app.test_client()
    make.sign_in(administrator, administrator=True)
    post_login(browser)
    assert browser.get("/manage/users").status_code == 403
    path = f"/manage/users/{user_id}/administrator"
    administrator.post(path, data={"administrator": "yes"})
    assert browser.get("/manage/users").status_code == 200
    administrator.post(path, data={"administrator": "no"})
    assert browser.get("/manage/users").status_code == 403


def test_ones_own_account_is_another_administrators_business(client: FlaskClient) -> None:
    user_id = make.sign_in(client, administrator=True)
    for path in ("close", "administrator", "two-step"):
        answer = client.post(f"/manage/users/{user_id}/{path}")
        assert answer.status_code == 409
        assert "Another administrator" in text_of(answer)
    assert client.get("/manage/users").status_code == 200


def test_name_and_address_can_be_mended(client: FlaskClient) -> None:
    user_id = make.a_user(email=EMAIL)
    make.a_user(email="taken@secretariat.example")
    make.sign_in(client, administrator=True)
    path = f"/manage/users/{user_id}"
    version = re.search(r'name="version"[^>]* value="(\d+)"', client.get(path).text)
    assert version
    data = {"name": "Lin", "email": "taken@secretariat.example", "version": version[1]}
    assert client.post(path, data=data).status_code == 422
    data["email"] = "New@Secretariat.example"
    assert client.post(path, data=data).status_code == 302
    assert accounts.find_user("new@secretariat.example") == user_id
    assert client.get("/manage/users/999").status_code == 404


def test_a_lost_second_factor_is_taken_away(client: FlaskClient) -> None:
    user_id = make.a_user(email=EMAIL)
    turn_two_step_on(user_id)
    make.sign_in(client, administrator=True)
    assert client.post(f"/manage/users/{user_id}/two-step").status_code == 302
    make.afresh()
    found = accounts.recognise(email=EMAIL, password=PASSWORD)
    assert found is not None
    assert not found.second_factor
    assert client.post(f"/manage/users/{user_id}/two-step").status_code == 409


def add_users(count: int, *, event_id: int | None = None) -> None:
    with unit_of_work():
        for number in range(count):
            user_id = accounts.add_user(
                SYSTEM, email=f"u{number}@secretariat.example", name=f"User {number}", now=NOW
            )
            if event_id:
                accounts.grant(SYSTEM, event_id, user_id, Role.VIEWER)


@pytest.mark.parametrize("path", ["/manage/users", "/manage/{slug}/team"])
def test_lists_take_as_many_queries_for_thirty_as_for_one(client: FlaskClient, path: str) -> None:
    event = make.an_event()
    make.sign_in(client, administrator=True)
    path = path.format(slug=event.slug)
    few = queries_of(client, path)
    add_users(30, event_id=event.id)
    assert queries_of(client, path) == few


def test_the_list_is_searched_and_paged(client: FlaskClient) -> None:
    make.sign_in(client, administrator=True)
    add_users(60)
    page = client.get("/manage/users")
    assert "61 accounts" in text_of(page)
    assert "?page=2" in page.text
    assert "u59@" in client.get("/manage/users?q=user+59").text
    assert "1 account" in text_of(client.get("/manage/users?q=user+59"))
    assert "Nobody found" in text_of(client.get("/manage/users?q=zzz"))
    for query in ("?page=99", "?page=-1", "?page=x", "?q=%25&page=2"):
        assert client.get(f"/manage/users{query}").status_code == 200
