"""Refusals of the domain as pages with the right status."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from forumapp.domain import errors

log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    for kind, status in STATUS.items():
        app.register_error_handler(kind, _answer(status))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SecurityError, _unknown_host)
    app.register_error_handler(CSRFError, _answer(400, "form_expired"))
    app.register_error_handler(OperationalError, _unavailable)
    # A NUL, which PostgreSQL keeps in no text, or what else a column can't hold.
    app.register_error_handler(DataError, _answer(400))
    # A number that no database has room for is that of nothing.
    app.register_error_handler(OverflowError, _answer(404))
    app.register_error_handler(Exception, _unexpected)


Raced = StaleDataError  # two saved the same row at the same moment
STATUS: dict[type[Exception], int] = {
    errors.NotFound: 404,
    errors.Forbidden: 403,
    errors.Stale: 409,
    Raced: 409,
    errors.Conflict: 409,
    errors.Invalid: 422,
    errors.TooMany: 429,
    errors.RegistrationClosed: 410,
}


def page(status: int, reason: str = "") -> Response:
    """The error page of a status."""
    text = TEXTS.get(reason or str(status))
    heading, advice = text() if text else (_("Something went wrong"), _("Please try again."))
    body = render_template("errors/error.html", status=status, heading=heading, advice=advice)
    return make_response(body, status)


def _answer(status: int, reason: str = "") -> Callable[[Any], Response]:
    def handle(error: Exception) -> Response:
        response = page(status, reason)
        if isinstance(error, errors.TooMany):
            response.headers["Retry-After"] = str(error.seconds)
        return response

    return handle


def _http(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    response = page(error.code or 500)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After", "Location"):
            response.headers[name] = value
    return response


def _unknown_host(_error: SecurityError) -> Response:
    """Asked under a name that isn't this server's, for which no address can be built."""
    text = _("This server isn't known by that name.")
    return Response(f"{text}\n", 400, content_type="text/plain; charset=utf-8")


def _unavailable(error: Exception) -> Response:
    """The database is away, locked for too long or full: nothing was written."""
    log.error("database unavailable on %s %s", request.method, request.url_rule, exc_info=error)
    response = page(503)
    response.headers["Retry-After"] = "10"
    return response


def _unexpected(error: Exception) -> Response:
    log.error("unexpected error on %s %s", request.method, request.url_rule, exc_info=error)
    return page(500)


TEXTS = {
    "400": lambda: (_("This request can't be read"), _("Go back and try again.")),
    "401": lambda: (
        _("Please sign in"),
        _(
            "Your session has ended. What you wrote is still on the page before: "
            "sign in in another tab, go back there, and send it again."
        ),
    ),
    "403": lambda: (
        _("You may not do this"),
        _("Ask an owner of the event for the role it needs."),
    ),
    "404": lambda: (
        _("There is nothing at this address"),
        _("Check the address, or start from the list of events."),
    ),
    "405": lambda: (_("This address doesn't take that"), _("Go back and try again.")),
    "409": lambda: (
        _("Somebody changed this since you opened it"),
        _("Go back, reload the page and make your change again."),
    ),
    "410": lambda: (_("This is closed"), _("Ask the secretariat.")),
    "413": lambda: (
        _("This is too large"),
        _("All files of a form together may have at most 25 MB. Go back and choose smaller ones."),
    ),
    "422": lambda: (_("Some of this can't be accepted"), _("Go back and check what you entered.")),
    "429": lambda: (_("Too many tries"), _("Wait a while, then try again.")),
    "500": lambda: (
        _("Something went wrong on our side"),
        _("Nothing was changed. Please try again in a moment."),
    ),
    "503": lambda: (_("The service is busy"), _("Please try again in a moment.")),
    "form_expired": lambda: (
        _("This form has expired"),
        _("Go back, reload the page and send it again. What you typed is still there."),
    ),
}
