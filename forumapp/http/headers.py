"""Headers of every answer. Nothing inline runs anywhere, so no nonce is needed."""

from __future__ import annotations

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
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"


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
