"""Papers made of the registrations, from what the services know to what is to be set."""

from __future__ import annotations

from datetime import datetime

from forumapp.domain.volumes import Volume
from forumapp.render import papers as layout
from forumapp.render.pdf.assets import PdfAssets
from forumapp.render.pdf.document import PdfDocument
from forumapp.services import papers


def document(volume: Volume, *, now: datetime) -> tuple[PdfDocument, PdfAssets]:
    """What a paper is made of; NotFound when the tables have moved on since it was asked for."""
    return _participants(volume, now=now), PdfAssets()


def _participants(volume: Volume, *, now: datetime) -> PdfDocument:
    facts, standing, changes = papers.of_volume(volume, now=now)
    return layout.participants(
        facts,
        standing,
        changes=changes,
        locale=volume.locale,
        public=volume.layout == papers.PUBLIC,
    )
