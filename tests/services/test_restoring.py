"""Bringing a release back: the agenda says again what was published, and nothing is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM, Role
from forumapp.domain.agenda import Visibility
from forumapp.domain.errors import Conflict, Forbidden
from forumapp.domain.programme import Programme, compare
from forumapp.domain.speakers import SpeakerStatus
from forumapp.domain.text import Translated
from forumapp.models import Room, Session, Speaker, Star
from forumapp.services import agenda, publications, speakers
from tests import factories as make
from tests.jobs import releasing as news


def bring_back(forum: news.Forum, number: int) -> publications.Restoration:
    plan = publications.restoration(SYSTEM, forum.event.id, number, now=make.NOW)
    with unit_of_work():
        publications.bring_back(SYSTEM, forum.event.id, number, seen=plan.token, now=make.NOW)
    return plan


def draft(forum: news.Forum) -> Programme:
    make.afresh()
    found = publications.draft(forum.event.id, now=make.NOW)
    return found.visible_to(Visibility.REGISTERED)


def row(model: Any, key: int) -> Any:
    make.afresh()
    return db.session.get_one(model, key, populate_existing=True)


def said(before: Programme, after: Programme) -> list[tuple[str, str]]:
    return [(change.session.code, change.kind.value) for change in compare(before, after)]


def test_what_was_moved_renamed_and_added_is_as_it_was(app: Flask) -> None:
    forum = news.a_forum()
    first, second = forum.session("S1"), forum.session("S2", hour=11)
    forum.speaker(first, forum.person("Sok"))
    release = forum.publish(quiet=True)
    published = publications.programme(release.id)
    news.move(first, minutes=45, room=forum.annex)
    news.change(second, title=Translated(en="Roads"), description=Translated(en="More"))
    news.change(forum.hall, name=Translated(en="Great Hall"))
    later = forum.session("S3", hour=14)

    plan = bring_back(forum, 1)

    now = draft(forum)
    assert compare(now, published) == ()
    assert [room.name["en"] for room in now.rooms] == ["Hall A", "Hall B"]
    assert row(Session, later.id).parked
    assert [(c.session.code, c.kind.value) for c in plan.changes] == [
        ("S1", "time"),
        ("S1", "room"),
        ("S2", "title"),
        ("S2", "details"),
        ("S3", "removed"),
    ]
    assert plan.missing == ()


def test_what_was_deleted_is_there_again_under_its_own_numbers_with_its_stars(app: Flask) -> None:
    forum = news.a_forum()
    session, kim = forum.session("S1"), forum.person("Kim")
    forum.session("S2", hour=11)
    line = forum.speaker(session, forum.person("Sok"))
    published = publications.programme(forum.publish(quiet=True).id)
    news.star(kim, session)
    with unit_of_work():
        agenda.delete(SYSTEM, forum.event.id, session.id)
    with unit_of_work() as work:
        work.query(Session).filter_by(code="S2").one().room_id = None
        work.delete(work.get_one(Room, forum.hall.id))

    plan = bring_back(forum, 1)

    assert compare(draft(forum), published) == ()
    assert [made.code for made in plan.made] == ["S1"]
    assert row(Session, session.id).key == session.key
    assert row(Speaker, line.id).session_id == session.id
    assert row(Room, forum.hall.id).name == Translated(en="Hall A", zh="甲厅")
    assert [star.session_id for star in db.session.query(Star)] == [session.id]


def test_codes_that_were_exchanged_or_given_to_others_come_back(app: Flask) -> None:
    forum = news.a_forum()
    first, second = forum.session("S1"), forum.session("S2", hour=11)
    third = forum.session("S3", hour=13)
    published = publications.programme(forum.publish(quiet=True).id)
    news.change(third, code="S9")
    news.change(first, code="S3")
    news.change(second, code="S1")
    later = forum.session("S2", hour=15)

    plan = bring_back(forum, 1)

    assert compare(draft(forum), published) == ()
    assert plan.renamed == {"S2": "S10"}
    assert row(Session, later.id).code == "S10"


def test_speakers_come_back_with_their_texts_and_answers(app: Flask) -> None:
    forum = news.a_forum()
    session, other = forum.session("S1"), forum.session("S2", hour=11)
    sok, lin, kim = (forum.person(name) for name in ("Sok", "Lin", "Kim"))
    invited = SpeakerStatus.INVITED
    asked = forum.speaker(session, sok, position=1, status=invited)
    refuses = forum.speaker(session, lin, position=2, status=invited)
    replaced = forum.speaker(session, kim, position=3, status=invited)
    forum.publish(quiet=True)
    news.change(asked, text="My speech", status=SpeakerStatus.CONFIRMED, minutes=40)
    news.change(refuses, status=SpeakerStatus.DECLINED)
    with unit_of_work():
        late = speakers.replace(SYSTEM, forum.event.id, replaced.id, forum.person("Bo").id)
    news.change(asked, session_id=other.id)

    plan = bring_back(forum, 1)

    assert [(line.id, line.status.value) for line in draft(forum).sessions[0].speakers] == [
        (asked.id, "confirmed"),
        (refuses.id, "declined"),
        (replaced.id, "invited"),
        (late, "replaced"),
    ]
    kept = row(Speaker, asked.id)
    assert (kept.text, kept.minutes) == ("My speech", 15)
    assert [change.kind.value for change in plan.missing] == ["speakers"]


def test_a_line_that_was_written_anew_is_found_by_its_person(app: Flask) -> None:
    forum = news.a_forum()
    session, sok = forum.session("S1"), forum.person("Sok")
    line = forum.speaker(session, sok)
    forum.publish(quiet=True)
    with unit_of_work():
        speakers.remove(SYSTEM, forum.event.id, line.id)
    again = forum.speaker(session, sok, minutes=5, text="Kept")

    bring_back(forum, 1)

    (found,) = draft(forum).sessions[0].speakers
    assert (found.id, found.minutes) == (again.id, 15)
    assert row(Speaker, again.id).text == "Kept"


def test_bringing_the_release_in_force_back_undoes_it(app: Flask) -> None:
    forum = news.a_forum()
    first = forum.session("S1")
    line = forum.speaker(first, forum.person("Sok"))
    forum.publish(quiet=True)
    news.move(first, minutes=30)
    forum.session("S2", hour=14)
    with unit_of_work():
        speakers.replace(SYSTEM, forum.event.id, line.id, forum.person("Lin").id)
    in_force = publications.programme(forum.publish(quiet=True).id)

    bring_back(forum, 1)
    assert said(draft(forum), in_force) != []
    bring_back(forum, 2)

    assert said(draft(forum), in_force) == []
    assert db.session.query(Session).filter_by(parked=True).count() == 0


def test_a_session_of_the_secretariat_alone_is_left_where_it_is(app: Flask) -> None:
    forum = news.a_forum()
    forum.session("S1")
    hidden = forum.session("S2", hour=12, visibility=Visibility.SECRETARIAT)
    forum.publish(quiet=True)

    bring_back(forum, 1)

    assert not row(Session, hidden.id).parked


def test_only_what_was_shown_is_done(app: Flask) -> None:
    forum = news.a_forum()
    session = forum.session("S1")
    forum.publish(quiet=True)
    news.move(session)
    plan = publications.restoration(SYSTEM, forum.event.id, 1, now=make.NOW)
    news.move(session)

    with pytest.raises(Conflict), unit_of_work():
        publications.bring_back(SYSTEM, forum.event.id, 1, seen=plan.token, now=make.NOW)

    assert row(Session, session.id).starts == session.starts + timedelta(minutes=60)


def test_nothing_changes_where_nothing_differs(app: Flask) -> None:
    forum = news.a_forum()
    session = forum.session("S1")
    forum.speaker(session, forum.person("Sok"))
    forum.publish(quiet=True)

    plan = bring_back(forum, 1)

    assert (plan.changes, plan.frame, plan.missing) == ((), (), ())
    assert row(Session, session.id).version == session.version


def test_only_who_edits_the_agenda_brings_back(app: Flask) -> None:
    forum = news.a_forum()
    forum.session("S1")
    forum.publish(quiet=True)

    with pytest.raises(Forbidden):
        publications.restoration(
            make.an_actor(Role.VIEWER, forum.event), forum.event.id, 1, now=make.NOW
        )
