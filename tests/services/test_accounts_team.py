"""Roles in an event's team, and the administration of accounts."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Actor, Role
from forumapp.domain.errors import Conflict, Forbidden, Invalid, NotFound
from forumapp.models import AuditEntry, Event, Mail
from forumapp.services import accounts
from tests import factories as make
from tests.factories import NOW


def an_owner(event: Event) -> Actor:
    """An owner who is really one in the database."""
    actor = make.an_actor(Role.OWNER, event)
    assert actor.user_id is not None
    with unit_of_work():
        accounts.grant(actor, event.id, actor.user_id, Role.OWNER)
    return actor


def add(
    actor: Actor, event: Event, email: str, *, name: str = "New", role: Role = Role.EDITOR
) -> int:
    with unit_of_work():
        accounts.add_member(
            actor, event.id, email=email, name=name, role=role, locale="en", now=NOW
        )
    found = accounts.find_user(email)
    assert found is not None
    return found


def roles(actor: Actor, event: Event) -> dict[str, Role]:
    return {row.email: row.role for row in accounts.members(actor, event.id)}


def test_an_owner_adds_changes_and_removes_members(app: Flask) -> None:
    event = make.an_event()
    owner = an_owner(event)
    make.a_user(email="known@secretariat.example")

    known = add(owner, event, "known@secretariat.example", name="")
    new = add(owner, event, "new@secretariat.example", role=Role.VIEWER)
    assert roles(owner, event)["known@secretariat.example"] is Role.EDITOR
    with unit_of_work():
        accounts.change_role(owner, event.id, known, role=Role.REGISTRAR, was=Role.EDITOR)
        accounts.remove_member(owner, event.id, new)

    held = roles(owner, event)
    assert held["known@secretariat.example"] is Role.REGISTRAR
    assert "new@secretariat.example" not in held


def test_somebody_who_has_an_account_is_told_without_a_link(app: Flask) -> None:
    event = make.an_event()
    make.a_user(email="known@secretariat.example")
    add(an_owner(event), event, "known@secretariat.example")
    (mail,) = db.session.scalars(sa.select(Mail)).all()
    assert mail.facts["link"] is None


def test_what_cant_be_added_says_why(app: Flask) -> None:
    event = make.an_event()
    owner = an_owner(event)
    closed = make.a_user(email="closed@secretariat.example")
    administrator = Actor(user_id=make.a_user(administrator=True), administrator=True)
    with unit_of_work():
        accounts.set_active(administrator, closed, active=False, now=NOW)
    add(owner, event, "in@secretariat.example")
    for email, name, errors in (
        ("nonsense", "New", {"email": "not_an_email"}),
        ("new@secretariat.example", " ", {"name": "required"}),
        ("new@secretariat.example", "x" * 201, {"name": "too_many_characters"}),
        ("in@secretariat.example", "", {"email": "in_team"}),
        ("closed@secretariat.example", "", {"email": "account_closed"}),
    ):
        with pytest.raises(Invalid) as refused:
            add(owner, event, email, name=name)
        assert refused.value.errors == errors
    assert accounts.find_user("new@secretariat.example") is None


def test_the_last_owner_stays(app: Flask) -> None:
    event = make.an_event()
    owner = an_owner(event)
    assert owner.user_id is not None
    with pytest.raises(Conflict, match="last_owner"), unit_of_work():
        accounts.remove_member(owner, event.id, owner.user_id)
    with pytest.raises(Conflict, match="last_owner"), unit_of_work():
        accounts.change_role(owner, event.id, owner.user_id, role=Role.VIEWER, was=Role.OWNER)

    second = add(owner, event, "second@secretariat.example", role=Role.OWNER)
    with unit_of_work():
        accounts.remove_member(owner, event.id, owner.user_id)
    assert [row.user_id for row in accounts.members(owner, event.id)] == [second]


def test_an_owner_whose_account_is_closed_counts_for_none(app: Flask) -> None:
    event = make.an_event()
    owner = an_owner(event)
    second = add(owner, event, "second@secretariat.example", role=Role.OWNER)
    administrator = Actor(user_id=make.a_user(administrator=True), administrator=True)
    with unit_of_work():
        accounts.set_active(administrator, second, active=False, now=NOW)
    assert owner.user_id is not None
    with pytest.raises(Conflict), unit_of_work():
        accounts.remove_member(owner, event.id, owner.user_id)


def test_two_owners_who_remove_each_other_at_once_leave_one_on_postgresql(
    postgres_app: Flask,
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    event = make.an_event()
    first = an_owner(event)
    assert first.user_id is not None
    second = add(first, event, "second@secretariat.example", role=Role.OWNER)

    def remove(user_id: int) -> bool:
        with postgres_app.app_context():
            try:
                with unit_of_work():
                    accounts.remove_member(first, event.id, user_id)
            except Conflict:
                return False
            finally:
                db.session.remove()
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(remove, (first.user_id, second))) == [False, True]


def test_a_role_that_somebody_changed_meanwhile_is_not_overwritten(app: Flask) -> None:
    event = make.an_event()
    owner = an_owner(event)
    member = add(owner, event, "member@secretariat.example", role=Role.REGISTRAR)
    with pytest.raises(Conflict, match="changed"), unit_of_work():
        accounts.change_role(owner, event.id, member, role=Role.VIEWER, was=Role.EDITOR)


def test_roles_are_the_owners_business(app: Flask) -> None:
    event, other = make.an_event(), make.an_event()
    owner = an_owner(event)
    member = add(owner, event, "member@secretariat.example")
    for role in (Role.EDITOR, Role.REGISTRAR, Role.VIEWER):
        actor = make.an_actor(role, event)
        with pytest.raises(Forbidden):
            accounts.members(actor, event.id)
        with pytest.raises(Forbidden), unit_of_work():
            accounts.change_role(actor, event.id, member, role=Role.OWNER, was=Role.EDITOR)
    stranger = an_owner(other)
    with pytest.raises(NotFound):
        accounts.members(stranger, event.id)
    with pytest.raises(NotFound), unit_of_work():
        accounts.remove_member(stranger, other.id, member)


def test_the_audit_log_tells_who_gave_which_role(app: Flask) -> None:
    event = make.an_event()
    owner = an_owner(event)
    member = add(owner, event, "member@secretariat.example")
    with unit_of_work():
        accounts.change_role(owner, event.id, member, role=Role.VIEWER, was=Role.EDITOR)
        accounts.remove_member(owner, event.id, member)
    told = db.session.execute(
        sa.select(AuditEntry.actor, AuditEntry.action, AuditEntry.before, AuditEntry.after)
        .filter_by(noun="event_roles", event_id=event.id)
        .order_by(AuditEntry.id)
        .offset(1)
    ).all()
    assert [tuple(line) for line in told] == [
        ("Lin Daw", "create", {}, {"user_id": member, "role": "editor"}),
        (
            "Lin Daw",
            "update",
            {"user_id": member, "role": "editor"},
            {"user_id": member, "role": "viewer"},
        ),
        ("Lin Daw", "delete", {"user_id": member, "role": "viewer"}, {}),
    ]


def test_an_administrator_keeps_their_own_account_open(app: Flask) -> None:
    user_id = make.a_user(administrator=True)
    administrator = Actor(user_id=user_id, administrator=True)
    with pytest.raises(Conflict), unit_of_work():
        accounts.set_active(administrator, user_id, active=False, now=NOW)
    with pytest.raises(Conflict), unit_of_work():
        accounts.set_administrator(administrator, user_id, administrator=False)


def test_accounts_are_found_by_words_of_name_and_address(app: Flask) -> None:
    administrator = Actor(user_id=make.a_user(administrator=True), administrator=True)
    for name, email in (
        ("Keo Vongsa", "keo@lao.example"),
        ("100% Real_Name", "real@lao.example"),
        ("陈 美玲", "chen@cn.example"),
    ):
        with unit_of_work():
            accounts.invite_user(
                administrator, email=email, name=name, administrator=False, locale="en", now=NOW
            )

    def found(query: str) -> list[str]:
        rows = accounts.list_users(administrator, query=query)
        assert accounts.count_users(administrator, query=query) == len(rows)
        return [row.email for row in rows]

    assert found("KEO") == ["keo@lao.example"]
    assert found("lao.example real") == ["real@lao.example"]
    assert found("美玲") == ["chen@cn.example"]
    assert found("%") == ["real@lao.example"]
    assert len(found("")) == 4
    assert len(accounts.list_users(administrator, page=2, size=3)) == 1


def test_nobody_but_administrators_sees_accounts(app: Flask) -> None:
    owner = an_owner(make.an_event())
    with pytest.raises(Forbidden):
        accounts.list_users(owner)
    with pytest.raises(Forbidden), unit_of_work():
        accounts.set_administrator(owner, make.a_user(), administrator=True)
