"""The one way WeasyPrint reaches a file: names on the allow-list and small inline images."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from pathlib import Path

from weasyprint.urls import URLFetcher, URLFetcherResponse

from forumapp.render.pdf.assets import SCHEME

FONT_SCHEME = "font:"
FONTS = Path(__file__).parents[2] / "static" / "fonts"

_INLINE = re.compile(r"data:(image/(?:png|jpeg|gif|webp|svg\+xml));base64,([A-Za-z0-9+/=\s%]*)")
_LONGEST_INLINE = 256 * 1024


class Refused(ValueError):
    """The address isn't on the allow-list."""


class AllowListFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Serves `asset:name` and `font:file`, and refuses every other scheme, file and http included.

    Opens nothing itself: it never calls the fetcher it stands in for.
    """

    def __init__(self, assets: Mapping[str, str]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._assets = assets

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The content at this address; raises `Refused`, which WeasyPrint logs and goes on."""
        if url.startswith("data:"):
            return _inline(url)
        return _packaged(url) if url.startswith(FONT_SCHEME) else self._asset(url)

    def _asset(self, url: str) -> URLFetcherResponse:
        path = self._assets.get(url.removeprefix(SCHEME)) if url.startswith(SCHEME) else None
        if path is None:
            raise Refused(f"not on the allow-list: {url[:100]!r}")
        content = Path(path).read_bytes()
        return URLFetcherResponse(url, content, {"Content-Type": _media_type(content)})


def _packaged(url: str) -> URLFetcherResponse:
    name = url.removeprefix(FONT_SCHEME)
    if name not in {path.name for path in FONTS.glob("*.ttf")}:
        raise Refused(f"not a packaged font: {name[:100]!r}")
    return URLFetcherResponse(url, (FONTS / name).read_bytes(), {"Content-Type": "font/ttf"})


def _inline(url: str) -> URLFetcherResponse:
    match = _INLINE.fullmatch(url) if len(url) <= _LONGEST_INLINE else None
    if match is None:
        raise Refused("an inline image must be a small PNG, JPEG, GIF, WebP or SVG in base64")
    try:
        content = base64.b64decode(match[2].replace("%0A", ""))
    except binascii.Error as error:
        raise Refused("an inline image must be base64") from error
    return URLFetcherResponse(url, content, {"Content-Type": match[1]})


def _media_type(content: bytes) -> str:
    start = content[:512].lstrip()
    return "image/svg+xml" if start.startswith((b"<?xml", b"<svg", b"<!--")) else "image/x-any"
