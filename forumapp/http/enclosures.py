"""Uploaded files that go with mails: judged by their content, kept, given out as attachments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from flask import Response

from forumapp.config import settings
from forumapp.domain.errors import Invalid
from forumapp.gateways.files import LocalFiles

_FAULTS = {"kind": "not_sent_on", "macros": "macros", "image_too_large": "image_too_large"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A kept file under the name that it came with; `size` in bytes."""

    file: str
    name: str
    media_type: str
    size: int


def keep_enclosure(upload: Any, *, field: str) -> Kept:
    """Keep an uploaded file.

    Raises Invalid for the field: `required`, `not_sent_on`, `macros`, `image_too_large`.
    """
    from forumapp.gateways.enclosures import Unfit, fit

    if not upload or not upload.filename:
        raise Invalid({field: "required"})
    try:
        found = fit(upload.read())
    except Unfit as fault:
        raise Invalid({field: _FAULTS[str(fault)]}) from None
    return Kept(
        file=_store().put(found.data, suffix=found.suffix),
        name=PurePath(upload.filename.replace("\\", "/")).name,
        media_type=found.media_type,
        size=len(found.data),
    )


def drop_enclosures(keys: Iterable[str]) -> None:
    """Delete files that nothing refers to any more."""
    for key in keys:
        _store().delete(key)


def send_enclosure(file: str, *, name: str, media_type: str) -> Response:
    """A kept file as an attachment that runs nothing; NotFound when it isn't in the store."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "no-store",
    }
    return Response(_store().read(file), mimetype=media_type, headers=headers)


def _store() -> LocalFiles:
    return LocalFiles(settings().files)
