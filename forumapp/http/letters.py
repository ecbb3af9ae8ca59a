"""Letters that people upload: judged by their content, kept, and given out as attachments only."""

from __future__ import annotations

from typing import Any

from flask import Response

from forumapp.config import settings
from forumapp.domain.errors import Invalid
from forumapp.gateways.files import LocalFiles
from forumapp.http.pictures import keep_picture

PDF = "application/pdf"
LONGEST = 4000  # pixels a side, at which a page of small print is still read
_TYPES = {"pdf": PDF, "png": "image/png", "jpg": "image/jpeg"}
_TAIL = 2048  # bytes in which a PDF says that it ends (ISO 32000-2 7.5.5)


def keep_letter(upload: Any, *, field: str) -> tuple[str, str]:
    """Keep an uploaded PDF or picture; returns its key and media type.

    Raises Invalid for the field: `required`, `not_a_letter`, `image_too_large`.
    """
    if not upload or not upload.filename:
        raise Invalid({field: "required"})
    data = upload.read()
    if data.startswith(b"%PDF-"):
        if b"%%EOF" not in data[-_TAIL:]:
            raise Invalid({field: "not_a_letter"})
        return _store().put(data, suffix=".pdf"), PDF
    upload.seek(0)
    try:
        key = keep_picture(upload, field=field, longest=LONGEST)
    except Invalid as fault:
        code = fault.errors[field]
        raise Invalid({field: "not_a_letter" if code == "not_an_image" else code}) from None
    return key, _TYPES[key.rpartition(".")[2]]


def drop_letter(key: str) -> None:
    """Delete a letter that nothing refers to any more."""
    if key:
        _store().delete(key)


def send_letter(key: str, *, name: str, media_type: str) -> Response:
    """A kept letter as an attachment that runs nothing; NotFound when it isn't in the store."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{key.rpartition(".")[2]}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "no-store",
    }
    return Response(_store().read(key), mimetype=media_type, headers=headers)


def _store() -> LocalFiles:
    return LocalFiles(settings().files)
