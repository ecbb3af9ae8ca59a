"""The agenda on PostgreSQL, and what two organisers do in the same moment."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.domain.agenda import SessionKind
from forumapp.domain.errors import Invalid
from forumapp.domain.speakers import SpeakingPart
from forumapp.domain.text import Translated
from forumapp.models import Event, Part
from forumapp.services import agenda, people, speakers
from forumapp.services.agenda import SessionValues
from forumapp.services.speakers import LineValues
from tests import factories as make


def written(event: Event, part: Part) -> SessionValues:
    first = make.a_session(event, part, code="FIRST")
    return SessionValues(
        code="SAME",
        title=Translated(en="Opening", zh="开幕式"),
        kind=SessionKind.CEREMONY,
        part_id=part.id,
        starts=first.starts,
        ends=first.ends,
    )


@pytest.mark.postgres
def test_the_agenda_is_kept_on_postgresql(postgres_app: Flask) -> None:
    event = make.an_event()
    values = written(event, make.a_part(event))
    both = [make.a_person(event, printed_name=name) for name in ("A", "B")]
    with unit_of_work():
        number = agenda.create(SYSTEM, event.id, values)
        for person in both:
            line = LineValues(part=SpeakingPart.ADDRESS, minutes=10)
            last = speakers.add(SYSTEM, event.id, number, person.id, line)
        speakers.move(SYSTEM, event.id, last, step=-1)

    row = agenda.session(SYSTEM, event.id, number)
    assert (row.title, row.names, row.spoken) == (values.title, ("B", "A"), 20)
    assert [person.lines for person in people.people_of(SYSTEM, event.id)] == [1, 1]
    with unit_of_work():
        copy = agenda.duplicate(SYSTEM, event.id, number)
        agenda.delete(SYSTEM, event.id, number)
    assert [r.id for r in agenda.timetable(SYSTEM, event.id) if r.code != "FIRST"] == [copy]


@pytest.mark.postgres
def test_a_code_taken_in_the_same_moment_is_refused_on_postgresql(postgres_app: Flask) -> None:
    event = make.an_event()
    values = written(event, make.a_part(event))
    event_id, both, said = event.id, Barrier(2), []

    def write() -> None:
        with postgres_app.app_context():
            both.wait()
            try:
                with unit_of_work():
                    agenda.create(SYSTEM, event_id, values)
                said.append("kept")
            except Invalid as refusal:
                said.append(refusal.errors["code"])
            finally:
                db.session.remove()

    threads = [Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["kept", "taken"]
