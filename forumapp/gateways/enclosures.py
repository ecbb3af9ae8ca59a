"""Files that are sent on to others: known by their content, and of the kinds that offices use."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from zipfile import BadZipFile, ZipFile

from forumapp.domain.errors import DomainError
from forumapp.domain.schedules.findings import Unreadable
from forumapp.gateways.images import ImageFault, NotAnImage, clean_image
from forumapp.gateways.schedules.archives import check

LONGEST = 4000  # pixels a side, at which a plan of a building is still read
_TAIL = 2048  # bytes in which a PDF says that it ends (ISO 32000-2 7.5.5)
_OFFICE = "application/vnd.openxmlformats-officedocument"
_KINDS = {
    "word/document.xml": (".docx", f"{_OFFICE}.wordprocessingml.document"),
    "xl/workbook.xml": (".xlsx", f"{_OFFICE}.spreadsheetml.sheet"),
    "ppt/presentation.xml": (".pptx", f"{_OFFICE}.presentationml.presentation"),
}
_SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg"}


class Unfit(DomainError):
    """A file that isn't sent on: `kind`, `macros` or `image_too_large`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FitFile:
    """A file that may be sent on; a picture is written anew, without what it tells of its maker."""

    data: bytes = field(repr=False)
    suffix: str
    media_type: str


def fit(data: bytes) -> FitFile:
    """A PDF, a picture, or a Word, Excel or PowerPoint file without macros; raises Unfit."""
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-_TAIL:]:
        return FitFile(data=data, suffix=".pdf", media_type="application/pdf")
    if data.startswith(b"PK"):
        suffix, media_type = _office(data)
        return FitFile(data=data, suffix=suffix, media_type=media_type)
    try:
        picture = clean_image(data, longest=LONGEST)
    except NotAnImage as fault:
        large = fault.code in (ImageFault.BYTES, ImageFault.PIXELS)
        raise Unfit("image_too_large" if large else "kind") from None
    suffix = _SUFFIXES[picture.media_type]
    return FitFile(data=picture.data, suffix=suffix, media_type=picture.media_type)


def _office(data: bytes) -> tuple[str, str]:
    """The kind of an Office file by what is in it (ECMA-376 part 2)."""
    try:
        check(data)
        with ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (Unreadable, BadZipFile):
        raise Unfit("kind") from None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unfit("macros")
    for name, kind in _KINDS.items():
        if name in names and "[Content_Types].xml" in names:
            return kind
    raise Unfit("kind")
