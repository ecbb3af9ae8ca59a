"""An event to make proceedings of; ordering a volume, and building it as the worker does."""

from __future__ import annotations

import json
import os
import time
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from forumapp.cli.demo.topics import DESCRIPTION, FOREWORD, TOPICS
from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.domain.agenda import SessionKind
from forumapp.domain.delegations import DelegationCategory
from forumapp.domain.jobs import JobState
from forumapp.domain.speakers import SpeakerStatus, SpeakingPart
from forumapp.domain.text import Translated
from forumapp.jobs import engine
from forumapp.models import Job, Person, Speaker
from forumapp.services import publications
from forumapp.services.publications import issues, volumes
from tests.bench.inside import events
from tests.render.pdf.sample import TEXTS

COUNTRIES = {"TH": "th", "LA": "lo", "KH": "km", "MM": "my", "VN": "vi", "CN": "zh"}
PARAGRAPHS = 16  # of the country's own language, which makes a speech of two pages and a half
SPEAKERS = 3


def event(slug: str, sessions: str) -> str:
    """Make an event whose every session has three speeches, in the scripts of six countries."""
    with unit_of_work():
        builder = events.begin(slug, foreword=FOREWORD)
        for country in COUNTRIES:
            builder.delegation(country, DelegationCategory.MEMBER)
        part = builder.part(Translated(en="Forum", zh="论坛"))
        room = builder.room(Translated(en="Hall", zh="大厅"))
        people = [builder.people.expert(country) for country in COUNTRIES for _ in range(25)]
        for number in range(int(sessions)):
            topic = TOPICS[number % len(TOPICS)]
            session = builder.session(
                f"S{number + 1}",
                topic,
                SessionKind.PLENARY,
                day=builder.event.starts_on + timedelta(days=number % 2),
                at=f"{8 + number // 2 % 12:02d}:00",
                minutes=55,
                part=part,
                room_id=room.id,
                description=DESCRIPTION,
            )
            db.session.add_all(
                _speech(session.id, turn, people[(number * SPEAKERS + turn) % len(people)])
                for turn in range(SPEAKERS)
            )
        builder.register(people, online=0.5, days_open=5)
    events.release(slug)
    return slug


def _speech(session_id: int, turn: int, person: Person) -> Speaker:
    """A line of the speaker list with its text, in the language of the speaker's country."""
    language = COUNTRIES[person.country]
    topic = TOPICS[turn]
    paragraphs = [f"## {topic[language]}" if language in topic else f"## {topic['en']}"]
    paragraphs += [TEXTS[language]] * PARAGRAPHS
    return Speaker(
        session_id=session_id,
        person_id=person.id,
        position=turn,
        part=SpeakingPart.PRESENTATION,
        minutes=15,
        status=SpeakerStatus.CONFIRMED,
        topic=topic,
        text="\n\n".join(paragraphs),
        text_language=language,
    )


def order(slug: str, name: str) -> str:
    """Write down the job that builds a volume in English, and print its number."""
    event_id, now = events.number(slug), datetime.now(UTC)
    with unit_of_work():
        if name == "proceedings":
            volume = issues.volume_of(
                event_id, issues.issue(SYSTEM, event_id, now=now), locale="en"
            )
        else:
            latest = publications.current(slug)
            assert latest.release_id
            volume = volumes.of_release(event_id, latest.release_id, latest.number, locale="en")
        volumes.ask(volume, now=now)
        return str(db.session.scalars(sa.select(Job.id).filter_by(key=volume.key)).one())


def build(job_id: str) -> str:
    """Carry the job out; seconds, processor seconds (of all its processes), pages and bytes."""
    began, before = time.perf_counter(), _processor()
    engine.run(int(job_id))
    seconds, processor = time.perf_counter() - began, _processor() - before
    job = db.session.get_one(Job, int(job_id))
    if job.state is not JobState.DONE:
        raise SystemExit(f"the job is {job.state}: {job.error}")
    return json.dumps({"seconds": seconds, "processor": processor, **(job.result or {})})


def _processor() -> float:
    taken = os.times()
    return taken.user + taken.system + taken.children_user + taken.children_system
