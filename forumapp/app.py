"""The factory: a table of contents."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from forumapp import config, jobs, models
from forumapp.cli import Commands
from forumapp.config import ROOT, Settings
from forumapp.db import db, engine
from forumapp.http import context, errors, guard, headers, identity, locale, logs
from forumapp.http.pages import QuickPages
from forumapp.services import audit as audit_log
from forumapp.web import (
    accounts,
    agenda,
    audit,
    calendar,
    checkin,
    delegations,
    events,
    health,
    invitations,
    mail,
    notices,
    papers,
    people,
    privacy,
    publications,
    questions,
    registration,
    speakers,
    video,
)

CSRF = CSRFProtect()
BLUEPRINTS = (
    health.bp,
    events.bp,
    agenda.bp,
    speakers.bp,
    questions.bp,
    registration.bp,
    people.bp,
    privacy.bp,
    delegations.bp,
    calendar.bp,
    invitations.bp,
    video.bp,
    checkin.bp,
    publications.bp,
    papers.bp,
    mail.bp,
    notices.bp,
    accounts.bp,
    audit.bp,
)


def create_app(settings: Settings | None = None) -> Flask:
    """The application, ready to be served, migrated or commanded."""
    config.use(settings or config.settings())
    app = Flask(
        __name__, root_path=str(ROOT / "forumapp"), template_folder=config.folder("templates")
    )
    _configure_flask(app)
    _configure_database(app)
    _configure_pages(app)
    _configure_jobs(app)
    _configure_commands(app)
    guard.check_routes(app)
    return app


def _configure_flask(app: Flask) -> None:
    chosen = config.settings()
    app.config.update(
        SECRET_KEY=chosen.secret_key,
        SECRET_KEY_FALLBACKS=list(chosen.secret_key_fallbacks),
        SESSION_COOKIE_NAME="__Host-session" if chosen.secure_cookies else "session",
        SESSION_COOKIE_SECURE=chosen.secure_cookies,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=identity.STAYS,
        MAX_CONTENT_LENGTH=25 * 2**20,
        MAX_FORM_MEMORY_SIZE=2 * 2**20,
        MAX_FORM_PARTS=2000,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        WTF_CSRF_TIME_LIMIT=None,
        TRUSTED_HOSTS=_trusted_hosts(chosen),
    )
    app.jinja_options = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    app.wsgi_app = QuickPages(app.wsgi_app, headers.fixed().items())  # type: ignore[method-assign]  # as Flask says
    if chosen.trusted_proxies:
        hops = chosen.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops)  # type: ignore[method-assign]  # as Flask says
    logs.init_app(app)


def _trusted_hosts(chosen: Settings) -> list[str] | None:
    """Its own name and, for who asks on the machine itself how it is, the machine's; or any."""
    own = urlsplit(chosen.base_url).hostname or ""
    return [own, "localhost", "127.0.0.1"] if chosen.production else None


def _configure_database(app: Flask) -> None:
    url = config.settings().database_url
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine.options(url)
    db.init_app(app)
    with app.app_context():
        engine.prepare(db.engine)
    audit_log.watch()


def _configure_pages(app: Flask) -> None:
    CSRF.init_app(app)
    identity.init_app(app)
    locale.init_app(app)
    context.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
    app.before_request(guard.let_in)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)


def _configure_jobs(app: Flask) -> None:
    jobs.connect(app)


def _configure_commands(app: Flask) -> None:
    app.cli = Commands(app.name)


logging.getLogger("huey").setLevel(logging.WARNING)
__all__ = ["create_app", "models"]
