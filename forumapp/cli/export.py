"""forumapp export."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app

from forumapp.config import settings
from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.domain.agenda import Visibility
from forumapp.domain.errors import Conflict, NotFound
from forumapp.domain.programme import Programme
from forumapp.domain.volumes import Volume
from forumapp.gateways.files import LocalFiles
from forumapp.render import schedule
from forumapp.render.schedule import Format, Wanted, Working
from forumapp.services import events, publications
from forumapp.services.events import EventRow
from forumapp.services.publications import VolumeRow

STDOUT = "-"
SITE = "site"  # the whole public site as a ZIP, in every language
WAIT = 0.5  # seconds between two looks at a job that another process has taken


@click.command()
@click.option("--event", "slug", required=True, help="The event's slug.")
@click.option(
    "--format",
    "kind",
    type=click.Choice([*(kind.value for kind in Format), SITE]),
    required=True,
    help="What is written; `site` is the whole public site as a ZIP.",
)
@click.option(
    "--draft",
    is_flag=True,
    help="What is being edited, not the latest release. Sheets hold hidden sessions too.",
)
@click.option("--lang", default="", help="The language of texts: one of the event's.")
@click.option("--with", "beside", default="", help="A second one beside it, in a Word document.")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
def export(slug: str, kind: str, draft: bool, lang: str, beside: str, file: Path) -> None:
    """Write the programme of an event to FILE: what everyone may read of its latest release.

    `site` is its whole public site as a ZIP of pages that open without a server. FILE is written
    whole or not at all; - is the standard output.
    """
    event = _event(slug)
    if kind == SITE:
        _export_site(event, file, asked=draft or bool(lang or beside))
        return
    wanted = Wanted(
        locale=_language(event, lang),
        beside=_second(event, Format(kind), beside),
        base_url=settings().base_url,
    )
    with _in_one_line(file):
        programme, data = _written(event, Format(kind), wanted, draft=draft)
        _put(data, file)
    count = len(programme.sessions)
    words = "1 session" if count == 1 else f"{count} sessions"
    click.echo(f"{words} written to {file}.", err=str(file) == STDOUT)


def _export_site(event: EventRow, file: Path, *, asked: bool) -> None:
    if asked:
        raise click.ClickException("The site has every language of the latest release.")
    built = _built(_site(event))
    if built.file is None:
        raise click.ClickException(f"The site could not be copied: {_reason(built)}.")
    with _in_one_line(file):
        _put(LocalFiles(settings().files).read(built.file.file), file)
    click.echo(f"{built.file.pages} pages written to {file}.", err=str(file) == STDOUT)


def _site(event: EventRow) -> Volume:
    try:
        with unit_of_work():
            return publications.sites.ask(SYSTEM, event.id, now=datetime.now(UTC))
    except Conflict as refused:
        raise click.ClickException(f"{event.slug}: {_REFUSED[refused.code]}") from None


def _built(volume: Volume) -> VolumeRow:
    """What became of a volume, built here unless a worker has it."""
    current_app.extensions["forumapp_jobs"].carry_out(volume.key)
    while (row := publications.volumes.look(volume)).coming:
        db.session.rollback()
        time.sleep(WAIT)
    return row


def _reason(row: VolumeRow) -> str:
    return row.job.error if row.job else "nobody knows why"


_REFUSED = {
    "not_public": "it is a draft, so there is no public site.",
    "no_release": "it has no release yet, so there is nothing to copy.",
}


def _event(slug: str) -> EventRow:
    try:
        return events.event(slug)
    except NotFound:
        raise click.ClickException(f"There is no event {slug}.") from None


def _language(event: EventRow, asked: str) -> str:
    """The language asked for; else English where the event has it, else its first."""
    own = event.languages or ("en",)
    if not asked:
        return "en" if "en" in own else own[0]
    return _own(event, asked)


def _second(event: EventRow, kind: Format, asked: str) -> str:
    """The second language asked for, if any."""
    if asked and not kind.takes_two:
        raise click.ClickException(f"--with is for {Format.DOCX}; {kind} holds one language.")
    return _own(event, asked) if asked else ""


def _own(event: EventRow, asked: str) -> str:
    own = event.languages or ("en",)
    if asked not in own:
        raise click.ClickException(f"{event.slug} has no texts in {asked}, only {', '.join(own)}.")
    return asked


def _written(
    event: EventRow, kind: Format, wanted: Wanted, *, draft: bool
) -> tuple[Programme, bytes]:
    """The programme that is written, and the file."""
    programme, working = _draft(event, kind) if draft else (_released(event), None)
    return programme, schedule.file(programme, kind, replace(wanted, working=working))


def _draft(event: EventRow, kind: Format) -> tuple[Programme, Working | None]:
    found = publications.working(SYSTEM, event.id, now=datetime.now(UTC))
    if kind.works:
        return found.programme, Working(video_rooms=found.video_rooms)
    return found.programme.visible_to(Visibility.PUBLIC), None


def _released(event: EventRow) -> Programme:
    history = publications.history(event.id)
    if not history:
        raise click.ClickException(
            f"{event.slug} has no release yet; --draft writes what is being edited."
        )
    return publications.programme(history[0].id).visible_to(Visibility.PUBLIC)


def _put(data: bytes, file: Path) -> None:
    if str(file) == STDOUT:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    if file.exists() and not file.is_file():  # a device or a pipe
        file.write_bytes(data)
        return
    with _whole(file.resolve()) as target:
        target.write_bytes(data)


@contextmanager
def _whole(file: Path) -> Iterator[Path]:
    """A new file beside this one, which takes its place and its mode once it is written."""
    mode = file.stat().st_mode if file.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    os.close(handle)
    beside = Path(name)
    try:
        yield beside
        beside.chmod(mode)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def _in_one_line(file: Path) -> Iterator[None]:
    """End the command with a line about a file that can't be written."""
    try:
        yield
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror or error}.") from None
