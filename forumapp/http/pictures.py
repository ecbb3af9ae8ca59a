"""Uploaded pictures: made safe, kept in the file store, sent under the name of their content."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from forumapp.config import settings
from forumapp.domain.errors import Invalid
from forumapp.gateways.files import LocalFiles

_SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg"}
_TYPES = {suffix: media_type for media_type, suffix in _SUFFIXES.items()}
_FAULTS = {
    "bytes": "image_too_large",
    "pixels": "image_too_large",
    "kind": "not_an_image",
    "damaged": "not_an_image",
}


def keep_picture(upload: Any, *, field: str, longest: int) -> str:
    """Keep an uploaded picture of at most `longest` pixels a side and return its key.

    Raises Invalid for the field: `required`, `not_an_image`, `image_too_large`.
    """
    data, media_type = cleaned_picture(upload, field=field, longest=longest)
    return _store().put(data, suffix=_SUFFIXES[media_type])


def cleaned_picture(upload: Any, *, field: str, longest: int) -> tuple[bytes, str]:
    """The picture as `keep_picture` keeps it, and its media type; it raises the same."""
    from forumapp.gateways.images import NotAnImage, clean_image

    if not upload or not upload.filename:
        raise Invalid({field: "required"})
    try:
        picture = clean_image(upload.read(), longest=longest)
    except NotAnImage as fault:
        raise Invalid({field: _FAULTS[fault.code]}) from None
    return picture.data, picture.media_type


def send_picture(key: str, *, seconds: int, private: bool) -> Response:
    """A kept picture, 304 when the reader has it; NotFound for a key that isn't in the store."""
    audience = "private" if private else "public"
    headers = {"Cache-Control": f"{audience}, max-age={seconds}, immutable", "ETag": f'"{key}"'}
    if request.if_none_match.contains(key):
        return Response(status=304, headers=headers)
    media_type = _TYPES.get(f".{key.rpartition('.')[2]}", "application/octet-stream")
    return Response(_store().read(key), mimetype=media_type, headers=headers)


def picture(key: str) -> bytes:
    """A kept picture's bytes; NotFound for a key that isn't in the store."""
    return _store().read(key)


def send_small_picture(key: str, *, longest: int) -> Response:
    """A kept picture of at most `longest` pixels a side, for one person's eyes."""
    from forumapp.gateways.images import clean_image

    small = clean_image(picture(key), longest=longest)
    return Response(small.data, mimetype=small.media_type)


def _store() -> LocalFiles:
    return LocalFiles(settings().files)
