"""Building a volume: a PDF, in processes of its own, or a copy of the site, kept in the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from forumapp.config import settings
from forumapp.db import db, unit_of_work
from forumapp.domain.agenda import Visibility
from forumapp.domain.errors import NotFound
from forumapp.domain.programme import OrganisationFacts
from forumapp.domain.volumes import Volume, VolumeName
from forumapp.gateways.files import LocalFiles
from forumapp.jobs import papers, site
from forumapp.jobs.progress import GiveUp, Progress
from forumapp.render import volumes as layout
from forumapp.render.pdf.assets import PdfAssets
from forumapp.render.pdf.document import PdfDocument, PdfFailed, Reason
from forumapp.render.pdf.engine import write
from forumapp.render.volumes.pages import count_pages
from forumapp.services import publications

# What another try can't mend.
_FINAL = frozenset({Reason.MISSING, Reason.LINK, Reason.MARKUP})


class BuildFailed(Exception):
    """Why no file came out: a reason's code, the chapter's key if any, and a detail."""


def build(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Build a PDF or a copy of the site and keep it; the same volume is never built twice.

    What fails says `reason|chapter|detail`; GiveUp where another try would fail alike.
    """
    volume = Volume.of(payload)
    known = publications.volumes.look(volume).file
    if known is not None:
        return {"size": known.size, "pages": known.pages}
    data, pages = _made(volume, progress)
    key = _store().put(data, suffix=f".{volume.name.ending}")
    with unit_of_work():
        gone = publications.volumes.keep(
            volume, file=key, size=len(data), pages=pages, now=datetime.now(UTC)
        )
    for file in gone:
        _store().delete(file)
    return {"size": len(data), "pages": pages}


def pdf(volume: Volume, *, keep: bool) -> bytes:
    """The bytes of a PDF, built here and now unless it is there; kept for the next who asks."""
    if not keep:
        return _made(volume, Progress())[0]
    build(volume.plain(), Progress())
    row = publications.volumes.look(volume)
    db.session.rollback()
    if row.file is None:
        raise GiveUp(f"{publications.volumes.SUPERSEDED}||")
    return _store().read(row.file.file)


def _made(volume: Volume, progress: Progress) -> tuple[bytes, int]:
    """The file, and how many pages it has."""
    if volume.name is VolumeName.SITE:
        return _site(volume, progress)
    document, assets = _document(volume)
    db.session.rollback()  # no transaction stays open while chapters are set
    data = _written(document, assets, progress)
    return data, count_pages(data)


def _site(volume: Volume, progress: Progress) -> tuple[bytes, int]:
    """The copy of a site, with the PDFs that it leads to, which are built first."""
    for part in publications.sites.volumes_in(volume):
        build(part.plain(), progress)
    db.session.rollback()
    try:
        return site.copied(volume, progress)
    except site.Unfit as reason:
        raise GiveUp(f"{reason}||") from None


def _document(volume: Volume) -> tuple[PdfDocument, PdfAssets]:
    if volume.name is VolumeName.PROCEEDINGS:
        return _proceedings(volume)
    if volume.name is VolumeName.PROGRAMME:
        return _programme(volume)
    try:
        return papers.document(volume, now=datetime.now(UTC))
    except NotFound:
        raise GiveUp(f"{publications.volumes.SUPERSEDED}||") from None


def _programme(volume: Volume) -> tuple[PdfDocument, PdfAssets]:
    facts = publications.programme(volume.release_id).visible_to(Visibility.PUBLIC)
    if volume.clocks is not None:
        facts = replace(facts, event=replace(facts.event, capitals=volume.clocks))
    part = next((part for part in facts.parts if part.id == volume.part_id), None)
    logos, assets = _logos(facts.event.organisations)
    document = layout.programme(
        facts.of_part(part.id) if part else facts,
        locale=volume.locale,
        beside=volume.beside,
        base_url=settings().base_url,
        part=part,
        logos=logos,
    )
    return document, assets


def _proceedings(volume: Volume) -> tuple[PdfDocument, PdfAssets]:
    try:
        facts = publications.issues.of_digest(volume.event_id, volume.digest, now=datetime.now(UTC))
    except NotFound:
        raise GiveUp(f"{publications.volumes.SUPERSEDED}||") from None
    logos, assets = _logos(facts.programme.event.organisations)
    document = layout.proceedings(
        facts, locale=volume.locale, base_url=settings().base_url, logos=logos
    )
    return document, assets


def _logos(organisations: Iterable[OrganisationFacts]) -> tuple[dict[int, str], PdfAssets]:
    """Each organisation's number to its logo's name, and the files; a lost file is no logo."""
    names: dict[int, str] = {}
    images: dict[str, bytes | Path] = {}
    for organisation in organisations:
        path = _logo(organisation.logo)
        if path is not None:
            names[organisation.id] = path.name
            images[path.name] = path
    return names, PdfAssets(images)


def _logo(key: str) -> Path | None:
    if not key:
        return None
    try:
        path = _store().path(key)
    except NotFound:
        return None
    return path if path.is_file() else None


def _written(document: PdfDocument, assets: PdfAssets, progress: Progress) -> bytes:
    try:
        return write(
            document, assets=assets, cache=settings().cache / "chapters", on_progress=progress
        )
    except PdfFailed as failure:
        reason = f"{failure.reason}|{failure.chapter}|{failure.detail}"
        if failure.reason in _FINAL:
            raise GiveUp(reason) from failure
        raise BuildFailed(reason) from failure


def _store() -> LocalFiles:
    return LocalFiles(settings().files)
