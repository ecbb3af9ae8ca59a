"""Steps that the tests of these pages share."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pyotp
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Actor
from forumapp.models import Mail
from forumapp.services import accounts
from tests.factories import PASSWORD, afresh

EMAIL = "lin.daw@secretariat.example"


def post_login(
    client: FlaskClient, *, email: str = EMAIL, password: str = PASSWORD, next_: str = ""
) -> TestResponse:
    return client.post(
        "/login",
        query_string={"next": next_} if next_ else {},
        data={"email": email, "password": password},
    )


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def turn_two_step_on(user_id: int) -> tuple[pyotp.TOTP, tuple[str, ...]]:
    """The app of somebody whose second factor is on since long ago, and their recovery codes."""
    actor = Actor(user_id=user_id, name="Lin Daw")
    enrolment = accounts.enrol(actor, issuer="Forums")
    app = pyotp.TOTP(enrolment.secret)
    with unit_of_work():
        codes = accounts.turn_on(
            actor,
            ticket=enrolment.ticket,
            password=PASSWORD,
            code=app.at(datetime(2026, 1, 1, tzinfo=UTC)),
            now=datetime(2026, 1, 1, tzinfo=UTC),
        )
    return app, codes


def code_of(app: pyotp.TOTP) -> str:
    return app.at(datetime.now(UTC))


def mailed_path() -> str:
    """The address that the latest mail carries."""
    afresh()
    mail = db.session.scalars(sa.select(Mail).order_by(Mail.id.desc())).first()
    assert mail is not None
    return accounts.path(mail.facts["link"])


def text_of(response: TestResponse) -> str:
    """The words of a page."""
    body = response.get_data(as_text=True).partition("<main")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))
