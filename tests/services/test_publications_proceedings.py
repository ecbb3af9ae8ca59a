"""What a proceedings volume holds, and when everyone may read it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM, Role
from forumapp.domain.agenda import Visibility
from forumapp.domain.delegations import Capacity, DelegationCategory, HostPlace
from forumapp.domain.errors import Conflict, Forbidden, NotFound
from forumapp.domain.events import Mode
from forumapp.domain.programme import ReleaseStatus
from forumapp.domain.registration import RegistrationStatus, SeatStatus
from forumapp.domain.text import Translated
from forumapp.models import Event, Job, Seat, Speaker
from forumapp.services import publications
from forumapp.services.publications import issues
from forumapp.services.publications.proceedings import digest, proceedings
from tests import factories as make
from tests.counting import statements


@pytest.fixture
def event(app: Flask) -> Event:
    return make.an_event(host_place=HostPlace.LAST, symbol="F/PROC")


@contextmanager
def edited(row: object) -> Iterator[object]:
    """The row of a speaker, changed in a transaction of its own."""
    with unit_of_work() as session:
        yield session.get_one(type(row), row.id)  # type: ignore[attr-defined]  # its types don't tell


def listed(event: Event) -> list[tuple[str | None, str, list[str]]]:
    """The list of participants: heading and names."""
    facts = proceedings(event.id, now=make.NOW)
    assert facts is not None
    return [
        (
            one.category and one.category.value,
            one.country or one.name.pick("en"),
            [participant.person.printed_name for participant in one.participants],
        )
        for one in facts.delegations
    ]


def test_the_list_stands_in_protocol_order(event: Event) -> None:
    part, category = make.a_part(event), make.a_category(event)
    host = make.a_delegation(event, country="CN", category=DelegationCategory.HOST, hosting=True)
    viet_nam = make.a_delegation(event, country="VN")
    cambodia = make.a_delegation(event, country="KH")
    programme = make.a_delegation(
        event,
        country="",
        name=Translated(en="United Nations Development Programme"),
        category=DelegationCategory.INTERNATIONAL_ORGANISATION,
    )
    for name, delegation, capacity, position in (
        ("Adviser Two", cambodia, Capacity.ADVISER, 2),
        ("Adviser One", cambodia, Capacity.ADVISER, 1),
        ("Zealous Head", cambodia, Capacity.HEAD, 9),
        ("From Hanoi", viet_nam, Capacity.DELEGATE, 0),
        ("From Beijing", host, Capacity.HEAD, 0),
        ("From New York", programme, Capacity.DELEGATE, 0),
        ("Alone", None, Capacity.DELEGATE, 0),
    ):
        make.a_registration(
            event,
            make.a_person(event, printed_name=name, family_name="", country="LA"),
            category=category,
            parts=(part,),
            delegation_id=delegation.id if delegation else None,
            capacity=capacity,
            position=position,
            listed=True,
        )
    make.publish(event)

    assert listed(event) == [
        ("member", "KH", ["Zealous Head", "Adviser One", "Adviser Two"]),
        ("member", "VN", ["From Hanoi"]),
        ("host", "CN", ["From Beijing"]),
        ("international_organisation", "United Nations Development Programme", ["From New York"]),
        (None, "LA", ["Alone"]),
    ]


def test_only_approved_people_who_agreed_are_listed(event: Event) -> None:
    part, category = make.a_part(event), make.a_category(event)
    people: tuple[tuple[str, dict[str, Any]], ...] = (
        ("Agreed", {}),
        ("Did not agree", {"listed": False}),
        ("Pending", {"status": RegistrationStatus.PENDING}),
        ("Rejected", {"status": RegistrationStatus.REJECTED}),
        ("Withdrawn", {"status": RegistrationStatus.WITHDRAWN}),
    )
    for name, given in people:
        make.a_registration(
            event,
            make.a_person(event, printed_name=name, family_name=""),
            category=category,
            parts=(part,),
            **{"listed": True, **given},
        )
    waits = make.a_registration(
        event,
        make.a_person(event, printed_name="Still waits", family_name=""),
        category=category,
        parts=(part,),
        listed=True,
    )
    with unit_of_work() as session:
        session.query(Seat).filter_by(registration_id=waits.id).update(
            {"status": SeatStatus.WAITING}
        )
    other = make.an_event()
    make.a_registration(
        other, make.a_person(other), category=make.a_category(other), parts=(), listed=True
    )
    make.publish(event)

    assert listed(event) == [(None, "KH", ["Agreed"])]


def test_who_took_part_by_video_link_alone_is_marked(event: Event) -> None:
    forum, meeting = make.a_part(event), make.a_part(event)
    category = make.a_category(event)
    at_home = make.a_registration(
        event, make.a_person(event), category=category, parts=(forum, meeting), listed=True
    )
    both = make.a_registration(
        event, make.a_person(event), category=category, parts=(forum,), listed=True
    )
    with unit_of_work() as session:
        session.add(
            Seat(
                registration_id=both.id,
                part_id=meeting.id,
                mode=Mode.ROOM,
                status=SeatStatus.HELD,
                asked_at=make.NOW,
            )
        )
    make.publish(event)

    facts = proceedings(event.id, now=make.NOW)

    assert facts is not None
    online = {one.person.id: one.online for one in facts.delegations[0].participants}
    assert online == {at_home.person_id: True, both.person_id: False}


def test_only_texts_of_who_speaks_in_a_public_session_are_in_it(event: Event) -> None:
    part = make.a_part(event)
    shown, hidden = (
        make.a_session(event, part),
        make.a_session(event, part, visibility=Visibility.REGISTERED),
    )
    given = make.a_speaker(shown, make.a_person(event), text="*Given*", text_language="km")
    make.a_speaker(shown, make.a_person(event), text="  ")
    make.a_speaker(shown, make.a_person(event), text="Declined", status="declined")
    make.a_speaker(hidden, make.a_person(event), text="Behind doors")
    make.publish(event)
    make.a_speaker(shown, make.a_person(event), text="Came after the release")

    facts = proceedings(event.id, now=make.NOW)

    assert facts is not None
    assert [(s.speaker_id, s.language, s.text) for s in facts.speeches] == [
        (given.id, "km", "*Given*")
    ]
    assert [session.id for session in facts.programme.sessions] == [shown.id]


def test_there_are_none_before_the_first_release(event: Event) -> None:
    assert proceedings(event.id, now=make.NOW) is None
    with pytest.raises(Conflict), unit_of_work():
        issues.issue(SYSTEM, event.id, now=make.NOW)


def test_an_issue_stays_what_it_was_when_texts_change(event: Event) -> None:
    session = make.a_session(event, make.a_part(event))
    speaker = make.a_speaker(session, make.a_person(event), text="As it was given")
    make.publish(event)
    with unit_of_work():
        first = issues.issue(SYSTEM, event.id, now=make.NOW)
    with edited(speaker) as row:
        assert isinstance(row, Speaker)
        row.text = "As it was mended"

    publications.forget_all()
    frozen = issues.contents(first.id)
    plan = issues.prepared(SYSTEM, event.id, now=make.NOW)

    assert [speech.text for speech in frozen.speeches] == ["As it was given"]
    assert digest(frozen) == first.digest
    assert plan is not None
    assert plan.outdated
    with unit_of_work():
        second = issues.issue(SYSTEM, event.id, seen=plan.token, now=make.NOW)
    assert second.number == 2
    again = issues.prepared(SYSTEM, event.id, now=make.NOW)
    assert again is not None
    assert not again.outdated


def test_an_issue_is_public_until_it_is_withdrawn(event: Event) -> None:
    make.a_session(event, make.a_part(event))
    make.publish(event)
    assert issues.in_force(event.id) is None

    with unit_of_work():
        issues.issue(SYSTEM, event.id, now=make.NOW)
    found = issues.in_force(event.id)
    assert found is not None
    jobs = db.session.query(Job).filter_by(event_id=event.id).all()
    assert sorted(job.payload["locale"] for job in jobs) == ["en", "zh"]
    make.afresh()

    with unit_of_work():
        issues.withdraw(SYSTEM, event.id, now=make.NOW)
    assert issues.in_force(event.id) is None
    with pytest.raises(NotFound), unit_of_work():
        issues.withdraw(SYSTEM, event.id, now=make.NOW)


def test_nothing_is_issued_but_what_was_seen(event: Event) -> None:
    make.a_session(event, make.a_part(event))
    make.publish(event)
    with pytest.raises(Conflict), unit_of_work():
        issues.issue(SYSTEM, event.id, seen="0" * 64, now=make.NOW)


def test_only_who_may_publish_issues_or_withdraws(event: Event) -> None:
    make.a_session(event, make.a_part(event))
    make.publish(event)
    for role in (Role.VIEWER, Role.REGISTRAR):
        actor = make.an_actor(role, event)
        with pytest.raises(Forbidden), unit_of_work():
            issues.issue(actor, event.id, now=make.NOW)
        with pytest.raises(Forbidden), unit_of_work():
            issues.withdraw(actor, event.id, now=make.NOW)


def test_a_volume_of_texts_that_are_gone_is_not_found(event: Event) -> None:
    make.a_session(event, make.a_part(event))
    make.publish(event)
    plan = issues.prepared(SYSTEM, event.id, now=make.NOW)
    assert plan is not None
    assert issues.of_digest(event.id, plan.token, now=make.NOW) == plan.facts
    with pytest.raises(NotFound):
        issues.of_digest(event.id, "0" * 64, now=make.NOW)
    with pytest.raises(NotFound):
        issues.of_digest(make.an_event().id, plan.token, now=make.NOW)


def test_the_facts_cost_the_same_with_one_and_thirty_participants(event: Event) -> None:
    part, category = make.a_part(event), make.a_category(event)
    make.a_session(event, part)
    make.publish(event)

    def cost() -> int:
        publications.forget_all()
        event_id = event.id
        make.afresh()
        db.session.expire_all()
        with statements() as sent:
            proceedings(event_id, now=make.NOW)
        return len(sent)

    def register() -> None:
        person = make.a_person(event)
        make.a_registration(event, person, category=category, parts=(part,), listed=True)

    register()
    one = cost()
    for _ in range(29):
        register()
    assert cost() == one


@pytest.mark.postgres
def test_postgres_keeps_issues_and_their_files_alike(postgres_app: Flask) -> None:
    event = make.an_event()
    session = make.a_session(event, make.a_part(event))
    make.a_speaker(session, make.a_person(event), text="ឯកឧត្តម")
    with unit_of_work():
        publications.publish(SYSTEM, event.id, status=ReleaseStatus.ADOPTED, now=make.NOW)
        made = issues.issue(SYSTEM, event.id, now=make.NOW)
    (volume, *_others) = issues.volumes_of(event.id, made, ("en",))
    for size in (1, 2):
        with unit_of_work():
            publications.volumes.keep(volume, file="0" * 64, size=size, pages=1, now=make.NOW)

    publications.forget_all()
    assert issues.contents(made.id).speeches[0].text == "ឯកឧត្តម"
    found = publications.volumes.look(volume)
    assert found.file is not None
    assert found.file.size == 2
    assert found.job is not None
