"""The pages behind one-time links."""

from __future__ import annotations

import statistics
import time

from flask.testing import FlaskClient

from forumapp.db import unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.services import accounts
from tests import factories as make
from tests.factories import NOW, PASSWORD
from tests.web.accounts.pages import EMAIL, is_signed_in, mailed_path, post_login, text_of

NEW = "rivers carry silt to the delta"


def ask(client: FlaskClient, email: str = EMAIL) -> tuple[int, str | None]:
    answer = client.post("/forgot", data={"email": email})
    return answer.status_code, answer.location


def test_asking_for_a_link_tells_nobody_whether_there_is_an_account(client: FlaskClient) -> None:
    make.a_user(email=EMAIL)
    assert ask(client) == ask(client, "nobody@secretariat.example") == (302, "/forgot/sent")
    assert client.get("/forgot/sent").status_code == 200

    def seconds(email: str) -> float:
        began = time.perf_counter()
        ask(client, email)
        return time.perf_counter() - began

    known = statistics.median(seconds(EMAIL) for _ in range(3))
    unknown = statistics.median(seconds("nobody@secretariat.example") for _ in range(3))
    assert abs(known - unknown) < 0.15


def test_five_links_an_hour_for_known_and_unknown_alike(client: FlaskClient) -> None:
    make.a_user(email=EMAIL)
    for email in (EMAIL, "nobody@secretariat.example"):
        for _ in range(5):
            assert ask(client, email)[0] == 302
        assert ask(client, email)[0] == 429


def test_a_link_is_used_up_by_sending_the_form_and_not_by_looking(client: FlaskClient) -> None:
    make.a_user(email=EMAIL)
    ask(client)
    path = mailed_path()
    for _ in range(3):
        page = client.get(path)
        assert page.status_code == 200
        assert EMAIL in text_of(page)

    answer = client.post(path, data={"password": NEW, "again": NEW})

    assert answer.location == "/login"
    assert not is_signed_in(client), "a reset signs nobody in"
    assert post_login(client, password=PASSWORD).status_code == 422
    assert post_login(client, password=NEW).status_code == 302
    for answer in (client.get(path), client.post(path, data={"password": NEW, "again": NEW})):
        assert answer.status_code == 410
        assert "no longer good" in text_of(answer)


def test_a_new_password_is_refused_beside_its_field(client: FlaskClient) -> None:
    make.a_user(email=EMAIL)
    ask(client)
    path = mailed_path()
    for password, again, words in (
        ("short", "short", "A password has 12 to 128 characters."),
        ("password1234", "password1234", "would soon be guessed"),
        (NEW, NEW + "!", "These two differ."),
        ("", "", "Please fill this in."),
    ):
        answer = client.post(path, data={"password": password, "again": again})
        assert answer.status_code == 422
        assert words in text_of(answer)
        assert not password or password not in answer.text
    assert post_login(client, password=PASSWORD).status_code == 302


def test_an_invitation_asks_for_a_name_and_a_password(client: FlaskClient) -> None:
    with unit_of_work():
        accounts.invite_user(
            SYSTEM, email=EMAIL, name="Lin", administrator=False, locale="en", now=NOW
        )
    path = mailed_path()
    assert path.startswith("/invite/")
    assert 'value="Lin"' in client.get(path).text
    assert client.get(path.replace("/invite/", "/reset/")).status_code == 410

    nameless = client.post(path, data={"name": " ", "password": NEW, "again": NEW})
    assert nameless.status_code == 422
    name = "DAW Lin Lin \u202eright to left <b>"
    done = client.post(path, data={"name": name, "password": NEW, "again": NEW})
    assert done.location == "/login"

    assert post_login(client, password=NEW).status_code == 302
    page = client.get("/account").text
    assert "DAW Lin Lin right to left &lt;b&gt;" in page
    assert client.get(path).status_code == 410


def test_a_link_that_was_never_made_says_the_same_as_one_that_is_over(client: FlaskClient) -> None:
    for path in ("/reset/nothing", "/invite/nothing", "/reset/WzEsMSwxXQ.x"):
        assert client.get(path).status_code == 410
        assert client.post(path, data={"password": NEW, "again": NEW}).status_code == 410
