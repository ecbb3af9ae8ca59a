"""forumapp user …"""

from __future__ import annotations

from flask import Flask

from forumapp.db import unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.services import accounts
from tests import factories as make
from tests.factories import NOW, PASSWORD

EMAIL = "lin.daw@secretariat.example"


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["user", *arguments])
    return result.exit_code, result.output


def test_add_makes_an_account_that_can_sign_in(app: Flask) -> None:
    code, said = run(app, "add", EMAIL, "--name", "Lin Daw", "--admin", "--password", PASSWORD)
    assert (code, said) == (0, f"Added {EMAIL}.\n")
    found = accounts.recognise(email=EMAIL, password=PASSWORD)
    assert found is not None
    assert accounts.user(SYSTEM, found.user_id).administrator


def test_add_says_what_is_wrong(app: Flask) -> None:
    make.a_user(email=EMAIL)
    for arguments, words in (
        ((EMAIL, "--name", "Lin", "--password", PASSWORD), "already"),
        (("no-address", "--name", "Lin", "--password", PASSWORD), "no e-mail address"),
        (("x@secretariat.example", "--name", "Lin", "--password", "short"), "12 to 128"),
        (("x@secretariat.example", "--name", "Lin", "--password", "password1234"), "guessed"),
        (("x@secretariat.example", "--name", " ", "--password", PASSWORD), "name is needed"),
    ):
        code, said = run(app, "add", *arguments)
        assert code == 1
        assert words in said


def test_list_names_every_account_with_its_marks(app: Flask) -> None:
    make.a_user(email=EMAIL, administrator=True)
    with unit_of_work():
        accounts.add_user(SYSTEM, email="new@secretariat.example", name="New", now=NOW)
    code, said = run(app, "list")
    assert code == 0
    assert said.splitlines() == [
        f"{EMAIL}\tLin Daw\tadministrator",
        "new@secretariat.example\tNew\tno password yet",
    ]


def test_reset_prints_a_link_that_works_once(app: Flask) -> None:
    make.a_user(email=EMAIL)
    code, said = run(app, "reset", EMAIL.upper())
    assert code == 0
    address, what_decides = said.splitlines()
    assert address.startswith("http://localhost/reset/")
    assert "FORUMAPP_BASE_URL or else HOST and PORT" in what_decides
    path = address.removeprefix("http://localhost")
    new = "rivers carry silt to the delta"
    answer = app.test_client().post(path, data={"password": new, "again": new})
    assert answer.status_code == 302
    assert accounts.recognise(email=EMAIL, password=new)


def test_reset_needs_an_open_account(app: Flask) -> None:
    user_id = make.a_user(email=EMAIL)
    assert run(app, "reset", "nobody@secretariat.example")[0] == 1
    with unit_of_work():
        accounts.set_active(SYSTEM, user_id, active=False, now=NOW)
    assert run(app, "reset", EMAIL)[0] == 1
