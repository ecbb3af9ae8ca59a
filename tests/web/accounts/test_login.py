"""The pages of signing in and out."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forumapp.config import Settings
from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.models import User
from forumapp.services import accounts
from tests import factories as make
from tests.factories import NOW, PASSWORD
from tests.web.accounts.pages import (
    EMAIL,
    code_of,
    is_signed_in,
    post_login,
    text_of,
    turn_two_step_on,
)


def test_signing_in_leads_to_where_one_was_going(client: FlaskClient) -> None:
    make.a_user(email=EMAIL)
    sent_away = client.get("/account/sessions?x=1")
    assert sent_away.location == "/login?next=/account/sessions?x%3D1"

    answer = client.post(sent_away.location, data={"email": EMAIL, "password": PASSWORD})

    assert (answer.status_code, answer.location) == (302, "/account/sessions?x=1")
    assert is_signed_in(client)
    assert client.get("/login?next=/account").location == "/account"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/%0d%0aSet-Cookie:x=1\r\nx",
        "javascript:alert(1)",
        "evil",
        "///evil.example",
        " //evil.example",
        "/\t/evil.example",
    ],
)
def test_signing_in_leads_nowhere_else(client: FlaskClient, target: str) -> None:
    make.a_user(email=EMAIL)
    assert post_login(client, next_=target).location == "/manage/"


def test_the_answer_is_the_same_for_known_and_unknown_addresses(client: FlaskClient) -> None:
    make.a_user(email=EMAIL)
    make.a_user(email="closed@secretariat.example")
    closed = accounts.find_user("closed@secretariat.example")
    assert closed
    with unit_of_work():
        accounts.set_active(SYSTEM, closed, active=False, now=NOW)
        accounts.add_user(SYSTEM, email="waiting@secretariat.example", name="W", now=NOW)

    answers = {
        (answer.status_code, text_of(answer).replace(email, "…"))
        for email, password in (
            (EMAIL, "a wrong passphrase"),
            ("nobody@secretariat.example", PASSWORD),
            ("closed@secretariat.example", PASSWORD),
            ("waiting@secretariat.example", PASSWORD),
        )
        for answer in [post_login(client, email=email, password=password)]
    }

    assert len(answers) == 1
    assert next(iter(answers))[0] == 422
    assert not is_signed_in(client)


def test_what_was_typed_is_kept_but_for_the_password(client: FlaskClient) -> None:
    page = post_login(client, email="<i>no address", password="planted-password").text
    assert "&lt;i&gt;no address" in page
    assert "planted-password" not in page


def test_after_five_wrong_passwords_the_right_one_has_to_wait(client: FlaskClient) -> None:
    make.a_user(email=EMAIL)
    for _ in range(5):
        assert post_login(client, password="a wrong passphrase").status_code == 422
    refused = post_login(client)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 900
    assert "15 minutes" in text_of(refused)
    assert not is_signed_in(client)


def test_the_identifier_is_new_at_each_sign_in_and_the_earlier_session_over(
    client: FlaskClient,
) -> None:
    user_id = make.a_user(email=EMAIL)
    client.get("/login")
    with client.session_transaction() as session:
        before = session["csrf_token"]
    post_login(client)
    with client.session_transaction() as session:
        first = session["_user_id"]
        assert session.get("csrf_token") != before
    post_login(client)
    with client.session_transaction() as session:
        second = session["_user_id"]
    assert first != second
    assert accounts.resume(first, now=NOW) is None
    assert accounts.resume(second, now=NOW)
    assert user_id


def test_signing_in_keeps_the_participant_of_this_browser(client: FlaskClient) -> None:
    make.a_user(email=EMAIL)
    event = make.an_event()
    make.open_participation(client, make.a_person(event))
    post_login(client)
    client.post("/logout")
    with client.session_transaction() as session:
        assert "participant" in session
        assert "_user_id" not in session


def test_signing_out_ends_the_session_on_the_server_too(client: FlaskClient, app: Flask) -> None:
    make.a_user(email=EMAIL)
    post_login(client)
    stolen = client.get_cookie("session")
    assert stolen is not None

    assert client.post("/logout").location == "/login"

    assert not is_signed_in(client)
    thief = app.test_client()
    thief.set_cookie("session", stolen.value)
    assert not is_signed_in(thief)
    assert client.post("/logout").status_code == 302


def test_the_cookie_is_for_this_host_alone_behind_tls(settings: Settings) -> None:
    from dataclasses import replace

    from forumapp.app import create_app

    app = create_app(replace(settings, base_url="https://forum.example"))
    with app.app_context():
        answer = app.test_client().get("/login", base_url="https://forum.example")
        cookie = next(h for h in answer.headers.getlist("Set-Cookie") if "session" in h)
        assert cookie.startswith("__Host-session=")
        for attribute in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            assert attribute in cookie
        assert "Domain" not in cookie
        db.session.remove()
        db.engine.dispose()


def test_the_second_factor_has_a_page_of_its_own(client: FlaskClient) -> None:
    phone, codes = turn_two_step_on(make.a_user(email=EMAIL))

    answer = post_login(client, next_="/account/sessions")

    assert answer.location == "/login/code?next=/account/sessions"
    assert not is_signed_in(client)
    assert client.get(answer.location).status_code == 200
    wrong = client.post(answer.location, data={"code": "12"})
    assert wrong.status_code == 422
    assert not is_signed_in(client)
    done = client.post(answer.location, data={"code": code_of(phone)})
    assert done.location == "/account/sessions"
    assert is_signed_in(client)
    assert codes


def test_a_recovery_code_signs_in(client: FlaskClient) -> None:
    _, codes = turn_two_step_on(make.a_user(email=EMAIL))
    answer = post_login(client)
    assert client.post(answer.location, data={"code": codes[0]}).status_code == 302
    assert is_signed_in(client)


def test_the_page_of_the_second_factor_is_nothing_without_the_password(
    client: FlaskClient,
) -> None:
    phone, _ = turn_two_step_on(make.a_user(email=EMAIL))
    assert client.get("/login/code").location.startswith("/login?")
    answer = client.post("/login/code", data={"code": code_of(phone)})
    assert answer.location.startswith("/login?")
    assert not is_signed_in(client)


def test_a_password_changed_meanwhile_ends_the_waiting_for_the_second_factor(
    client: FlaskClient,
) -> None:
    user_id = make.a_user(email=EMAIL)
    phone, _ = turn_two_step_on(user_id)
    post_login(client)
    with unit_of_work():
        db.session.get_one(User, user_id).password_hash = "another"
    answer = client.post("/login/code", data={"code": code_of(phone)})
    assert answer.location.startswith("/login?")
    assert not is_signed_in(client)


def test_codes_are_guessed_five_times_and_no_more(client: FlaskClient) -> None:
    phone, _ = turn_two_step_on(make.a_user(email=EMAIL))
    assert post_login(client).status_code == 302
    for _ in range(5):
        assert client.post("/login/code", data={"code": "1"}).status_code == 422
    assert client.post("/login/code", data={"code": code_of(phone)}).status_code == 429
    assert not is_signed_in(client)


def test_pages_of_staff_are_kept_by_no_cache(client: FlaskClient) -> None:
    make.a_user(email=EMAIL)
    post_login(client)
    for path in ("/login", "/account", "/account/sessions", "/account/two-step"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_the_first_sign_in_on_a_device_takes_the_language_of_the_account(
    client: FlaskClient,
) -> None:
    user_id = make.a_user(email=EMAIL)
    with unit_of_work():
        db.session.get_one(User, user_id).locale = "zh"
    post_login(client)
    cookie = client.get_cookie("lang")
    assert cookie is not None
    assert cookie.value == "zh"
