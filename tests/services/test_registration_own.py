"""What people do with their own registration until the deadline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import NOBODY, Actor, Role
from forumapp.domain.errors import Conflict, Forbidden, Invalid, NotFound, RegistrationClosed, Stale
from forumapp.domain.events import EventState, Mode
from forumapp.domain.registration import RegistrationStatus, SeatStatus
from forumapp.domain.text import Translated
from forumapp.models import Part, Person
from forumapp.services import registration, tokens
from forumapp.services.registration import Received
from forumapp.services.tokens import Purpose
from tests import factories as make
from tests.services import registration_kit as kit


def edit(
    received: Received,
    *,
    parts: Mapping[Part, Mode] | None = None,
    version: int = 0,
    now: Any = make.NOW,
    **changes: Any,
) -> None:
    """Send the edit form with what it was filled with, but for these changes."""
    row = kit.own(received).registration
    filled = {
        "printed_name": row.person.printed_name,
        "family_name": row.person.family_name,
        "title": str(row.person.title),
        "organisation": str(row.person.organisation),
        "email": row.email,
        "listed": row.listed,
        "locale": row.locale,
        **changes,
    }
    chosen = row.parts if parts is None else {part.id: mode for part, mode in parts.items()}
    with unit_of_work():
        registration.edit_own(
            kit.participant(received),
            details=kit.details(**filled),
            parts=chosen,
            version=version or row.version,
            now=now,
        )


def test_details_can_be_corrected_without_a_mail(app: Flask) -> None:
    event = make.an_event()
    received = kit.register(event, make.a_category(event), make.a_part(event))

    edit(received, title="Director", access_needs="Step-free way", listed=False)

    row = kit.own(received).registration
    assert row.person.title == Translated(en="Director")
    assert (row.access_needs, row.listed, row.sequence) == ("Step-free way", False, 0)
    assert kit.kinds(event) == ["registered"]


def test_a_translation_the_secretariat_added_outlives_an_edit_of_something_else(app: Flask) -> None:
    event = make.an_event()
    received = kit.register(event, make.a_category(event), make.a_part(event))
    both = Translated(en="Deputy Director", zh="副司长")
    with unit_of_work():
        db.session.get_one(Person, received.person_id).title = both

    edit(received, access_needs="Step-free way")
    assert kit.own(received).registration.person.title == both
    edit(received, title="Director")
    assert kit.own(received).registration.person.title == Translated(en="Director")


def test_a_new_address_is_sent_the_link(app: Flask) -> None:
    event = make.an_event()
    received = kit.register(event, make.a_category(event), make.a_part(event))

    edit(received, email="right@ministry.example")

    assert kit.mails(event)[1:] == [("link_again", "right@ministry.example")]


def test_nobody_takes_the_name_and_address_of_someone_registered(app: Flask) -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event)
    kit.register(event, category, part, email="sok@ministry.example")
    other = kit.register(event, category, part, printed_name="SOK Dara")

    with pytest.raises(Invalid) as refused:
        edit(other, printed_name=kit.NAME, email="sok@ministry.example")
    assert refused.value.errors == {"email": "registered_already"}


def test_a_change_of_mode_takes_the_other_seat_and_gives_the_first_back(app: Flask) -> None:
    event = make.an_event()
    part = make.a_part(event, seats_room=1, seats_online=1)
    category = make.a_category(event)
    received = kit.register(event, category, part)

    edit(received, parts={part: Mode.ONLINE})

    assert kit.own(received).registration.parts == {part.id: Mode.ONLINE}
    assert kit.own(received).registration.sequence == 1
    assert kit.seats(part, SeatStatus.HELD, Mode.ROOM) == 0
    assert kit.kinds(event) == ["registered", "mode_changed"]
    assert kit.seat_of(kit.register(event, category, part)) is SeatStatus.HELD


def test_a_held_seat_is_kept_where_the_other_mode_is_full(app: Flask) -> None:
    event = make.an_event()
    part = make.a_part(event, seats_room=1, seats_online=0)
    received = kit.register(event, make.a_category(event), part)

    with pytest.raises(Invalid) as refused:
        edit(received, parts={part: Mode.ONLINE}, title="Lost with the rest")

    assert refused.value.errors == {"parts": "full"}
    assert kit.own(received).registration.parts == {part.id: Mode.ROOM}
    assert kit.own(received).registration.person.title == Translated(en="Deputy Director")


def test_parts_are_added_and_left(app: Flask) -> None:
    event = make.an_event()
    main, forum = make.a_part(event), make.a_part(event, seats_room=0)
    received = kit.register(event, make.a_category(event), main)

    edit(received, parts={main: Mode.ROOM, forum: Mode.ROOM})
    assert kit.own(received).places == {forum.id: 1}
    edit(received, parts={forum: Mode.ROOM})

    row = kit.own(received).registration
    assert {s.part_id: s.status for s in row.seats} == {
        main.id: SeatStatus.RELEASED,
        forum.id: SeatStatus.WAITING,
    }
    assert row.parts == {forum.id: Mode.ROOM}


def test_a_part_of_another_event_is_refused(app: Flask) -> None:
    event, other = make.an_event(), make.an_event()
    received = kit.register(event, make.a_category(event), make.a_part(event))
    with pytest.raises(Invalid) as refused:
        edit(received, parts={make.a_part(other): Mode.ROOM})
    assert refused.value.errors == {"parts": "not_a_choice"}
    with pytest.raises(Invalid) as refused:
        edit(received, parts={})
    assert refused.value.errors == {"parts": "none"}


def test_a_stale_edit_shows_both_texts(app: Flask) -> None:
    event = make.an_event()
    received = kit.register(event, make.a_category(event), make.a_part(event))
    shown = kit.own(received).registration.version
    edit(received, title="Director")

    with pytest.raises(Stale) as stale:
        edit(received, title="Minister", version=shown)
    assert (stale.value.yours, stale.value.theirs) == ({"title": "Minister"}, {"title": "Director"})
    edit(received, version=shown)  # the same texts: nothing is lost


def test_withdrawing_gives_the_seat_back_and_ends_the_feed(app: Flask) -> None:
    event = make.an_event()
    part, category = make.a_part(event, seats_room=1), make.a_category(event)
    received = kit.register(event, category, part)
    feed = make.token(db.session.get_one(Person, received.person_id), Purpose.FEED)

    with unit_of_work():
        registration.withdraw_own(kit.participant(received), now=make.NOW)

    row = kit.own(received).registration
    assert row.status is RegistrationStatus.WITHDRAWN
    assert (kit.seat_of(received), row.sequence) == (SeatStatus.RELEASED, 1)
    assert kit.kinds(event) == ["registered", "withdrawn"]
    with pytest.raises(NotFound):
        tokens.read(feed, Purpose.FEED)
    assert kit.seat_of(kit.register(event, category, part)) is SeatStatus.HELD


def test_withdrawing_twice_is_refused(app: Flask) -> None:
    event = make.an_event()
    received = kit.register(event, make.a_category(event), make.a_part(event))
    with unit_of_work():
        registration.withdraw_own(kit.participant(received), now=make.NOW)
    with pytest.raises(Conflict), unit_of_work():
        registration.withdraw_own(kit.participant(received), now=make.NOW)
    with pytest.raises(Conflict):
        edit(received, title="Back again")


@pytest.mark.parametrize(
    "changes",
    [
        {"changes_close_at": make.NOW},
        {"changes_close_at": None, "registration_closes_at": make.NOW},
        {"state": EventState.CLOSED},
    ],
)
def test_after_the_deadline_nothing_changes(app: Flask, changes: dict[str, Any]) -> None:
    event = make.an_event(changes_close_at=make.NOW + timedelta(days=1))
    received = kit.register(event, make.a_category(event), make.a_part(event))
    assert kit.own(received).may_change(now=make.NOW)
    with unit_of_work() as session:
        row = session.get_one(type(event), event.id)
        for name, value in changes.items():
            setattr(row, name, value)

    assert not kit.own(received).may_change(now=make.NOW)
    with pytest.raises(RegistrationClosed):
        edit(received, title="Too late")
    with pytest.raises(RegistrationClosed), unit_of_work():
        registration.withdraw_own(kit.participant(received), now=make.NOW)


def test_only_the_person_has_an_own_registration(app: Flask) -> None:
    event = make.an_event()
    speaker = make.a_person(event)
    with pytest.raises(NotFound):
        registration.own(Actor(person_id=speaker.id, name="participant"))
    for actor in (NOBODY, make.an_actor(Role.OWNER, event)):
        with pytest.raises(Forbidden):
            registration.own(actor)
