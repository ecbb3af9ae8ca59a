"""Logos: made safe, kept in the file store, shown to whoever may see the event."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from forumapp.config import settings
from forumapp.domain.errors import Invalid, NotFound
from forumapp.gateways.files import LocalFiles
from forumapp.gateways.images import ImageFault, NotAnImage, clean_image
from forumapp.http.guard import public
from forumapp.http.identity import actor
from forumapp.services import events
from forumapp.web.events import bp

LONGEST = 800  # pixels a side: sharp in print at 6 cm
SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg"}
TYPES = {suffix: media_type for media_type, suffix in SUFFIXES.items()}
FOREVER = "max-age=31536000, immutable"
_FAULTS = {
    ImageFault.BYTES: "image_too_large",
    ImageFault.PIXELS: "image_too_large",
    ImageFault.KIND: "not_an_image",
    ImageFault.DAMAGED: "not_an_image",
}


@bp.get("/events/<slug>/logos/<key>")
@public
def logo(slug: str, key: str) -> ResponseReturnValue:
    """A logo of an event; its key names its content, so it never changes."""
    if not events.may_show_logo(actor(), slug, key):
        raise NotFound
    audience = "private" if request.cookies else "public"
    headers = {"Cache-Control": f"{audience}, {FOREVER}", "ETag": f'"{key}"'}
    if request.if_none_match.contains(key):
        return Response(status=304, headers=headers)
    media_type = TYPES.get(f".{key.rpartition('.')[2]}", "application/octet-stream")
    return Response(_store().read(key), mimetype=media_type, headers=headers)


def keep_logo(upload: Any) -> str:
    """Keep an uploaded picture and return its key, empty without one; Invalid `upload`."""
    if not upload or not upload.filename:
        return ""
    upload.stream.seek(0)
    data = upload.read()
    try:
        picture = clean_image(data, longest=LONGEST)
    except NotAnImage as fault:
        raise Invalid({"upload": _FAULTS[fault.code]}) from None
    return _store().put(picture.data, suffix=SUFFIXES[picture.media_type])


def _store() -> LocalFiles:
    return LocalFiles(settings().files)
