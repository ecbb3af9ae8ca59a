"""The pages of one's own account."""

from __future__ import annotations

import re

import pyotp
from flask import Flask
from flask.testing import FlaskClient

from forumapp.services import accounts
from tests import factories as make
from tests.factories import PASSWORD
from tests.web.accounts.pages import (
    EMAIL,
    code_of,
    is_signed_in,
    post_login,
    text_of,
    turn_two_step_on,
)

NEW = "rivers carry silt to the delta"


def version_in(page: str) -> str:
    found = re.search(r'name="version"[^>]* value="(\d+)"', page)
    assert found is not None
    return found[1]


def test_changing_the_language_changes_the_pages_too(client: FlaskClient) -> None:
    make.a_user(email=EMAIL)
    post_login(client)
    version = version_in(client.get("/account").text)
    answer = client.post("/account", data={"name": "ดาว ลิน", "locale": "zh", "version": version})
    assert answer.status_code == 302
    page = client.get("/account").text
    assert 'lang="zh-Hans"' in page
    assert "ดาว ลิน" in page


def test_saving_over_somebody_elses_save_shows_both(client: FlaskClient) -> None:
    make.a_user(email=EMAIL)
    post_login(client)
    version = version_in(client.get("/account").text)
    client.post("/account", data={"name": "First", "locale": "en", "version": version})
    answer = client.post("/account", data={"name": "Second", "locale": "en", "version": version})
    assert answer.status_code == 409
    assert "First" in answer.text
    assert "Second" in answer.text


def test_a_name_is_one_line_of_at_most_200_characters(client: FlaskClient) -> None:
    make.a_user(email=EMAIL)
    post_login(client)
    version = version_in(client.get("/account").text)
    for name in ("", "ក" * 201):
        data = {"name": name, "locale": "en", "version": version}
        assert client.post("/account", data=data).status_code == 422
    data = {"name": "ក" * 200, "locale": "en", "version": version}
    assert client.post("/account", data=data).status_code == 302
    data = {"name": "x", "locale": "tlh", "version": version}
    assert client.post("/account", data=data).status_code == 422


def test_changing_the_password_ends_the_other_sessions(app: Flask) -> None:
    make.a_user(email=EMAIL)
    here, there = app.test_client(), app.test_client()
    post_login(here)
    post_login(there)

    data = {"current": "wrong", "password": NEW, "again": NEW}
    assert here.post("/account/password", data=data).status_code == 422
    data["current"] = PASSWORD
    assert here.post("/account/password", data=data).location == "/account"

    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_guessing_ones_own_password_is_limited(client: FlaskClient) -> None:
    make.a_user(email=EMAIL)
    post_login(client)
    data = {"current": "wrong", "password": NEW, "again": NEW}
    statuses = [client.post("/account/password", data=data).status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]


def test_sessions_are_listed_and_ended(app: Flask) -> None:
    make.a_user(email=EMAIL)
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
    here, there, third = (app.test_client() for _ in range(3))
    for browser, agent in ((here, firefox), (there, "<script>"), (third, "")):
        browser.post(
            "/login", data={"email": EMAIL, "password": PASSWORD}, headers={"User-Agent": agent}
        )
    page = here.get("/account/sessions")
    assert "Firefox · Linux" in text_of(page)
    assert "Unknown browser" in text_of(page)
    assert "<script>" not in page.text.replace('<script type="module"', "")
    assert "This browser" in text_of(page)

    (number,) = re.findall(r"/account/sessions/(\d+)/end", there.get("/account/sessions").text)[:1]
    assert here.post(f"/account/sessions/{number}/end").status_code == 302
    assert is_signed_in(here)

    assert here.post("/account/sessions/end-others").status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert not is_signed_in(third)


def test_somebody_elses_session_is_not_to_be_found(app: Flask) -> None:
    make.a_user(email=EMAIL)
    make.a_user(email="other@secretariat.example")
    mine, other = app.test_client(), app.test_client()
    post_login(mine)
    post_login(other, email="other@secretariat.example")
    (number,) = re.findall(r"/account/sessions/(\d+)/end", mine.get("/account/sessions").text)
    assert other.post(f"/account/sessions/{number}/end").status_code == 404
    assert is_signed_in(mine)


def test_ending_this_browsers_session_leads_to_the_sign_in(client: FlaskClient) -> None:
    make.a_user(email=EMAIL)
    post_login(client)
    (number,) = re.findall(r"/account/sessions/(\d+)/end", client.get("/account/sessions").text)
    assert client.post(f"/account/sessions/{number}/end").location == "/login"
    assert not is_signed_in(client)


def test_turning_two_step_on_by_its_pages(client: FlaskClient) -> None:
    make.a_user(email=EMAIL)
    post_login(client)
    page = client.get("/account/two-step/on").text
    ticket = re.search(r'name="ticket"[^>]* value="([^"]+)"', page)
    secret = re.search(r"secret=([A-Z2-7]+)", page)
    assert ticket
    assert secret
    assert "<svg" in page
    phone = pyotp.TOTP(secret[1])

    wrong = client.post(
        "/account/two-step/on", data={"ticket": ticket[1], "code": "1", "password": PASSWORD}
    )
    assert wrong.status_code == 422
    assert secret[1] in wrong.text, "the same code is shown again"
    done = client.post(
        "/account/two-step/on",
        data={"ticket": ticket[1], "code": code_of(phone), "password": PASSWORD},
    )
    assert done.status_code == 200
    assert len(set(re.findall(r"<code>([a-z2-9-]{19})</code>", done.text))) == 10
    assert client.get("/account/two-step").status_code == 200
    assert secret[1] not in client.get("/account/two-step").text
    assert client.get("/account/two-step/on").status_code == 409

    client.post("/logout")
    assert post_login(client).location.startswith("/login/code")


def test_turning_two_step_off_and_new_codes_take_password_and_code(client: FlaskClient) -> None:
    _, codes = turn_two_step_on(make.a_user(email=EMAIL))
    answer = post_login(client)
    client.post(answer.location, data={"code": codes[0]})

    for path in ("/account/two-step/codes", "/account/two-step/off"):
        wrong = client.post(path, data={"password": PASSWORD, "code": codes[0]})
        assert wrong.status_code == 422, "a code that was used"
        wrong = client.post(path, data={"password": "wrong", "code": codes[1]})
        assert wrong.status_code == 422
    renewed = client.post("/account/two-step/codes", data={"password": PASSWORD, "code": codes[1]})
    new = re.findall(r"<code>([a-z2-9-]{19})</code>", renewed.text)
    assert len(new) == 10
    done = client.post("/account/two-step/off", data={"password": PASSWORD, "code": new[0]})
    assert done.location == "/account/two-step"
    assert accounts.recognise(email=EMAIL, password=PASSWORD).second_factor is False  # type: ignore[union-attr]  # a miss fails the test
