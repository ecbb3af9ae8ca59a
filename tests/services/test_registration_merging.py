"""Two people who are one: what hangs on either stays, and the links of both lead to one."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.domain.delegations import Capacity
from forumapp.domain.duplicates import Sign
from forumapp.domain.errors import NotFound
from forumapp.domain.events import Mode
from forumapp.domain.registration import RegistrationStatus, SeatStatus
from forumapp.models import Mail, Person, Registration, Seat, Speaker, Star
from forumapp.services import questions, registration, tokens
from forumapp.services.tokens import Purpose, Revoked
from tests import factories as make
from tests.services import registration_kit as kit


def merge(event_id: int, kept: int, dropped: int, *fields: str) -> None:
    with unit_of_work():
        registration.merge(
            SYSTEM, event_id, kept, dropped, from_dropped=frozenset(fields), now=make.NOW
        )
    make.afresh()


def test_all_that_hangs_on_either_stays_and_old_links_lead_there(app: Flask) -> None:
    event = make.an_event()
    hall, group = make.a_part(event, seats_room=1), make.a_part(event, position=2)
    category = make.a_category(event)
    first = kit.register(event, category, {hall: Mode.ROOM}, printed_name="SOK Chanthavy")
    second = kit.register(
        event,
        category,
        {hall: Mode.ROOM, group: Mode.ONLINE},
        printed_name="Chanthavy SOK",
        title="Director",
    )
    with unit_of_work() as session:
        session.get_one(Seat, 1).status = SeatStatus.WAITING  # the second sits, the first waits
        session.execute(
            sa.update(Seat)
            .where(Seat.registration_id == second.registration_id)
            .values(status=SeatStatus.HELD)
        )
    meeting, other = (make.a_session(event, hall, hour=hour) for hour in (9, 11))
    old = db.session.get_one(Person, second.person_id)
    make.a_speaker(meeting, old)
    with unit_of_work() as session:
        session.add_all(
            Star(person_id=person_id, session_id=held.id, created_at=make.NOW)
            for person_id, held in (
                (first.person_id, meeting),
                (second.person_id, meeting),
                (second.person_id, other),
            )
        )
    badge, feed = make.token(old, Purpose.BADGE), make.token(old, Purpose.FEED)
    mails = len(kit.mails(event))
    (found,) = registration.duplicates(SYSTEM, event.id)
    assert found[0].sign is Sign.NAME_AND_COUNTRY

    merge(event.id, first.person_id, second.person_id, "title")

    person = db.session.get_one(Person, first.person_id)
    assert (person.printed_name, str(person.title)) == ("SOK Chanthavy", "Director")
    row = kit.own(first).registration
    assert {seat.part_id: seat.status for seat in row.seats} == {
        hall.id: SeatStatus.HELD,
        group.id: SeatStatus.HELD,
    }
    assert kit.seats(hall, SeatStatus.HELD) == 1
    assert db.session.scalars(sa.select(Speaker.person_id)).all() == [person.id]
    stars = db.session.execute(sa.select(Star.person_id, Star.session_id)).all()
    assert sorted(tuple(star) for star in stars) == [
        (person.id, meeting.id),
        (person.id, other.id),
    ]
    assert set(db.session.scalars(sa.select(Mail.person_id))) == {person.id}
    assert len(kit.mails(event)) == mails
    assert db.session.scalars(sa.select(Registration.id)).all() == [row.id]
    assert tokens.read(badge, Purpose.BADGE)[0].id == person.id
    assert tokens.read(feed, Purpose.FEED)[0].id == person.id
    history = registration.participant(SYSTEM, event.id, row.id).history
    merged = [line.before["printed_name"] for line in history if line.action == "merged"]
    assert merged == ["Chanthavy SOK"]
    assert registration.duplicates(SYSTEM, event.id) == ()


@pytest.mark.parametrize("kept_first", [True, False])
def test_answers_of_both_stay_and_where_they_differ_the_one_chosen(
    app: Flask, *, kept_first: bool
) -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event)
    for code in ("meal", "flight", "hotel", "city"):
        make.a_question(event, code)
    make.publish_form(event)
    said = [
        {"meal": ("fish",), "flight": ("MU 763",), "hotel": ("Grand",)},
        {"meal": ("halal",), "flight": ("TG 664",), "city": ("Yangon",)},
    ]
    first, second = (kit.register(event, category, part, answers=answers) for answers in said)
    with unit_of_work() as session:  # the second is further on, so its registration stays
        session.get_one(Registration, first.registration_id).status = RegistrationStatus.REJECTED
    pair = (first.person_id, second.person_id)
    if kept_first:
        merge(event.id, pair[0], pair[1], "answer_meal")
    else:
        merge(event.id, pair[1], pair[0], "answer_flight")
    (row,) = make.registrations(event)
    values = {code: given.values for code, given in questions.of_registration(row.id).items()}
    assert values == {
        "meal": ("halal",),
        "flight": ("MU 763",),
        "hotel": ("Grand",),
        "city": ("Yangon",),
    }


def test_who_would_be_the_second_head_of_a_delegation_is_a_delegate_once_merged(app: Flask) -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event)
    delegation = make.a_delegation(event)
    kept = kit.register(event, category, part)
    withdrawn, leader = (
        kit.register(event, category, part, delegation=delegation) for _ in range(2)
    )
    with unit_of_work() as session:
        before, now = (
            session.get_one(Registration, one.registration_id) for one in (withdrawn, leader)
        )
        before.status, before.capacity = RegistrationStatus.WITHDRAWN, Capacity.HEAD
        now.capacity = Capacity.HEAD

    merge(event.id, kept.person_id, withdrawn.person_id, "delegation")

    row = kit.own(kept).registration
    assert (row.delegation_id, row.capacity) == (delegation.id, Capacity.DELEGATE)
    assert kit.own(leader).registration.capacity is Capacity.HEAD


def test_a_registration_follows_to_who_had_none_and_twice_merged_leads_to_the_last(
    app: Flask,
) -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event)
    speaker, third = make.a_person(event, email=""), make.a_person(event, email="t@x.example")
    received = kit.register(event, category, part)
    person = db.session.get_one(Person, received.person_id)
    link = make.token(person, Purpose.PARTICIPATION)
    speaker_id, third_id = speaker.id, third.id

    merge(event.id, speaker_id, received.person_id, "email")
    row = db.session.get_one(Registration, received.registration_id)
    assert row.person_id == speaker_id
    merge(event.id, third_id, speaker_id)

    assert tokens.read(link, Purpose.PARTICIPATION)[0].id == third_id
    make.afresh()
    assert db.session.get_one(Registration, received.registration_id).person_id == third_id


def test_a_link_that_was_over_stays_over_and_others_are_left_alone(app: Flask) -> None:
    event, elsewhere = make.an_event(), make.an_event()
    kept, dropped = make.a_person(event), make.a_person(event)
    stranger = make.a_person(elsewhere)
    link = make.token(dropped, Purpose.PARTICIPATION)
    with unit_of_work() as session:
        session.get_one(Person, dropped.id).link_version += 1
    kept_id, dropped_id, stranger_id = kept.id, dropped.id, stranger.id
    for second in (stranger_id, kept_id):
        with pytest.raises(NotFound):
            merge(event.id, kept_id, second)
    make.afresh()
    merge(event.id, kept_id, dropped_id)
    with pytest.raises(Revoked):
        tokens.read(link, Purpose.PARTICIPATION)
