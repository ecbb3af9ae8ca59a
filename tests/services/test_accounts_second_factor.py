"""The second factor and its recovery codes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pyotp
import pytest
import sqlalchemy as sa
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM, Actor
from forumapp.domain.errors import Conflict, Invalid
from forumapp.models import RecoveryCode, User
from forumapp.services import accounts
from tests import factories as make
from tests.factories import NOW, PASSWORD

EMAIL = "lin.daw@secretariat.example"
STEP = timedelta(seconds=30)
LATER = NOW + 10 * STEP


def enrolled() -> tuple[Actor, pyotp.TOTP, tuple[str, ...]]:
    """Somebody whose second factor is on, their app, their recovery codes."""
    actor = Actor(user_id=make.a_user(email=EMAIL), name="Lin Daw")
    enrolment = accounts.enrol(actor, issuer="Forums")
    app = pyotp.TOTP(enrolment.secret)
    with unit_of_work():
        codes = accounts.turn_on(
            actor, ticket=enrolment.ticket, password=PASSWORD, code=app.at(NOW), now=NOW
        )
    return actor, app, codes


def signs_in(code: str, *, now: datetime = LATER) -> bool:
    found = accounts.recognise(email=EMAIL, password=PASSWORD)
    assert found is not None
    try:
        with unit_of_work():
            accounts.sign_in(found, code=code, address="127.0.0.1", agent="tests", now=now)
    except Invalid:
        return False
    return True


def test_once_it_is_on_the_password_alone_lets_nobody_in(app: Flask) -> None:
    _, phone, _ = enrolled()
    found = accounts.recognise(email=EMAIL, password=PASSWORD)
    assert found is not None
    assert found.second_factor
    assert not signs_in("")
    assert not signs_in("000000" if phone.at(LATER) != "000000" else "000001")
    assert signs_in(phone.at(LATER))


def test_an_app_reads_the_address_of_the_secret(app: Flask) -> None:
    actor = Actor(user_id=make.a_user(email=EMAIL), name="Lin Daw")
    enrolment = accounts.enrol(actor, issuer="Forums and meetings")
    read = pyotp.parse_uri(enrolment.address)
    assert isinstance(read, pyotp.TOTP)
    assert (read.secret, read.name, read.issuer) == (
        enrolment.secret,
        EMAIL,
        "Forums and meetings",
    )
    assert accounts.enrol(actor, issuer="x", ticket=enrolment.ticket).secret == enrolment.secret


def test_it_turns_on_only_with_the_password_and_a_code_of_ones_own_secret(app: Flask) -> None:
    actor = Actor(user_id=make.a_user(), name="Lin Daw")
    mine = accounts.enrol(actor, issuer="Forums")
    other = accounts.enrol(Actor(user_id=make.a_user(), name="Other"), issuer="Forums")
    code = pyotp.TOTP(mine.secret).at(NOW)
    for ticket, password, typed, wrong in (
        (mine.ticket, "wrong", code, {"password": "wrong_password"}),
        (mine.ticket, PASSWORD, "abcdef", {"code": "wrong_code"}),
        (mine.ticket, PASSWORD, "", {"code": "wrong_code"}),
        (other.ticket, PASSWORD, pyotp.TOTP(other.secret).at(NOW), {"code": "ticket_too_old"}),
        ("forged", PASSWORD, code, {"code": "ticket_too_old"}),
    ):
        with pytest.raises(Invalid) as refused, unit_of_work():
            accounts.turn_on(actor, ticket=ticket, password=password, code=typed, now=NOW)
        assert refused.value.errors == wrong
    assert not accounts.account(actor).second_factor


def test_a_code_is_good_once_and_the_one_it_was_turned_on_with_is_used(app: Flask) -> None:
    _, phone, _ = enrolled()
    assert not signs_in(phone.at(NOW), now=NOW)
    code = phone.at(LATER)
    assert signs_in(f" {code[:3]} {code[3:]} ")
    assert not signs_in(code)
    assert not signs_in(phone.at(LATER - STEP)), "an earlier code than the last one used"
    assert signs_in(phone.at(LATER + STEP))


@pytest.mark.parametrize(
    ("steps", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_clocks_may_differ_by_one_step(app: Flask, steps: int, good: bool) -> None:
    _, phone, _ = enrolled()
    assert signs_in(phone.at(LATER + steps * STEP)) is good


def test_a_recovery_code_stands_in_once(app: Flask) -> None:
    actor, _, codes = enrolled()
    assert len(set(codes)) == 10
    kept = db.session.scalars(sa.select(RecoveryCode.code_hash)).all()
    assert not any(code.replace("-", "") in kept or code in kept for code in codes)

    assert signs_in(codes[3].upper().replace("-", " "))
    assert not signs_in(codes[3])
    assert accounts.account(actor).codes_left == 9


def test_new_recovery_codes_replace_the_old(app: Flask) -> None:
    actor, phone, old = enrolled()
    with pytest.raises(Invalid), unit_of_work():
        accounts.renew_codes(actor, password=PASSWORD, code="wrong", now=LATER)
    with unit_of_work():
        new = accounts.renew_codes(actor, password=PASSWORD, code=phone.at(LATER), now=LATER)
    assert not set(old) & set(new)
    assert not signs_in(old[0])
    assert signs_in(new[0])


def test_it_turns_off_with_password_and_code(app: Flask) -> None:
    actor, phone, codes = enrolled()
    for password, code in ((PASSWORD, "123"), ("wrong", phone.at(LATER)), (PASSWORD, "")):
        with pytest.raises(Invalid), unit_of_work():
            accounts.turn_off(actor, password=password, code=code, now=LATER)
    with unit_of_work():
        accounts.turn_off(actor, password=PASSWORD, code=codes[0], now=LATER)
    assert not accounts.account(actor).second_factor
    assert db.session.scalars(sa.select(RecoveryCode)).all() == []
    with pytest.raises(Conflict), unit_of_work():
        accounts.turn_off(actor, password=PASSWORD, code=codes[1], now=LATER)


def test_the_secret_is_encrypted_at_rest(app: Flask) -> None:
    _, phone, _ = enrolled()
    raw = db.session.execute(sa.text("SELECT totp_secret FROM users")).scalar_one()
    assert phone.secret.encode() not in bytes(raw)
    assert db.session.scalars(sa.select(User.totp_secret)).one() == phone.secret


def test_an_administrator_can_take_it_from_who_lost_everything(app: Flask) -> None:
    actor, _, _ = enrolled()
    assert actor.user_id is not None
    with unit_of_work():
        accounts.take_second_factor(SYSTEM, actor.user_id, now=LATER)
    assert signs_in("")
