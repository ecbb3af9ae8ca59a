"""The overview says what is to do and counts without reading one by one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Actor, Role
from forumapp.domain.errors import Forbidden, NotFound
from forumapp.domain.events import EventState, Mode
from forumapp.domain.questions import QuestionKind
from forumapp.domain.registration import Approval, RegistrationStatus, SeatStatus
from forumapp.domain.speakers import SpeakerStatus
from forumapp.domain.text import Translated
from forumapp.models import Event, Seat, Session
from forumapp.services import events, overview
from forumapp.services.overview import Attendance
from tests import factories as make
from tests.counting import statements


def todo(actor: Actor, event: Event) -> dict[str, dict[str, object]]:
    """The codes of what is still to do, with their facts."""
    counts = overview.counts(actor, event.id)
    written = events.completeness.in_all(events.completeness.by_language(actor, event.id))
    figures = overview.figures(actor, event.id, now=make.NOW)
    row = events.event(event.slug)
    steps = overview.steps(
        actor, row, counts=counts, written=written, figures=figures, now=make.NOW
    )
    return {step.code: step.facts for step in steps if not step.done}


@pytest.fixture
def event(app: Flask) -> Event:
    return make.an_event()


@pytest.fixture
def owner(event: Event) -> Actor:
    return make.an_actor(Role.OWNER, event)


def test_a_new_draft_has_everything_before_it(app: Flask) -> None:
    event = make.an_event(state=EventState.DRAFT, contact_email="")
    found = todo(make.an_actor(Role.OWNER, event), event)
    assert set(found) == {
        "organisations",
        "parts",
        "rooms",
        "categories",
        "delegations",
        "contact",
        "sessions",
        "translations",
        "published",
        "release",
        "window",
    }


def test_an_archived_event_has_nothing_left_to_do(app: Flask) -> None:
    event = make.an_event(state=EventState.ARCHIVED)
    assert todo(make.an_actor(Role.OWNER, event), event) == {}


def test_changes_since_the_release_are_counted_by_session(event: Event, owner: Actor) -> None:
    part = make.a_part(event)
    session = make.a_session(event, part)
    make.a_session(event, part, hour=11)
    make.publish(event)
    assert "changes" not in todo(owner, event)

    with unit_of_work():
        row = db.session.get_one(Session, session.id)
        row.title, row.starts = Translated(en="New"), row.starts - timedelta(minutes=5)

    assert todo(owner, event)["changes"] == {"count": 1, "number": 1}


def test_what_waits_for_a_person_is_counted(event: Event, owner: Actor) -> None:
    part, category = make.a_part(event), make.a_category(event, approval=Approval.BY_HAND)
    make.a_speaker(make.a_session(event, part), make.a_person(event), status=SpeakerStatus.INVITED)
    pending = make.a_registration(
        event, make.a_person(event), category=category, status=RegistrationStatus.PENDING
    )
    make._add(
        Seat(),
        registration_id=pending.id,
        part_id=part.id,
        mode=Mode.ROOM,
        status=SeatStatus.WAITING,
        asked_at=make.NOW,
    )

    found = todo(owner, event)

    assert {code: found[code] for code in ("pending", "waiting", "invited", "places")} == {
        "pending": {"count": 1},
        "waiting": {"count": 1},
        "invited": {"count": 1},
        "places": {"count": 1},
    }


def test_missing_translations_are_counted_by_language(event: Event, owner: Actor) -> None:
    make.a_part(event, name=Translated(en="Forum", zh="论坛"))
    make.a_room(event, name=Translated(zh="一号厅"))
    meals = make.options("fish", "halal")
    make.a_question(event, "meal", kind=QuestionKind.CHOICE, options=meals)
    by_language = {
        (row.noun, row.language): (row.done, row.all)
        for row in events.completeness.by_language(owner, event.id)
    }
    assert by_language == {
        ("settings", "en"): (2, 2),  # its title, and whom to ask
        ("settings", "zh"): (0, 2),
        ("parts", "en"): (1, 1),
        ("parts", "zh"): (1, 1),
        ("rooms", "en"): (0, 1),
        ("rooms", "zh"): (1, 1),
        ("form", "en"): (3, 3),
        ("form", "zh"): (0, 3),
    }


def test_a_person_in_the_room_for_one_part_counts_there_alone(event: Event, owner: Actor) -> None:
    first, second = make.a_part(event), make.a_part(event)
    category = make.a_category(event)
    both = make.a_registration(
        event, make.a_person(event, country="KH"), category=category, parts=(first,), mode=Mode.ROOM
    )
    make._add(
        Seat(), registration_id=both.id, part_id=second.id, mode=Mode.ONLINE,
        status=SeatStatus.HELD, asked_at=make.NOW,
    )  # fmt: skip
    make.a_registration(
        event, make.a_person(event, country="KH"), category=category, parts=(first,)
    )
    make.a_registration(event, make.a_person(event, country=""), category=category, parts=(first,))
    gone = make.a_person(event, country="TH")
    make.a_registration(
        event, gone, category=category, parts=(first,), status=RegistrationStatus.WITHDRAWN
    )

    figures = overview.figures(owner, event.id, now=make.NOW)

    assert figures.countries == (Attendance("KH", 1, 1), Attendance("", 0, 1))
    assert (figures.in_room, figures.online, figures.active) == (1, 2, 3)


def test_the_line_counts_up_day_by_day_on_the_events_calendar(event: Event, owner: Actor) -> None:
    category = make.a_category(event)
    for days, status in ((3, "approved"), (3, "pending"), (1, "approved"), (1, "rejected")):
        make.a_registration(
            event,
            make.a_person(event),
            category=category,
            status=RegistrationStatus(status),
            created_at=make.NOW - timedelta(days=days),
        )

    figures = overview.figures(owner, event.id, now=make.NOW)

    assert figures.total == (2, 2, 3, 3)
    assert figures.approved == (1, 1, 2, 2)
    assert [(b - a).days for a, b in zip(figures.days, figures.days[1:], strict=False)] == [1, 1, 1]


def test_a_long_time_is_shown_in_larger_steps(event: Event, owner: Actor) -> None:
    make.a_registration(
        event,
        make.a_person(event),
        category=make.a_category(event),
        created_at=make.NOW - timedelta(days=700),
    )
    figures = overview.figures(owner, event.id, now=make.NOW)
    assert len(figures.days) <= 60
    assert figures.total[-1] == 1


@pytest.mark.parametrize("role", [Role.EDITOR, Role.VIEWER])
def test_figures_of_registrations_are_for_who_may_read_them(event: Event, role: Role) -> None:
    with pytest.raises(Forbidden):
        overview.figures(make.an_actor(role, event), event.id, now=make.NOW)


def test_another_events_overview_is_not_there(event: Event) -> None:
    stranger = make.an_actor(Role.OWNER, make.an_event())
    with pytest.raises(NotFound):
        overview.counts(stranger, event.id)


def test_the_overview_takes_as_many_queries_for_thirty_as_for_one(
    event: Event, owner: Actor
) -> None:
    part, category = make.a_part(event), make.a_category(event)

    def one_more() -> None:
        person = make.a_person(event)
        make.a_registration(event, person, category=category, parts=(part,))
        make.a_speaker(make.a_session(event, part), person)

    def queries() -> int:
        make.afresh()
        with statements() as sent:
            todo(owner, event)
        return len(sent)

    one_more()
    make.publish(event)
    todo(owner, event)
    few = queries()
    for _ in range(29):
        one_more()

    assert queries() == few
