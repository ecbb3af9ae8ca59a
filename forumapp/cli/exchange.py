"""forumapp import."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from forumapp.cli import report
from forumapp.db import unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.domain.errors import Invalid, NotFound
from forumapp.domain.programme import ReleaseStatus
from forumapp.domain.schedules import (
    Ask,
    Code,
    Plan,
    ReadSchedule,
    Severity,
    Unreadable,
)
from forumapp.gateways import schedules
from forumapp.services import agenda, events, publications


@click.command("import")
@click.option("--event", "slug", required=True, help="The event's slug; made where it is missing.")
@click.option("--publish", is_flag=True, help="Publish the result as the next release.")
@click.option("--dry-run", is_flag=True, help="Tell what would be done, and do nothing.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(slug: str, publish: bool, dry_run: bool, file: Path) -> None:
    """Take FILE over and tell, row by row, what was done.

    It is frab schedule.xml or schedule.json, iCalendar, a spreadsheet (XLSX, CSV) or a Word agenda.
    A session that is here already is changed in place; none is deleted. All is done or nothing.
    Exits 1 when nothing of it could be used.
    """
    now = datetime.now(UTC)
    try:
        read = _read(file, slug, now=now)
        plan = _take_over(slug, read, file=file.name, publish=publish, dry_run=dry_run, now=now)
    except Unreadable as reason:
        raise click.ClickException(f"{file}: {report.one(reason.finding)}") from None
    except Invalid as error:
        raise click.ClickException(f"{file}: {_in_words(error)}.") from None
    for line in report.lines(plan, read.kind):
        click.echo(line)
    if not plan.usable:
        raise click.ClickException(f"{file}: nothing could be used.")
    if dry_run:
        click.echo("Nothing was written: this was a dry run.")


def _in_words(error: Invalid) -> str:
    """What the rules refuse: slug: not a slug."""
    return "; ".join(f"{name}: {code.replace('_', ' ')}" for name, code in error.errors.items())


def _read(file: Path, slug: str, *, now: datetime) -> ReadSchedule:
    """What the file says, read with what is known of the event."""
    with file.open("rb") as opened:
        data = opened.read(schedules.LARGEST + 1)
    try:
        ask = agenda.asking(SYSTEM, events.event(slug).id, today=now.date())
    except NotFound:
        ask = Ask(today=now.date())
    return schedules.read_apart(data, ask)


def _take_over(
    slug: str, read: ReadSchedule, *, file: str, publish: bool, dry_run: bool, now: datetime
) -> Plan:
    """All or nothing, and for a dry run or a file without anything to use nothing."""
    with unit_of_work() as session:
        try:
            event_id = events.event(slug).id
        except NotFound:
            event_id = _founded(slug, read, now=now)
        if dry_run:
            plan = agenda.preview(SYSTEM, event_id, read)
        else:
            plan = agenda.take_over(SYSTEM, event_id, read, file=file, now=now)
        if dry_run or not plan.usable:
            session.rollback()
        elif publish:
            publications.publish(SYSTEM, event_id, status=ReleaseStatus.PROVISIONAL, now=now)
    return plan


def _founded(slug: str, read: ReadSchedule, *, now: datetime) -> int:
    """An event for the file; without a session in it there is nothing to make one of."""
    if not read.sessions:
        fatal = [f for f in read.findings if f.severity in (Severity.FATAL, Severity.WRONG)]
        for finding in fatal[: report.FEW]:
            click.echo(f"  {report.one(finding, read.kind)}")
        raise Unreadable(Code.NOTHING_FOUND)
    return agenda.found_event(SYSTEM, slug, read, now=now)
