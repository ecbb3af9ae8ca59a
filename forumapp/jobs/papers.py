"""Papers made of the registrations, from what the services know to what is to be set."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from forumapp.config import settings
from forumapp.domain.errors import NotFound
from forumapp.domain.papers import Badge, Badges, DoorList, LetterSet, ParticipantsList, PlateKind
from forumapp.domain.papers.seating import SeatingPlan
from forumapp.domain.volumes import Volume, VolumeName
from forumapp.gateways.files import LocalFiles
from forumapp.gateways.images import NotAnImage, clean_image
from forumapp.render import papers as layout
from forumapp.render.pdf.assets import PdfAssets
from forumapp.render.pdf.document import PdfDocument
from forumapp.services import delegations, papers

PHOTO = 480  # pixels of a photo's longer side, enough for 40 mm in print


def document(volume: Volume, *, now: datetime) -> tuple[PdfDocument, PdfAssets]:
    """What a paper is made of; NotFound when the tables have moved on since it was asked for."""
    if volume.name is VolumeName.PARTICIPANTS:
        return _participants(volume, now=now), PdfAssets()
    if volume.name is VolumeName.LETTER:
        held = papers.letter_facts(volume.number)
        return layout.letter(held, base_url=settings().base_url), PdfAssets()
    if volume.name is VolumeName.NOTE:
        return layout.note(delegations.note_of(volume, now=now)), PdfAssets()
    facts = papers.print_of(volume)
    if isinstance(facts, Badges):
        names, assets = _photos(facts.badges)
        made = layout.badges(facts, photos=names, locale=volume.locale, created=now)
        return made, assets
    return _without_pictures(volume, facts, now=now), PdfAssets()


def _without_pictures(volume: Volume, facts: papers.Printed, *, now: datetime) -> PdfDocument:
    """Letters together, door lists, and what shows the delegations."""
    set_in: dict[str, Any] = {"locale": volume.locale, "created": now}
    if isinstance(facts, LetterSet):
        issued = papers.letters_facts(facts.ids)
        return layout.letters(issued, facts, base_url=settings().base_url, **set_in)
    if isinstance(facts, DoorList):
        return layout.door_list(facts, **set_in)
    if isinstance(facts, SeatingPlan):
        return layout.seating(facts, **set_in)
    assert isinstance(facts, ParticipantsList)
    if volume.name is VolumeName.FLAGS:
        return layout.flags(facts, **set_in)
    return layout.plates(facts, PlateKind(volume.layout), **set_in)


def _participants(volume: Volume, *, now: datetime) -> PdfDocument:
    facts, standing, changes = papers.of_volume(volume, now=now)
    return layout.participants(
        facts,
        standing,
        changes=changes,
        locale=volume.locale,
        public=volume.layout == papers.PUBLIC,
    )


def _photos(badges: Iterable[Badge]) -> tuple[dict[str, str], PdfAssets]:
    """Each photo's key to its name among the assets, and the pictures; a lost one is left out."""
    found = {key: _photo(key) for key in {one.person.photo for one in badges} if key}
    names = {key: f"{hashlib.sha256(key.encode()).hexdigest()}.jpg" for key in found if found[key]}
    return names, PdfAssets({names[key]: data for key, data in found.items() if data})


def _photo(key: str) -> bytes:
    try:
        return clean_image(LocalFiles(settings().files).read(key), longest=PHOTO).data
    except (NotFound, NotAnImage, OSError):
        return b""
