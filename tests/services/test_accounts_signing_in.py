"""Signing in: passwords, limits, sessions."""

from __future__ import annotations

import statistics
import time
from datetime import timedelta

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM, Actor
from forumapp.domain.errors import Invalid, NotFound, TooMany
from forumapp.models import Attempt, User, UserSession
from forumapp.services import accounts, limits
from forumapp.services.limits import Limited
from tests import factories as make
from tests.factories import NOW, PASSWORD

EMAIL = "lin.daw@secretariat.example"
MINUTE = timedelta(minutes=1)


def sign_in(user_id: int, *, agent: str = "tests") -> str:
    with unit_of_work():
        return accounts.start(user_id, address="127.0.0.1", agent=agent, now=NOW)


def actor(user_id: int) -> Actor:
    return Actor(user_id=user_id, name="Lin Daw")


def test_the_right_password_is_recognised_whatever_the_case_of_the_address(app: Flask) -> None:
    user_id = make.a_user(email=EMAIL)

    found = accounts.recognise(email=" Lin.Daw@Secretariat.EXAMPLE ", password=PASSWORD)

    assert found is not None
    assert (found.user_id, found.second_factor, found.renewed) == (user_id, False, None)
    assert accounts.recognise(email=EMAIL, password=PASSWORD + "!") is None
    assert accounts.recognise(email="nobody@secretariat.example", password=PASSWORD) is None


def test_keyboards_that_compose_characters_differently_type_the_same_password(app: Flask) -> None:
    with unit_of_work():
        accounts.add_user(SYSTEM, email=EMAIL, name="Lin", password="Ngũ cốc ở Điện Biên", now=NOW)
    decomposed = "Ngu\u0303 cô\u0301c ơ\u0309 Điê\u0323n Biên"
    assert decomposed != "Ngũ cốc ở Điện Biên"
    assert accounts.recognise(email=EMAIL, password=decomposed) is not None


def test_an_unknown_address_takes_about_as_long_as_a_known_one(app: Flask) -> None:
    make.a_user(email=EMAIL)

    def seconds(email: str) -> float:
        began = time.perf_counter()
        accounts.recognise(email=email, password="a wrong passphrase")
        return time.perf_counter() - began

    seconds(EMAIL)
    known = statistics.median(seconds(EMAIL) for _ in range(5))
    unknown = statistics.median(seconds("nobody@secretariat.example") for _ in range(5))
    assert known / 3 < unknown < known * 3


def test_an_account_that_is_closed_or_has_no_password_yet_lets_nobody_in(app: Flask) -> None:
    with unit_of_work():
        waiting = accounts.add_user(SYSTEM, email=EMAIL, name="Lin", now=NOW)
    assert accounts.recognise(email=EMAIL, password="") is None
    closed = make.a_user(email="closed@secretariat.example")
    assert accounts.recognise(email="closed@secretariat.example", password=PASSWORD)
    token = sign_in(closed)
    assert accounts.resume(token, now=NOW)

    with unit_of_work():
        accounts.set_active(SYSTEM, closed, active=False, now=NOW)

    assert accounts.recognise(email="closed@secretariat.example", password=PASSWORD) is None
    assert accounts.resume(token, now=NOW) is None
    assert waiting != closed


def test_a_hash_of_weaker_parameters_is_renewed_at_the_next_sign_in(app: Flask) -> None:
    user_id = make.a_user(email=EMAIL)
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    with unit_of_work():
        db.session.get_one(User, user_id).password_hash = weak

    found = accounts.recognise(email=EMAIL, password=PASSWORD)
    assert found is not None
    with unit_of_work():
        accounts.sign_in(found, address="127.0.0.1", agent="tests", now=NOW)

    kept = db.session.get_one(User, user_id, populate_existing=True).password_hash
    assert "m=47104" in kept
    assert accounts.recognise(email=EMAIL, password=PASSWORD) is not None


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("elevenchars", "length"),
        ("x" * 129, "length"),
        ("password1234", "common"),
        ("qwertyuiop[]", "common"),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", "common"),
        ("P@ssw0rd2026!", "common"),
        ("lin.daw@secretariat.example", "common"),
    ],
)
def test_a_password_that_would_be_guessed_is_refused(app: Flask, password: str, code: str) -> None:
    with pytest.raises(Invalid) as refused, unit_of_work():
        accounts.add_user(SYSTEM, email=EMAIL, name="Lin Daw", password=password, now=NOW)
    assert refused.value.errors == {"password": code}
    assert accounts.find_user(EMAIL) is None


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "ព្រះរាជាណាចក្រកម្ពុជា ២០២៦",
        "".join(chr(33 + n * n % 94) for n in range(128)),
        "四方山下农村减贫合作论坛",
    ],
)
def test_any_characters_make_a_password(app: Flask, password: str) -> None:
    with unit_of_work():
        accounts.add_user(SYSTEM, email=EMAIL, name="Lin Daw", password=password, now=NOW)
    assert accounts.recognise(email=EMAIL, password=password) is not None


@pytest.mark.parametrize(
    "email", ["", "lin", "lin@", "lin@daw@x.example", "a b@x.example", "x@localhost", "ü@x.example"]
)
def test_an_account_needs_an_address(app: Flask, email: str) -> None:
    with pytest.raises(Invalid) as refused, unit_of_work():
        accounts.add_user(SYSTEM, email=email, name="Lin Daw", password=PASSWORD, now=NOW)
    assert refused.value.errors == {"email": "not_an_email"}


# ---------------------------------------------------------------- limits


def try_to_sign_in(email: str = EMAIL, *, address: str = "192.0.2.1", at: int = 0) -> None:
    with unit_of_work():
        accounts.count_login(email=email, address=address, now=NOW + at * MINUTE)


def test_the_sixth_try_within_a_quarter_of_an_hour_has_to_wait(app: Flask) -> None:
    for minute in range(5):
        try_to_sign_in(at=minute)

    with pytest.raises(TooMany) as refused:
        try_to_sign_in(EMAIL.upper(), at=5)

    assert refused.value.seconds == 10 * 60
    try_to_sign_in("other@secretariat.example", at=5)
    try_to_sign_in(at=15)


def test_ten_tries_a_day_are_all_an_account_has(app: Flask) -> None:
    for minute in range(0, 200, 20):
        try_to_sign_in(at=minute)
    with pytest.raises(TooMany):
        try_to_sign_in(at=220)
    try_to_sign_in(at=24 * 60 + 1)


def test_one_address_has_fifty_tries_over_all_accounts(app: Flask) -> None:
    for number in range(50):
        try_to_sign_in(f"user{number}@secretariat.example")
    with pytest.raises(TooMany):
        try_to_sign_in("another@secretariat.example")
    try_to_sign_in("another@secretariat.example", address="192.0.2.2")


def test_one_ipv6_network_is_one_address(app: Flask) -> None:
    for number in range(50):
        try_to_sign_in(f"user{number}@secretariat.example", address=f"2001:db8:0:1::{number:x}")
    with pytest.raises(TooMany):
        try_to_sign_in("another@secretariat.example", address="2001:db8:0:1:ffff::1")
    try_to_sign_in("another@secretariat.example", address="2001:db8:0:2::1")


def test_signing_in_is_no_failed_try(app: Flask) -> None:
    make.a_user(email=EMAIL)
    for _ in range(7):
        with unit_of_work():
            tries = accounts.count_login(email=EMAIL, address="192.0.2.1", now=NOW)
        found = accounts.recognise(email=EMAIL, password=PASSWORD)
        assert found is not None
        with unit_of_work():
            accounts.sign_in(found, tries=tries, address="192.0.2.1", agent="tests", now=NOW)
    assert db.session.scalar(sa.select(sa.func.count(Attempt.id))) == 0


def test_what_was_typed_is_not_kept_and_old_tries_are_thrown_away(app: Flask) -> None:
    try_to_sign_in("my secret password")
    buckets = db.session.scalars(sa.select(Attempt.bucket)).all()
    assert len(buckets) == 2
    assert not any("secret" in bucket for bucket in buckets)

    with unit_of_work():
        for number in range(limits.SWEEP):
            limits.spend(Limited.CODE, str(number), now=NOW + timedelta(days=2))

    assert not db.session.scalars(sa.select(Attempt).where(Attempt.at < NOW + MINUTE)).all()


def test_parallel_guesses_are_counted_one_after_the_other_on_postgresql(
    postgres_app: Flask,
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def guess(_number: int) -> bool:
        with postgres_app.app_context():
            try:
                with unit_of_work():
                    limits.spend(Limited.LOGIN_OF_ACCOUNT, EMAIL, now=NOW)
            except TooMany:
                return False
            finally:
                db.session.remove()
            return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(guess, range(24))) == 5


# ---------------------------------------------------------------- sessions


def test_a_session_ends_after_an_idle_hour_and_after_twelve_hours(app: Flask) -> None:
    token = sign_in(make.a_user())
    assert accounts.resume(token, now=NOW + timedelta(minutes=59))
    assert accounts.resume(token, now=NOW + timedelta(minutes=118))
    assert accounts.resume(token, now=NOW + timedelta(minutes=180)) is None

    token = sign_in(make.a_user())
    for minutes in range(50, 12 * 60, 50):
        assert accounts.resume(token, now=NOW + timedelta(minutes=minutes))
    assert accounts.resume(token, now=NOW + timedelta(hours=12)) is None


def test_only_the_hash_of_a_session_is_kept(app: Flask) -> None:
    token = sign_in(make.a_user())
    (row,) = db.session.scalars(sa.select(UserSession)).all()
    assert len(token) >= 43
    assert token not in (row.token_hash, row.agent, row.address)


def test_a_user_lists_and_ends_their_own_sessions_alone(app: Flask) -> None:
    mine, others = make.a_user(), make.a_user()
    here, there = sign_in(mine, agent="here"), sign_in(mine, agent="there")
    elsewhere = sign_in(others)
    at_hand = {row.agent: row.id for row in accounts.my_sessions(actor(mine), now=NOW)}
    assert set(at_hand) == {"here", "there"}

    with pytest.raises(NotFound), unit_of_work():
        accounts.end(actor(others), at_hand["here"], now=NOW)
    with unit_of_work():
        accounts.end(actor(mine), at_hand["there"], now=NOW)

    assert accounts.resume(here, now=NOW)
    assert accounts.resume(there, now=NOW) is None
    assert accounts.resume(elsewhere, now=NOW)


def test_changing_the_password_ends_the_other_sessions(app: Flask) -> None:
    user_id = make.a_user(email=EMAIL)
    here, there = sign_in(user_id), sign_in(user_id)
    resumed = accounts.resume(here, now=NOW)
    assert resumed is not None

    with pytest.raises(Invalid) as refused, unit_of_work():
        accounts.change_password(
            actor(user_id), current="wrong", password="x", session_id=None, now=NOW
        )
    assert refused.value.errors == {"current": "wrong_password"}
    with unit_of_work():
        accounts.change_password(
            actor(user_id),
            current=PASSWORD,
            password="rivers carry silt to the delta",
            session_id=resumed.session_id,
            now=NOW,
        )

    assert accounts.resume(here, now=NOW)
    assert accounts.resume(there, now=NOW) is None
    assert accounts.recognise(email=EMAIL, password=PASSWORD) is None
    assert accounts.recognise(email=EMAIL, password="rivers carry silt to the delta")
