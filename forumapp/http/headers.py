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


def init_app(app: Flask) -> None:
    if settings().secure_cookies:
        with_tls = {**FIXED, "Strict-Transport-Security": STRICT_TRANSPORT}
        app.after_request(lambda response: _add(response, with_tls))
    else:
        app.after_request(lambda response: _add(response, FIXED))


def _add(response: Response, fixed: dict[str, str]) -> Response:
    for name, value in fixed.items():
        if name not in response.headers:
            response.headers[name] = value
    if "Cache-Control" not in response.headers and request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
        response.headers.add("Vary", "Cookie")
    return response
