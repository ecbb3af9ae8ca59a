"""Letters that people upload: judged by their content, kept, and given out as attachments only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Response

from forumapp.config import documents_keys, settings
from forumapp.domain.errors import Invalid
from forumapp.gateways.files import LocalFiles
from forumapp.gateways.sealing import seal, unseal
from forumapp.http.pictures import cleaned_picture

PDF = "application/pdf"
LONGEST = 4000  # pixels a side, at which a page of small print is still read
SEALED = ".sealed"
_ENDINGS = {PDF: "pdf", "image/png": "png", "image/jpeg": "jpg"}
_TAIL = 2048  # bytes in which a PDF says that it ends (ISO 32000-2 7.5.5)


def keep_letter(upload: Any, *, field: str) -> tuple[str, str]:
    """Keep an uploaded PDF or picture; returns its key and media type.

    Raises Invalid for the field: `required`, `not_a_letter`, `image_too_large`.
    """
    data, media_type = _cleaned(upload, field=field)
    return _store().put(data, suffix=f".{_ENDINGS[media_type]}"), media_type


def keep_sealed(upload: Any, *, field: str) -> tuple[str, str]:
    """Keep one that shows who somebody is, under the key that is for those alone; as above."""
    data, media_type = _cleaned(upload, field=field)
    sealed = seal(data, documents_keys(settings(), make=True))
    return _store().put(sealed, suffix=SEALED), media_type


def _cleaned(upload: Any, *, field: str) -> tuple[bytes, str]:
    """The content as it may be kept, and its media type."""
    if not upload or not upload.filename:
        raise Invalid({field: "required"})
    data: bytes = upload.read()
    if data.startswith(b"%PDF-"):
        if b"%%EOF" not in data[-_TAIL:]:
            raise Invalid({field: "not_a_letter"})
        return data, PDF
    upload.seek(0)
    try:
        return cleaned_picture(upload, field=field, longest=LONGEST)
    except Invalid as fault:
        code = fault.errors[field]
        raise Invalid({field: "not_a_letter" if code == "not_an_image" else code}) from None


def drop_letters(keys: Iterable[str]) -> None:
    """Delete letters that nothing refers to any more."""
    for key in keys:
        _store().delete(key)


def send_letter(key: str, *, name: str, media_type: str) -> Response:
    """A kept letter as an attachment that runs nothing; NotFound when it isn't in the store."""
    return _attached(_store().read(key), name=name, media_type=media_type)


def send_sealed(key: str, *, name: str, media_type: str) -> Response:
    """A sealed one, opened; NotFound where it isn't in the store or no key opens it."""
    data = unseal(_store().read(key), documents_keys(settings()))
    return _attached(data, name=name, media_type=media_type)


def _attached(data: bytes, *, name: str, media_type: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{_ENDINGS[media_type]}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "no-store",
    }
    return Response(data, mimetype=media_type, headers=headers)


def _store() -> LocalFiles:
    return LocalFiles(settings().files)
