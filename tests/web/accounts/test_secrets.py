"""No secret of an account lies where somebody might read it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pyotp
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from forumapp.db import Base, db
from forumapp.http import logs
from forumapp.services import accounts
from tests import factories as make
from tests.factories import PASSWORD
from tests.web.accounts.pages import EMAIL, mailed_path, post_login

NEW, NEWEST = "rivers carry silt to the delta", "the ferry leaves before the rain"


@pytest.fixture
def log(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that any logger says, and a line for every request as if it were slow."""
    monkeypatch.setattr(logs, "SLOW", 0)
    requests = logging.getLogger("forumapp.requests")
    requests.addHandler(caplog.handler)
    with (
        caplog.at_level(logging.DEBUG),
        caplog.at_level(logging.DEBUG, "forumapp.requests"),
        caplog.at_level(logging.DEBUG, "forumapp"),
    ):
        yield caplog
    requests.removeHandler(caplog.handler)


def test_secrets_are_in_no_log_and_lie_in_no_table(
    client: FlaskClient, log: pytest.LogCaptureFixture
) -> None:
    make.sign_in(client, administrator=True)
    data = {"name": "Lin Daw", "email": EMAIL, "locale": "en"}
    client.post("/manage/users/new", data=data)
    invitation = mailed_path()
    client.get(invitation)
    client.post(invitation, data={"name": "Lin Daw", "password": PASSWORD, "again": PASSWORD})
    post_login(client, password="a wrong passphrase")
    post_login(client)
    secret, codes = turn_two_step_on(client)
    changed = {"current": PASSWORD, "password": NEW, "again": NEW}
    client.post("/account/password", data=changed)
    with client.session_transaction() as session:
        identifier = session["_user_id"]
    client.post("/logout")
    client.post("/forgot", data={"email": EMAIL})
    reset = mailed_path()
    client.get(reset)
    client.post(reset, data={"password": NEWEST, "again": NEWEST})
    signing_in = post_login(client, password=NEWEST)
    done = client.post(signing_in.location, data={"code": codes[0]})
    assert done.status_code == 302

    secrets = {
        "password": (PASSWORD, NEW, NEWEST, "a wrong passphrase"),
        "link": (invitation.rpartition(".")[2], reset.rpartition(".")[2]),
        "session": (identifier,),
        "second factor": (secret,),
        "recovery": (*codes, *(code.replace("-", "") for code in codes)),
    }
    told, kept = log.text, content_of_the_database()
    assert "/reset/***" in told
    assert "/invite/***" in told
    assert "password_reset" in kept
    assert "totp_secret" in kept, "that it was set is in the audit log"
    for what, values in secrets.items():
        for value in values:
            assert value not in told, f"{what} in the log"
            assert value not in kept, f"{what} in the database"


def turn_two_step_on(client: FlaskClient) -> tuple[str, list[str]]:
    page = client.get("/account/two-step/on").text
    ticket = re.search(r'name="ticket"[^>]* value="([^"]+)"', page)
    secret = re.search(r"secret=([A-Z2-7]+)", page)
    assert ticket
    assert secret
    code = pyotp.TOTP(secret[1]).at(datetime.now(UTC))
    answer = client.post(
        "/account/two-step/on", data={"ticket": ticket[1], "code": code, "password": PASSWORD}
    )
    codes = re.findall(r"<code>([a-z2-9-]{19})</code>", answer.text)
    assert len(codes) == 10
    found = accounts.find_user(EMAIL)
    assert found
    return secret[1], codes


def content_of_the_database() -> str:
    """Every table as it lies on the disk, encrypted columns as they are."""
    make.afresh()
    rows: list[str] = []
    for table in Base.metadata.sorted_tables:
        found = db.session.execute(sa.text(f"SELECT * FROM {table.name}"))
        rows.extend(repr(tuple(row)) for row in found)
    return "\n".join(rows)


def test_a_page_never_sends_a_password_back(client: FlaskClient) -> None:
    make.a_user(email=EMAIL)
    post_login(client)
    planted = "planted-in-the-form"
    for path, data in (
        ("/account/password", {"current": planted, "password": planted, "again": planted + "x"}),
        ("/account/two-step/on", {"password": planted, "code": "1", "ticket": "x"}),
        ("/login", {"email": EMAIL, "password": planted}),
    ):
        answer = client.post(path, data=data)
        assert answer.status_code == 422
        assert planted not in answer.text
