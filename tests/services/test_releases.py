"""Releases freeze the programme."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from forumapp.db import db, unit_of_work
from forumapp.domain.access import NOBODY, Role
from forumapp.domain.agenda import Visibility
from forumapp.domain.errors import Forbidden, NotFound
from forumapp.domain.programme import ChangeKind, ReleaseStatus, compare
from forumapp.domain.text import Translated
from forumapp.models import Session
from forumapp.services import publications
from forumapp.services.publications import releases, snapshot
from tests import factories as make


def test_a_release_stays_what_it_was_when_the_tables_change(app: Flask) -> None:
    event = make.an_event()
    part = make.a_part(event)
    session = make.a_session(event, part, code="S1")
    make.a_speaker(session, make.a_person(event))
    first = make.publish(event)
    frozen = publications.programme(first.id)
    with unit_of_work():
        moved = db.session.get_one(Session, session.id)
        moved.starts += timedelta(minutes=30)
        moved.ends += timedelta(minutes=30)

    second = make.publish(event)

    publications.forget_all()
    assert publications.programme(first.id) == frozen
    after = publications.programme(second.id)
    assert (first.number, second.number) == (1, 2)
    assert [(c.kind, c.session.code) for c in compare(frozen, after)] == [(ChangeKind.TIME, "S1")]
    assert [s.sequence for s in after.sessions] == [1]


def test_what_only_the_secretariat_may_read_is_not_released(app: Flask) -> None:
    event = make.an_event()
    part = make.a_part(event)
    make.a_session(event, part, code="OPEN")
    secret = make.a_session(event, part, code="SECRET", visibility=Visibility.SECRETARIAT)
    make.a_speaker(secret, make.a_person(event, printed_name="Nobody Knows"))

    programme = publications.programme(make.publish(event).id)

    assert [s.code for s in programme.sessions] == ["OPEN"]
    assert programme.people == ()


def test_only_who_may_publish_publishes(app: Flask) -> None:
    event = make.an_event()
    with pytest.raises(Forbidden), unit_of_work():
        publications.publish(
            make.an_actor(Role.VIEWER, event),
            event.id,
            status=ReleaseStatus.PROVISIONAL,
            now=make.NOW,
        )
    with pytest.raises(NotFound), unit_of_work():
        publications.publish(NOBODY, event.id, status=ReleaseStatus.PROVISIONAL, now=make.NOW)


def test_what_is_current_is_told_from_memory_while_the_database_is_away(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = make.an_event()
    make.publish(event)
    monkeypatch.setattr(releases, "MEMORY", 0.0)
    known = publications.current(event.slug)

    def away(_slug: str) -> publications.Current:
        raise OperationalError("SELECT", {}, Exception("connection refused"))

    monkeypatch.setattr(releases, "_query_current", away)

    assert publications.current(event.slug) == known
    with pytest.raises(OperationalError):
        publications.current("never-seen")


def test_a_release_that_knew_the_contact_in_one_language_is_read_as_english(app: Flask) -> None:
    release = make.publish(make.an_event())
    kept = snapshot.dump(publications.programme(release.id))
    kept["event"]["contact_name"] = "The secretariat"

    assert snapshot.load(kept).event.contact_name == Translated(en="The secretariat")
