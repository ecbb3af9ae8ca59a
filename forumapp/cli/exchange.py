"""forumapp export and forumapp import."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from flask import Flask

from forumapp.config import settings
from forumapp.db import unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.domain.agenda import Visibility
from forumapp.domain.errors import Invalid, NotFound
from forumapp.domain.programme import Programme, ReleaseStatus
from forumapp.domain.schedules import ReadSchedule, Unreadable
from forumapp.gateways import schedules
from forumapp.i18n.words import label
from forumapp.render import ical, schedule, sheets
from forumapp.services import agenda, events, publications

FORMATS = ("xml", "json", "ics", "csv", "xlsx")


def register(app: Flask) -> None:
    app.cli.add_command(export)
    app.cli.add_command(import_)


@click.command()
@click.option("--event", "slug", required=True, help="The event's slug.")
@click.option("--format", "kind", type=click.Choice(FORMATS), required=True)
@click.option("--draft", is_flag=True, help="What is being edited, not the current release.")
@click.option("--lang", default="en", show_default=True, help="The language of texts.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(slug: str, kind: str, draft: bool, lang: str, file: Path) -> None:
    """Write the programme of an event to FILE: what everyone may read of its current release."""
    programme = _programme(slug, draft=draft)
    file.write_bytes(_written(programme, kind, lang))
    click.echo(f"{len(programme.sessions)} sessions written to {file}.")


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


def _programme(slug: str, *, draft: bool) -> Programme:
    try:
        found = events.event(slug)
    except NotFound:
        raise click.ClickException(f"There is no event {slug}.") from None
    if draft or not found.state.public:
        plan = publications.draft(found.id, now=datetime.now(UTC))
        return plan.visible_to(Visibility.PUBLIC)
    return publications.published(publications.current(slug)).programme


def _written(programme: Programme, kind: str, lang: str) -> bytes:
    base = settings().base_url
    if kind == "xml":
        return schedule.xml(programme, base_url=base, locale=lang)
    if kind == "json":
        return schedule.json(programme, base_url=base, locale=lang)
    if kind == "ics":
        name = programme.event.title.pick(lang)
        source = f"{base}/events/{programme.event.slug}/programme.ics"
        return ical.feed(programme, locale=lang, base_url=base, name=name, source_url=source)
    table = _table(programme, lang)
    if kind == "csv":
        return sheets.csv(table)
    return sheets.xlsx(table, written_at=programme.release.issued_at)


def _table(programme: Programme, lang: str) -> sheets.Table:
    rooms = {room.id: room.name.pick(lang) for room in programme.rooms}
    parts = {part.id: part.name.pick(lang) for part in programme.parts}
    tracks = {track.id: track.name.pick(lang) for track in programme.tracks}
    people = {person.id: person.name for person in programme.people}
    rows = [
        (
            s.starts.date().isoformat(),
            f"{s.starts:%H:%M}",
            f"{s.ends:%H:%M}",
            s.code,
            s.title.pick(lang),
            label(s.kind, lang),
            parts.get(s.part_id, ""),
            rooms.get(s.room_id or 0, ""),
            tracks.get(s.track_id or 0, ""),
            "; ".join(people[t.person_id] for t in s.speakers if t.status.speaks),
        )
        for s in programme.sessions
    ]
    headings = (
        "Date",
        "Start",
        "End",
        "Code",
        "Title",
        "Kind",
        "Part",
        "Room",
        "Track",
        "Speakers",
    )
    return sheets.Table(title="Programme", headings=headings, rows=rows)
