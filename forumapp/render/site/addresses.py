"""Which addresses of an event belong to its copy, and the file that each becomes."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit

_KEPT = (
    "part",
    "view",
    "with",
)  # what of a query makes another page
_PAGE = re.compile(
    r"(?:|programme|programme/files|programme/changes|speakers|notices|proceedings)$"
)
_NUMBERED = re.compile(r"programme/releases/\d+$|sessions/[^/]+$")
_FILES = re.compile(
    r"(?:programme\.(?:ics|xml|json|csv|xlsx|docx|pdf)|proceedings\.pdf|sessions/[^/]+\.ics"
    r"|programme/changes\.json)$"
)
_SHARED = re.compile(r"(?:theme\.css|logos/[^/]+|photos/[^/]+)$")
_SAFE = re.compile(r"[A-Za-z0-9._-]{1,80}")


@dataclass(frozen=True, slots=True)
class Address:
    """Something of the copy: its path, its query, and its language, empty where it has none."""

    path: str
    query: str = ""
    locale: str = ""

    def file(self, slug: str) -> str:
        """Its name in the copy: en/sessions/OPEN.html, static/css/app.css."""
        if self.path.startswith("/static/"):
            return self.path.removeprefix("/")
        inside = unquote(self.path.removeprefix(f"/events/{slug}/")) or "index"
        if not self.locale:
            return inside
        stem, dot, ending = inside, ".", "html"
        if not is_page(self, slug):
            stem, dot, ending = inside.rpartition(".")
        name = "/".join(_safe(piece) for piece in stem.split("/"))
        marks = "".join(f"-{key}-{_safe(value)}" for key, value in parse_qsl(self.query))
        return f"{self.locale}/{name}{marks}{dot}{ending}"


def is_page(address: Address, slug: str) -> bool:
    """Whether it is a page of HTML."""
    inside = address.path.removeprefix(f"/events/{slug}/")
    page = _PAGE.match(inside) or (_NUMBERED.match(inside) and not _FILES.match(inside))
    return bool(address.locale and page)


def address_of(
    link: str, *, of: Address, slug: str, host: str, locales: tuple[str, ...]
) -> Address | None:
    """What a link on this page leads to, None where that is no part of the copy."""
    whole = urlsplit(urljoin(f"{host}{of.path}" + (f"?{of.query}" if of.query else ""), link))
    if f"{whole.scheme}://{whole.netloc}" != host:
        return None
    if whole.path.startswith("/static/"):
        return Address(whole.path)
    inside = whole.path.removeprefix(f"/events/{slug}/")
    if inside == whole.path:
        return None
    if _SHARED.match(inside):
        return Address(whole.path)
    return _with_language(whole.path, dict(parse_qsl(whole.query)), of, locales, inside)


def _with_language(
    path: str, asked: dict[str, str], of: Address, locales: tuple[str, ...], inside: str
) -> Address | None:
    locale = asked.pop("lang", of.locale)
    known = _PAGE.match(inside) or _NUMBERED.match(inside) or _FILES.match(inside)
    if not known or locale not in locales or asked.keys() - set(_KEPT):
        return None
    return Address(path, urlencode(sorted(asked.items())), locale)


def _safe(piece: str) -> str:
    """A piece of a file's name that every system takes, and no other piece comes to."""
    if _SAFE.fullmatch(piece) and piece.strip("."):
        return piece
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", piece)[:40].strip("._")
    return f"{plain}-{hashlib.sha256(piece.encode()).hexdigest()[:8]}".lstrip("-")
