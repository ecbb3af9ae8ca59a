"""Pages of a release, kept as compressed bytes.

A release never changes, so what is rendered from it is kept in memory by release, address,
language and zone, and serving it again costs a look-up. Nothing personal is on such a page. Pages
that hardly anyone asks for twice have a shelf of their own, where they push out only each other;
and so have bodies unzipped for readers that take them plain, as no browser does.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Generic, TypeVar

from flask import Response, g, request

from forumapp.http.locale import locale
from forumapp.services import publications

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LIMIT, LIMIT_RARE, LIMIT_PLAIN = 4 * 2**20, 2**20, 2 * 2**20
SMALL = 64 * 2**10  # unzipped again each time, which takes no time
QUICK = 512
LONGEST = 4096  # what of a request is kept to know the same one again
FRESH = "public, max-age=0, must-revalidate"
NOTHING: Mapping[str, object] = MappingProxyType({})
VARY = "Accept-Encoding, Accept-Language, Cookie"


Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A compressed body with its validator."""

    zipped: bytes
    etag: str
    media_type: str
    download: str
    headers: Headers = ()

    @property
    def body(self) -> bytes:
        plain = PLAIN.get((self.etag,)) or gzip.decompress(self.zipped)
        return plain if len(plain) <= SMALL else PLAIN.keep((self.etag,), plain)

    def __len__(self) -> int:
        return len(self.zipped)


Key = tuple[object, ...]
Kept = TypeVar("Kept", Page, bytes)


class Shelf(Generic[Kept]):
    """What was made so far; when it weighs too much, what was asked for longest ago is dropped.

    Pages are made one after the other: who waits for one finds it made, not makes it again.
    """

    def __init__(self, limit: int) -> None:
        self.making = Lock()
        self.weight = 0  # bytes
        self._limit = limit
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Kept | None:
        with self._lock:
            one = self._kept.get(key)
            if one is not None:
                self._kept.move_to_end(key)
        return one

    def keep(self, key: Key, one: Kept) -> Kept:
        with self._lock:
            self.weight += len(one) - len(self._kept.pop(key, b""))
            self._kept[key] = one
            while self.weight > self._limit and len(self._kept) > 1:
                _, dropped = self._kept.popitem(last=False)
                self.weight -= len(dropped)
        return one


COMMON: Shelf[Page] = Shelf(LIMIT)
RARE: Shelf[Page] = Shelf(LIMIT_RARE)
PLAIN: Shelf[bytes] = Shelf(LIMIT_PLAIN)


def released(
    slug: str,
    render: Callable[[publications.Current], str | bytes],
    *,
    media_type: str = "text/html; charset=utf-8",
    asked: Mapping[str, object] = NOTHING,
    vary: tuple[object, ...] = (),
    download: str = "",
    shelf: Shelf[Page] = COMMON,
    headers: Headers = (),
) -> Response:
    """The page that `render` makes of the current release, made once for each variant.

    `asked` are the arguments of the address that it depends on, `vary` what else it does. Where
    readers write their own variants, they belong on the shelf `RARE`. `headers` stand in place of
    those of the same names that every answer has.
    """
    g.asked = asked
    current = publications.current(slug)
    key = (current, request.path, locale(), *asked.values(), *vary)
    page = shelf.get(key)
    if page is None:
        with shelf.making:
            page = shelf.get(key) or shelf.keep(
                key, _make(render(current), media_type, download, headers)
            )
    _remember(shelf, key, current)
    status, fields, body = answer(page, request.environ)
    return Response(body, status=status, headers=fields)


def answer(page: Page, environ: WSGIEnvironment) -> tuple[int, list[tuple[str, str]], bytes]:
    """The page, or 304 when the reader has it (RFC 9110 13.1.2)."""
    zips = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
    etag = f'"{page.etag}-gz"' if zips else f'"{page.etag}"'
    headers = [("ETag", etag), ("Cache-Control", FRESH), ("Vary", VARY), *page.headers]
    if etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        return 304, headers, b""
    body = page.zipped if zips else page.body
    headers += [("Content-Type", page.media_type), ("Content-Length", str(len(body)))]
    if page.download:
        headers.append(("Content-Disposition", f'attachment; filename="{page.download}"'))
    if zips:
        headers.append(("Content-Encoding", "gzip"))
    return 200, headers, body


class QuickPages:
    """Answers what was just asked for, word for word, without waking the application.

    A request is the same when its path, query, languages, cookies and encodings are; its page is
    good while the process trusts what it knows of the event's current release.
    """

    def __init__(self, application: WSGIApplication, headers: Iterable[tuple[str, str]]) -> None:
        self._application = application
        self._headers = list(headers)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        page = _quickly(environ) if environ["REQUEST_METHOD"] == "GET" else None
        if page is None:
            return self._application(environ, start_response)
        status, headers, body = answer(page, environ)
        words = "200 OK" if status == HTTPStatus.OK else "304 Not Modified"
        own = {name for name, _value in page.headers}
        start_response(words, headers + [one for one in self._headers if one[0] not in own])
        return (body,)


_quick: dict[tuple[str, ...], tuple[Shelf[Page], Key, publications.Current]] = {}
_SAME = (
    "PATH_INFO",
    "QUERY_STRING",
    "HTTP_HOST",
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_COOKIE",
    "SCRIPT_NAME",
)


def _same(environ: WSGIEnvironment) -> tuple[str, ...]:
    return tuple([environ.get(name, "") for name in _SAME])


def _quickly(environ: WSGIEnvironment) -> Page | None:
    shelf, key, current = _quick.get(_same(environ), (COMMON, (), None))
    if current is None or not publications.is_current(current):
        return None
    return shelf.get(key)


def _remember(shelf: Shelf[Page], key: Key, current: publications.Current) -> None:
    """Keep the way from this very request to its page, unless answering it sets a cookie."""
    same = _same(request.environ)
    if request.method != "GET" or "lang" in request.args or len("".join(same)) > LONGEST:
        return
    if len(_quick) >= QUICK:
        _quick.clear()
    _quick[same] = shelf, key, current


def _make(body: str | bytes, media_type: str, download: str, headers: Headers) -> Page:
    data = body.encode() if isinstance(body, str) else body
    etag = hashlib.sha256(data).hexdigest()[:32]
    return Page(gzip.compress(data, 6, mtime=0), etag, media_type, download, headers)
