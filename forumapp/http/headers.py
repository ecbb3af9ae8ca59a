"""Headers of every answer. Nothing inline runs anywhere, so no nonce is needed."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html import unescape

from flask import Flask, Response, request

from forumapp.config import settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
FIXED = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_STYLES = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_STYLE_ATTRIBUTES = re.compile(r'\sstyle="([^"]*)"')
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"


def framing(response: Response) -> Response:
    """Let a page show another of ours in a frame."""
    policy = POLICY.replace("form-action", "frame-src 'self'; form-action")
    response.headers["Content-Security-Policy"] = policy
    return response


def seeing(response: Response) -> Response:
    """Let a page use the camera, and read codes in its picture with a worker of its own making."""
    policy = POLICY.replace("form-action", "worker-src 'self' blob:; form-action")
    response.headers["Content-Security-Policy"] = policy
    response.headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()"
    return response


def unpublished(page: str, status: int = 200) -> Response:
    """A page that one person's link leads to: listed nowhere, and its address told to nobody."""
    response = Response(page, status)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def framed_by_anyone() -> tuple[tuple[str, str], ...]:
    """The headers of a page that others may show in frames of theirs."""
    policy = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
    return (
        ("Content-Security-Policy", policy.replace("form-action 'self'", "form-action 'none'")),
        ("Cross-Origin-Resource-Policy", "cross-origin"),
    )


def only_these_styles(html: str) -> Response:
    """A document for a frame of ours that has its styles in its tags, as mails have them.

    Each style is allowed by its own hash (CSP3 6.6.2.5), nothing else is: no script, no address.
    """
    found = {*_STYLES.findall(html), *map(unescape, _STYLE_ATTRIBUTES.findall(html))}
    hashes = " ".join(sorted(f"'sha256-{_digest(style)}'" for style in found))
    response = Response(html)
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'unsafe-hashes' {hashes}; img-src data:; sandbox; "
        "frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
    )
    return response


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def fixed() -> dict[str, str]:
    """The headers that every answer has here."""
    if settings().secure_cookies:
        return {**FIXED, "Strict-Transport-Security": STRICT_TRANSPORT}
    return FIXED


def init_app(app: Flask) -> None:
    always = fixed()
    app.after_request(lambda response: _add(response, always))


def _add(response: Response, always: dict[str, str]) -> Response:
    for name, value in always.items():
        if name not in response.headers:
            response.headers[name] = value
    if "Cache-Control" not in response.headers and request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
        response.headers.add("Vary", "Cookie")
    return response
