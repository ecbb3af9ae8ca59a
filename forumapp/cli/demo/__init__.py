"""forumapp demo: three events to look at and to try things on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import click
import sqlalchemy as sa

from forumapp.cli import addresses
from forumapp.cli.demo import big, coming, forum2022, jwg2021, today
from forumapp.cli.demo.logins import make_logins, print_logins
from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.domain.events import EventState
from forumapp.domain.programme import ReleaseStatus
from forumapp.models import Event, Job
from forumapp.services import publications
from forumapp.services.publications import issues

EVENTS = {
    "forum-2022": (forum2022.load, ReleaseStatus.ADOPTED),
    "jwg-2021": (jwg2021.load, ReleaseStatus.ADOPTED),
    "forum-next": (coming.load, ReleaseStatus.PROVISIONAL),
}
__all__ = ["load", "print_logins"]


@click.command()
@click.option("--today", "to_today", is_flag=True, help="Move forum-next so that it is on now.")
@click.option("--big", "with_big", is_flag=True, help="Also make the event of 1,000 sessions.")
def demo(to_today: bool, with_big: bool) -> None:
    """Load the demonstration events that are missing, and print the log-ins."""
    load()
    if with_big:
        _load_one("big", big.load, ReleaseStatus.PROVISIONAL)
    if to_today:
        today.move("forum-next", now=datetime.now(UTC))
    print_logins()
    addresses.say_what_decides()


def load() -> None:
    """Load the three demonstration events where they are missing; change nothing that is there."""
    for slug, (write, status) in EVENTS.items():
        _load_one(slug, write, status)
    make_logins(tuple(EVENTS))


def _load_one(slug: str, write: Callable[[datetime], Event], status: ReleaseStatus) -> None:
    if db.session.scalar(sa.select(Event.id).filter_by(slug=slug)) is not None:
        return
    moment = datetime.now(UTC)
    with unit_of_work():
        event = write(moment)
        publications.publish(SYSTEM, event.id, status=status, quiet=True, now=event.created_at)
        if event.state is EventState.ARCHIVED:
            issues.issue(SYSTEM, event.id, now=moment)
        # Their PDFs are asked for today, however long ago the programme was published.
        db.session.execute(
            sa.update(Job).filter_by(event_id=event.id).values(due_at=moment, created_at=moment)
        )
    db.session.expunge_all()
