"""A copied edition has everything but what belongs to the old one alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Actor, Role
from forumapp.domain.errors import Forbidden, Invalid, NotFound
from forumapp.domain.events import EventState, Mode, OrganisationRole
from forumapp.domain.speakers import SpeakerStatus
from forumapp.domain.text import Translated
from forumapp.models import (
    Category,
    Delegation,
    Event,
    Organisation,
    Part,
    PartQuota,
    Person,
    Registration,
    Release,
    Room,
    Series,
    Session,
    Speaker,
    Track,
    VideoRoom,
)
from forumapp.services import events
from tests import factories as make
from tests.counting import statements


def an_edition(**more: Any) -> Event:
    """An edition with one of everything."""
    event = make.an_event(
        edition=16,
        registration_opens_at=datetime(2026, 6, 1, 1, tzinfo=UTC),
        theme=Translated(en="Theme", zh="主题"),
        **more,
    )
    part, room = make.a_part(event, seats_room=50), make.a_room(event)
    track = make._add(Track(), event_id=event.id, name=Translated(en="Land"))
    make._add(
        Organisation(),
        event_id=event.id,
        name=Translated(en="A ministry"),
        role=OrganisationRole.HOST,
        logo="abc.png",
    )
    delegation = make.a_delegation(event, quota_room=8, focal_email="focal@kh.example")
    make._add(PartQuota(), delegation_id=delegation.id, part_id=part.id, mode=Mode.ROOM, seats=3)
    session = make.a_session(event, part, code="S1", room_id=room.id, track_id=track.id)
    speaker = make.a_person(event, printed_name="SOK Chanthavy")
    make.a_speaker(session, speaker, text="What I said", minutes=15)
    declined = make.a_person(event, printed_name="Who Declined")
    make.a_speaker(session, declined, status=SpeakerStatus.DECLINED)
    delegate = make.a_person(event, printed_name="Only Registered")
    make.a_registration(
        event, delegate, category=make.a_category(event), parts=(part,), delegation_id=delegation.id
    )
    make.a_video_room(event, session)
    make.publish(event)
    return event


def copied(event: Event, actor: Actor | None = None, **changes: Any) -> Event:
    values = {
        "slug": "forum-next",
        "title": Translated(en="The 17th Forum"),
        "edition": 17,
        "starts_on": event.starts_on + timedelta(days=365),
    }
    with unit_of_work():
        slug = events.copy(
            actor or make.an_actor(Role.OWNER, event),
            event.id,
            values={**values, **changes},
            now=make.NOW,
        )
    return db.session.scalars(sa.select(Event).filter_by(slug=slug)).one()


def test_texts_pieces_and_delegations_come_along(app: Flask) -> None:
    old = an_edition()
    new = copied(old)

    assert (new.state, new.edition, new.theme, new.zone) == (
        EventState.DRAFT,
        17,
        old.theme,
        old.zone,
    )
    assert new.key != old.key
    for model in (Organisation, Part, Room, Track, Category, Delegation):
        assert _plain(model, new) == _plain(model, old) != []


def test_quotas_of_parts_come_along_for_the_new_editions_own_parts(app: Flask) -> None:
    new = copied(an_edition())

    found = db.session.execute(
        sa.select(Delegation.event_id, Part.event_id, PartQuota.mode, PartQuota.seats)
        .join(Delegation, Delegation.id == PartQuota.delegation_id)
        .join(Part, Part.id == PartQuota.part_id)
        .where(Delegation.event_id == new.id)
    ).all()
    assert found == [(new.id, new.id, Mode.ROOM, 3)]


def test_days_move_with_the_first_and_wall_times_stay(app: Flask) -> None:
    old = an_edition()
    new = copied(old)
    year = timedelta(days=365)

    before = db.session.scalars(sa.select(Session).filter_by(event_id=old.id)).one()
    after = db.session.scalars(sa.select(Session).filter_by(event_id=new.id)).one()
    assert new.ends_on == old.ends_on + year
    assert (after.starts, after.ends) == (before.starts + year, before.ends + year)
    assert new.registration_opens_at == datetime(2027, 6, 1, 1, tzinfo=UTC)
    assert after.key != before.key


def test_sessions_point_at_the_new_editions_own_pieces(app: Flask) -> None:
    new = copied(an_edition())

    session = db.session.scalars(sa.select(Session).filter_by(event_id=new.id)).one()
    for model, number in (
        (Part, session.part_id),
        (Room, session.room_id),
        (Track, session.track_id),
    ):
        assert db.session.get_one(model, number).event_id == new.id  # type: ignore[attr-defined]  # its types don't tell


def test_speakers_come_along_as_invited_without_their_texts(app: Flask) -> None:
    new = copied(an_edition())

    lines = db.session.execute(
        sa.select(Speaker, Person)
        .join(Person, Person.id == Speaker.person_id)
        .join(Session, Session.id == Speaker.session_id)
        .where(Session.event_id == new.id)
    ).all()
    assert [(s.status, s.minutes, s.text, p.printed_name, p.event_id) for s, p in lines] == [
        (SpeakerStatus.INVITED, 15, "", "SOK Chanthavy", new.id)
    ]


def test_registrations_releases_and_video_rooms_stay_behind(app: Flask) -> None:
    new = copied(an_edition())

    for model in (Registration, Release, VideoRoom):
        assert db.session.query(model).filter_by(event_id=new.id).count() == 0
    names = db.session.scalars(sa.select(Person.printed_name).filter_by(event_id=new.id)).all()
    assert names == ["SOK Chanthavy"]


def test_a_copy_takes_as_many_reads_for_many_sessions_as_for_one(app: Flask) -> None:
    old = an_edition()
    part = db.session.scalars(sa.select(Part).filter_by(event_id=old.id)).one()

    actor = make.an_actor(Role.OWNER, old)

    def reads(slug: str) -> int:
        db.session.refresh(old)
        with statements() as sent:
            copied(old, actor, slug=slug)
        return sum(statement.lstrip().startswith("SELECT") for statement in sent)

    few = reads("forum-few")
    for number in range(20):
        make.a_session(old, part, code=f"X{number}")
    assert reads("forum-many") == few


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"slug": "no spaces"}, {"slug": "not_a_slug"}),
        ({"title": Translated()}, {"title": "required"}),
        ({"starts_on": None}, {"starts_on": "required"}),
        ({"edition": 0}, {"edition": "out_of_range"}),
    ],
)
def test_a_copy_that_cannot_be_leaves_nothing(
    app: Flask, changes: dict[str, Any], errors: dict[str, str]
) -> None:
    old = make.an_event()
    with pytest.raises(Invalid) as refusal:
        copied(old, **changes)
    assert dict(refusal.value.errors) == errors
    assert db.session.query(Event).count() == 1


def test_a_series_has_each_edition_once(app: Flask) -> None:
    series = make._add(Series(), name=Translated(en="The Series"))
    old = make.an_event(series_id=series.id, edition=16)
    make.an_event(edition=17)

    with pytest.raises(Invalid) as refused:
        copied(old, edition=16)

    assert refused.value.errors == {"edition": "edition_taken"}
    assert copied(old, edition=17).edition == 17


def test_an_edition_is_copied_by_who_may_edit_it_and_make_events(app: Flask) -> None:
    old = make.an_event()
    with pytest.raises(Forbidden):
        copied(old, make.an_actor(Role.EDITOR, old))
    with pytest.raises(NotFound):
        copied(old, make.an_actor(Role.OWNER, make.an_event()))


def _plain(model: type[Any], event: Event) -> list[dict[str, Any]]:
    """The rows of an event without what is each row's own."""
    own = {"id", "event_id", "version"}
    rows = db.session.scalars(sa.select(model).filter_by(event_id=event.id).order_by(model.id))
    return [
        {
            a.key: getattr(row, a.key)
            for a in sa.inspect(row).mapper.column_attrs
            if a.key not in own
        }
        for row in rows
    ]
