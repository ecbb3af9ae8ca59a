"""Finding, publishing and making events."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from forumapp.cli.demo import big
from forumapp.cli.demo.builder import Builder
from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.domain.events import EventFormat, EventKind, EventState
from forumapp.domain.programme import ReleaseStatus
from forumapp.domain.text import Translated
from forumapp.models import Event, Job, Person, Registration
from forumapp.services import publications, tokens
from forumapp.services.tokens import Purpose


def link(slug: str) -> str:
    """The address of the personal link of a registered person of an event."""
    person = db.session.scalars(
        sa.select(Person)
        .join(Registration, Registration.person_id == Person.id)
        .where(Person.event_id == number(slug))
        .order_by(Person.id.desc())
    ).first()
    assert person is not None
    return f"/me/open/{tokens.sign(person, Purpose.PARTICIPATION)}"


def of_forty() -> str:
    """Make the event of 1,000 sessions with 40 of them, under the address `forty`."""
    with unit_of_work():
        big.load(datetime.now(UTC), slug="forty", sessions=40)
    release("forty")
    return "forty"


def clear_jobs() -> str:
    """Drop what waits to be built or sent, so that no worker is busy with it while others work."""
    with unit_of_work():
        db.session.execute(sa.delete(Job))
    return "none"


def number(slug: str) -> int:
    """The id of the event of this slug."""
    return db.session.scalars(sa.select(Event.id).filter_by(slug=slug)).one()


def release(slug: str) -> None:
    """Publish what the tables hold, in a transaction of its own."""
    with unit_of_work():
        publications.publish(
            SYSTEM,
            number(slug),
            status=ReleaseStatus.PROVISIONAL,
            quiet=True,
            now=datetime.now(UTC),
        )
    db.session.remove()


def begin(slug: str, *, first: date = date(2027, 4, 5), **values: Any) -> Builder:
    """Begin a hybrid event of two days whose registration is open."""
    now = datetime.now(UTC)
    return Builder.begin(
        now=now,
        series=None,
        slug=slug,
        edition=None,
        kind=EventKind.FORUM,
        title=Translated(en=f"The {slug}", zh="测量"),
        starts_on=first,
        ends_on=first + timedelta(days=1),
        zone="Asia/Phnom_Penh",
        languages=("en", "zh"),
        capitals=(),
        format=EventFormat.HYBRID,
        state=EventState.PUBLISHED,
        registration_opens_at=now - timedelta(days=1),
        **values,
    )
