"""Pages of a release, kept as compressed bytes.

A release never changes, so what is rendered from it is kept in memory by release, address,
language and zone, and serving it again costs a look-up. Nothing personal is on such a page.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from flask import Response, request

from forumapp.http.locale import locale
from forumapp.services import publications

LIMIT = 32 * 2**20
FRESH = "public, max-age=0, must-revalidate"


@dataclass(frozen=True, slots=True)
class Page:
    """A body as it is and compressed, with its validator."""

    body: bytes
    zipped: bytes
    etag: str
    media_type: str
    download: str

    @property
    def weight(self) -> int:
        return len(self.body) + len(self.zipped)


class _Shelf:
    """The pages made so far, the least recently made dropped first when they weigh too much."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[object, ...], Page] = OrderedDict()
        self._lock = Lock()
        self._weight = 0

    def get(self, key: tuple[object, ...]) -> Page | None:
        return self._pages.get(key)

    def keep(self, key: tuple[object, ...], page: Page) -> Page:
        with self._lock:
            if key not in self._pages:
                self._pages[key] = page
                self._weight += page.weight
            while self._weight > LIMIT and len(self._pages) > 1:
                _, dropped = self._pages.popitem(last=False)
                self._weight -= dropped.weight
        return page


_shelf = _Shelf()


def released(
    slug: str,
    render: Callable[[publications.Current], str | bytes],
    *,
    media_type: str = "text/html; charset=utf-8",
    vary: tuple[object, ...] = (),
    download: str = "",
) -> Response:
    """The page that `render` makes of the current release, made once for each variant."""
    current = publications.current(slug)
    key = (slug, current.release_id, current.state, request.path, locale(), *vary)
    page = _shelf.get(key)
    if page is None:
        page = _shelf.keep(key, _make(render(current), media_type, download))
    return respond(page)


def respond(page: Page) -> Response:
    """The page, or 304 when the reader has it."""
    zips = "gzip" in request.headers.get("Accept-Encoding", "")
    etag = f'"{page.etag}-gz"' if zips else f'"{page.etag}"'
    headers = {
        "ETag": etag,
        "Cache-Control": FRESH,
        "Vary": "Accept-Encoding, Accept-Language, Cookie",
    }
    if etag in request.headers.get("If-None-Match", ""):
        return Response(status=304, headers=headers)
    headers["Content-Type"] = page.media_type
    if page.download:
        headers["Content-Disposition"] = f'attachment; filename="{page.download}"'
    if zips:
        headers["Content-Encoding"] = "gzip"
    return Response(page.zipped if zips else page.body, headers=headers)


def _make(body: str | bytes, media_type: str, download: str) -> Page:
    data = body.encode() if isinstance(body, str) else body
    etag = hashlib.sha256(data).hexdigest()[:32]
    return Page(data, gzip.compress(data, 6, mtime=0), etag, media_type, download)
