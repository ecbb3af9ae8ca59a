"""One-time links: to reset a password, and to accept an invitation."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import NOBODY, SYSTEM, Actor, Role
from forumapp.domain.errors import Forbidden, Invalid, NotFound
from forumapp.domain.mail import MailKind
from forumapp.models import Job, Mail, User, UserToken
from forumapp.services import accounts
from forumapp.services.accounts import LinkPurpose
from tests import factories as make
from tests.factories import NOW, PASSWORD

EMAIL = "lin.daw@secretariat.example"
NEW = "rivers carry silt to the delta"


def ask(email: str = EMAIL) -> None:
    with unit_of_work():
        accounts.ask_for_reset(email, now=NOW)


def mails() -> list[Mail]:
    return list(db.session.scalars(sa.select(Mail).order_by(Mail.id)))


def token_of(mail: Mail) -> str:
    """The token as the job that sends the mail makes it."""
    return accounts.path(mail.facts["link"]).rpartition("/")[2]


def reset(token: str, *, password: str = NEW, minutes: int = 0) -> None:
    with unit_of_work():
        accounts.use(
            token, LinkPurpose.RESET, password=password, now=NOW + timedelta(minutes=minutes)
        )


def test_a_reset_is_mailed_to_an_open_account_alone(app: Flask) -> None:
    make.a_user(email=EMAIL)
    closed = make.a_user(email="closed@secretariat.example")
    with unit_of_work():
        accounts.set_active(SYSTEM, closed, active=False, now=NOW)

    ask("nobody@secretariat.example")
    ask("closed@secretariat.example")
    assert mails() == []
    ask(" Lin.Daw@secretariat.example")

    (mail,) = mails()
    assert (mail.kind, mail.recipient) == (MailKind.PASSWORD_RESET, EMAIL)
    assert accounts.path(mail.facts["link"]).startswith("/reset/")
    assert len(token_of(mail)) > 43  # 256 bits of signature
    opened = accounts.opened(token_of(mail), LinkPurpose.RESET, now=NOW)
    assert opened.email == EMAIL


def test_a_reset_sets_the_password_once_and_signs_out_everywhere(app: Flask) -> None:
    user_id = make.a_user(email=EMAIL)
    with unit_of_work():
        session = accounts.start(user_id, address="127.0.0.1", agent="tests", now=NOW)
    ask()
    token = token_of(mails()[0])

    with pytest.raises(Invalid):
        reset(token, password="password1234")
    reset(token)

    assert accounts.recognise(email=EMAIL, password=NEW)
    assert accounts.recognise(email=EMAIL, password=PASSWORD) is None
    assert accounts.resume(session, now=NOW) is None
    with pytest.raises(NotFound):
        reset(token, password="another long passphrase")
    with pytest.raises(NotFound):
        accounts.opened(token, LinkPurpose.RESET, now=NOW)


def test_a_reset_lasts_an_hour_and_a_later_one_replaces_it(app: Flask) -> None:
    make.a_user(email=EMAIL)
    ask()
    with pytest.raises(NotFound):
        reset(token_of(mails()[0]), minutes=60)
    ask()
    first, second = (token_of(mail) for mail in mails())
    with pytest.raises(NotFound):
        reset(first)
    reset(second, minutes=59)


def test_a_reset_never_skips_the_second_factor(app: Flask) -> None:
    import pyotp

    actor = Actor(user_id=make.a_user(email=EMAIL), name="Lin Daw")
    enrolment = accounts.enrol(actor, issuer="Forums")
    with unit_of_work():
        accounts.turn_on(
            actor,
            ticket=enrolment.ticket,
            password=PASSWORD,
            code=pyotp.TOTP(enrolment.secret).at(NOW),
            now=NOW,
        )
    ask()
    reset(token_of(mails()[0]))

    found = accounts.recognise(email=EMAIL, password=NEW)
    assert found is not None
    assert found.second_factor


def test_a_link_is_good_for_its_purpose_and_only_as_it_was_signed(app: Flask) -> None:
    make.a_user(email=EMAIL)
    ask()
    token = token_of(mails()[0])
    body, _, signature = token.rpartition(".")
    for forged in ("", "x", token + "x", token[:-1], f"{body}.", f"{signature}.{body}"):
        with pytest.raises(NotFound):
            accounts.opened(forged, LinkPurpose.RESET, now=NOW)
    with pytest.raises(NotFound):
        accounts.opened(token, LinkPurpose.INVITE, now=NOW)
    accounts.opened(token, LinkPurpose.RESET, now=NOW)


def test_nothing_that_opens_the_link_lies_in_the_database(app: Flask) -> None:
    make.a_user(email=EMAIL)
    ask()
    token = token_of(mails()[0])
    signature = token.rpartition(".")[2]
    tables = (UserToken, Mail, Job, User)
    everything = "\n".join(
        repr(tuple(row))
        for table in tables
        for row in db.session.execute(sa.select(table.__table__))
    )
    assert EMAIL in everything
    assert signature not in everything


def test_a_link_mailed_before_the_key_was_changed_stays_good(app: Flask) -> None:
    from dataclasses import replace

    from forumapp import config

    make.a_user(email=EMAIL)
    ask()
    old = config.settings()
    key = "another key for tests, of more than thirty-two characters"
    config.use(replace(old, secret_key=key, secret_key_fallbacks=(old.secret_key,)))
    reset(token_of(mails()[0]))


def test_an_invitation_to_a_team_makes_the_account_and_sets_its_password(app: Flask) -> None:
    event = make.an_event()
    owner = make.an_actor(Role.OWNER, event)
    with unit_of_work():
        added = accounts.add_member(
            owner,
            event.id,
            email="new@secretariat.example",
            name="SOMSAK Phommachanh",
            role=Role.EDITOR,
            locale="zh",
            now=NOW,
        )
    assert added == accounts.Added(name="SOMSAK Phommachanh", invited=True)
    (mail,) = mails()
    assert (mail.kind, mail.locale, mail.event_id) == (MailKind.STAFF_INVITED, "zh", event.id)
    assert mail.facts["role"] == "editor"

    token = token_of(mail)
    with pytest.raises(NotFound):
        accounts.opened(token, LinkPurpose.INVITE, now=NOW + timedelta(days=14))
    later = NOW + timedelta(days=13)
    with unit_of_work():
        accounts.use(token, LinkPurpose.INVITE, password=NEW, name="Somsak", now=later)

    found = accounts.recognise(email="new@secretariat.example", password=NEW)
    assert found is not None
    user = accounts.user(SYSTEM, found.user_id)
    assert (user.name, user.waiting, user.events) == ("Somsak", False, 1)


def test_who_holds_the_mailbox_need_not_wait_for_the_guesses_of_others(app: Flask) -> None:
    make.a_user(email=EMAIL)
    for _ in range(5):
        with unit_of_work():
            accounts.count_login(email=EMAIL, address="192.0.2.1", now=NOW)
    ask()
    reset(token_of(mails()[0]))
    with unit_of_work():
        accounts.count_login(email=EMAIL, address="192.0.2.2", now=NOW)


def test_a_link_dies_when_password_or_address_change_otherwise(app: Flask) -> None:
    user_id = make.a_user(email=EMAIL)
    ask()
    with unit_of_work():
        accounts.change_password(
            Actor(user_id=user_id), current=PASSWORD, password=NEW, session_id=None, now=NOW
        )
    ask()
    with unit_of_work():
        accounts.save_user(
            SYSTEM, user_id, email="new@secretariat.example", name="Lin", version=None, now=NOW
        )
    for mail in mails():
        with pytest.raises(NotFound):
            accounts.opened(token_of(mail), LinkPurpose.RESET, now=NOW)


def test_only_who_administers_gets_a_link_to_hand_over(app: Flask) -> None:
    user_id = make.a_user(email=EMAIL)
    for actor in (NOBODY, make.an_actor(Role.OWNER, make.an_event())):
        with pytest.raises(Forbidden), unit_of_work():
            accounts.reset_path(actor, user_id, now=NOW)
    with unit_of_work():
        path = accounts.reset_path(SYSTEM, user_id, now=NOW)
    reset(path.removeprefix("/reset/"))
