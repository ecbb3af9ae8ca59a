"""The files that go with mails: those of everybody, and the papers that are a reader's own."""

from __future__ import annotations

from forumapp.config import settings
from forumapp.db import db
from forumapp.domain.circulars import CircularFacts, OwnPaper
from forumapp.domain.errors import NotFound
from forumapp.domain.letters import Letter
from forumapp.domain.papers import TextKind
from forumapp.domain.volumes import Volume
from forumapp.gateways.files import LocalFiles
from forumapp.http.calendars import written
from forumapp.i18n.words import label
from forumapp.jobs import publications
from forumapp.jobs.progress import GiveUp
from forumapp.render.letters import paper_name
from forumapp.render.mail import Attachment
from forumapp.services.people import participation


class Unmade(Exception):
    """A paper couldn't be made this time."""


def enclosures(letter: Letter, circular: CircularFacts) -> list[Attachment]:
    """What is attached, in the order in which the mail names it. Raises Unmade."""
    own = [_own(letter, paper) for paper in circular.papers]
    store = LocalFiles(settings().files)
    files = [
        Attachment(name=one.name, media_type=one.media_type, data=store.read(one.file))
        for one in circular.files
    ]
    return [*(one for one in own if one is not None), *files]


def note_verbale(volume: Volume, locale: str) -> Attachment:
    """The note that goes with the invitation of a delegation. Raises Unmade."""
    name = label(TextKind.NOTE, locale)
    return Attachment(name=f"{name}.pdf", media_type="application/pdf", data=_pdf(volume))


def _own(letter: Letter, paper: OwnPaper) -> Attachment | None:
    name = paper_name(paper.what, letter.locale)
    if paper.volume is not None:
        data = _pdf(paper.volume)
        return Attachment(name=f"{name}.pdf", media_type="application/pdf", data=data)
    try:
        data = written(participation.calendar_of(letter.person.id))
    except NotFound:  # withdrew in this moment
        return None
    finally:
        db.session.rollback()
    return Attachment(name=f"{name}.ics", media_type="text/calendar", data=data)


def _pdf(volume: Volume) -> bytes:
    """Letters are kept, since their readers open them too; a badge is made for this mail alone."""
    try:
        return publications.pdf(volume, keep=not volume.passing)
    except GiveUp as over:
        raise Unmade(str(over)) from over
