"""forumapp import."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from flask import Flask

from forumapp.db import unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.domain.errors import Invalid, NotFound
from forumapp.domain.programme import ReleaseStatus
from forumapp.domain.schedules import ReadSchedule, Unreadable
from forumapp.gateways import schedules
from forumapp.services import agenda, events, publications


def register(app: Flask) -> None:
    app.cli.add_command(import_)


@click.command("import")
@click.option("--event", "slug", required=True, help="The event's slug; made where it is missing.")
@click.option("--publish", is_flag=True, help="Publish the result as the next release.")
@click.option("--dry-run", is_flag=True, help="Tell what would be done, and do nothing.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(slug: str, publish: bool, dry_run: bool, file: Path) -> None:
    """Take FILE over (schedule.json, schedule.xml or .ics) and tell what was done.

    A session that is here already is changed in place. Exits 1 when nothing could be used.
    """
    try:
        read = schedules.read(file.read_bytes())
    except Unreadable as error:
        raise click.ClickException(f"{file}: {error}.") from None
    for name, problem in read.problems:
        click.echo(f"  {problem.value.replace('_', ' ')}: {name}")
    if not read.sessions:
        raise click.ClickException(f"{file}: nothing could be used.")
    try:
        taken = _take_over(slug, read, publish=publish, dry_run=dry_run)
    except Invalid as error:
        raise click.ClickException(f"{file}: {dict(error.errors)}.") from None
    if dry_run:
        click.echo("Nothing was written: this was a dry run.")
    left = len(read.problems)
    click.echo(
        f"{taken.new} new, {taken.changed} changed, {taken.unchanged} unchanged, {left} problems."
    )


def _take_over(slug: str, read: ReadSchedule, *, publish: bool, dry_run: bool) -> agenda.Taken:
    """All or nothing, and for a dry run nothing."""
    now = datetime.now(UTC)
    with unit_of_work() as session:
        event_id = _event_id(slug, read, now)
        taken = agenda.take_over(SYSTEM, event_id, read, now=now)
        if publish:
            publications.publish(SYSTEM, event_id, status=ReleaseStatus.PROVISIONAL, now=now)
        if dry_run:
            session.rollback()
    return taken


def _event_id(slug: str, read: ReadSchedule, now: datetime) -> int:
    try:
        return events.event(slug).id
    except NotFound:
        first, last = read.days
    values: dict[str, Any] = {
        "slug": slug,
        "title": {"en": read.title or slug},
        "kind": "forum",
        "format": "hybrid",
        "languages": ("en",),
        "zone": read.zone or "UTC",
        "starts_on": first,
        "ends_on": last,
    }
    return events.event(events.create(SYSTEM, values=values, now=now)).id
