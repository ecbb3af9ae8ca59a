"""forumapp restore: the drill, from either database to the other."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from forumapp import config
from forumapp.cli import database
from forumapp.config import Settings, folder
from forumapp.db import db, unit_of_work
from forumapp.domain.access import Actor
from forumapp.domain.registration import RegistrationStatus
from forumapp.models import Erasure, Mail, Person, Registration, Speaker, VideoRoom
from forumapp.services import privacy, registration
from tests import factories as make
from tests.cli.backups import (
    TABLES,
    Key,
    back_up,
    content,
    files,
    forged,
    installed,
    populate,
    run,
    unpacked,
)
from tests.conftest import SECRET, settings_in
from tests.processes.running import environment


@pytest.fixture
def key(tmp_path: Path) -> Key:
    return Key.make(tmp_path / "backup.key")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "made.age"


def elsewhere(request: pytest.FixtureRequest, tmp_path: Path, database_url: str = "") -> Settings:
    """The settings of an installation that has nothing yet."""
    settings = settings_in(tmp_path / "elsewhere")
    if not database_url:
        return settings
    return replace(settings, database_url=request.getfixturevalue(database_url))


@pytest.mark.postgres
@pytest.mark.parametrize(("on", "into"), [("app", "postgres_url"), ("postgres_app", "")])
def test_everything_comes_back(
    request: pytest.FixtureRequest, on: str, into: str, key: Key, file: Path, tmp_path: Path
) -> None:
    app: Flask = request.getfixturevalue(on)
    populate()
    before, stored = content(), files(config.settings().files)
    assert all(before.values())
    back_up(app, file, key)

    with installed(elsewhere(request, tmp_path, into)) as restored:
        code, said = run("restore", file, "--identity", key.path, app=restored)

        assert code == 0, said
        rows = sum(map(len, before.values()))
        counted = f"{rows} rows of {TABLES} tables, {len(stored)} files"
        assert said.startswith(f"Restored {counted} and the secret")
        assert content() == before
        assert files(config.settings().files) == stored
        room = db.session.query(VideoRoom).one()
        assert (room.passcode, room.host_link) == (
            "planted-passcode-771",
            "https://video.example/planted-host-link",
        )
        assert not list(config.settings().instance.glob("*.key"))
        make.afresh()
        again = make.an_event()
        assert again.id > max(row["id"] for row in before["events"])


def test_the_demonstration_comes_back(app: Flask, key: Key, file: Path, tmp_path: Path) -> None:
    assert run("demo", app=app)[0] == 0
    before = content()
    back_up(app, file, key)

    with installed(settings_in(tmp_path / "elsewhere")) as restored:
        assert run("restore", file, "--identity", key.path, app=restored)[0] == 0
        assert content() == before
        assert restored.test_client().get("/events/forum-next/programme").status_code == 200


def check_numbers_given_out(source: Flask, target: Settings, *, key: Key, file: Path) -> None:
    event = make.an_event()
    gone = make.a_person(event).id
    with unit_of_work() as session:
        session.delete(session.get_one(Person, gone))
    back_up(source, file, key)

    with installed(target) as restored:
        database.bring_up_to_date()
        for command in (("restore",), ("restore", "--replace", "--yes")):
            assert run(*command, file, "--identity", key.path, app=restored)[0] == 0
            assert make.a_person(event).id == gone + 1


@pytest.mark.postgres
def test_numbers_that_were_given_out_are_not_given_again_on_postgresql(
    postgres_app: Flask, postgres_url: str, key: Key, file: Path, tmp_path: Path
) -> None:
    elsewhere = settings_in(tmp_path / "elsewhere", database_url=postgres_url)
    check_numbers_given_out(postgres_app, elsewhere, key=key, file=file)


def test_numbers_that_were_given_out_are_not_given_again_on_sqlite(
    app: Flask, key: Key, file: Path, tmp_path: Path
) -> None:
    check_numbers_given_out(app, settings_in(tmp_path / "elsewhere"), key=key, file=file)


def test_a_database_that_holds_anything_is_left_as_it_is(app: Flask, key: Key, file: Path) -> None:
    populate()
    back_up(app, file, key)
    make.an_event(slug="made-since")
    before = content()

    code, said = run("restore", file, "--identity", key.path, app=app)

    assert code == 1
    assert said.count("\n") == 1
    assert "rows; --replace removes them first." in said
    assert content() == before


def test_what_is_to_be_removed_is_said_and_confirmed(app: Flask, key: Key, file: Path) -> None:
    populate()
    before = content()
    back_up(app, file, key)
    make.an_event(slug="made-since")
    changed = content()
    make.afresh()
    command = ("restore", file, "--identity", key.path, "--replace")

    refused = run(*command, app=app, typed="yes\n")
    left = content()
    confirmed = run(*command, app=app, typed="replace\n")

    assert refused[0] == 1
    assert "2 events" in refused[1]
    assert "Nothing was done." in refused[1]
    assert left == changed
    assert confirmed[0] == 0
    assert content() == before


def test_without_a_key_in_the_environment_the_backups_is_put_in_place(
    app: Flask, key: Key, file: Path, tmp_path: Path
) -> None:
    populate()
    back_up(app, file, key)
    environ = {"FORUMAPP_INSTANCE": str(tmp_path / "elsewhere")}

    with installed(config.read(environ)) as restored:
        code, said = run("restore", file, "--identity", key.path, app=restored)

    kept = tmp_path / "elsewhere" / "secret.key"
    assert code == 0
    assert SECRET not in said
    assert kept.read_text() == SECRET
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert config.read(environ).secret_key == SECRET
    assert not (tmp_path / "elsewhere" / "restored-secret.key").exists()


def test_beside_another_key_in_the_environment_the_backups_is_kept_and_asked_for(
    app: Flask, key: Key, file: Path, tmp_path: Path
) -> None:
    config.use(replace(config.settings(), secret_key_fallbacks=("an-older-key",)))
    populate()
    back_up(app, file, key)
    settings = replace(settings_in(tmp_path / "elsewhere"), secret_key="another-key" * 4)

    with installed(settings) as restored:
        code, said = run("restore", file, "--identity", key.path, app=restored)
        kept = settings.instance / "restored-secret.key"
        assert code == 0
        assert str(kept) in said
        assert "FORUMAPP_SECRET_KEY_FALLBACKS" in said
        assert SECRET not in said
        assert "an-older-key" not in said
        assert kept.read_text().splitlines() == [SECRET, "an-older-key"]
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert not (settings.instance / "secret.key").exists()

        config.use(replace(settings, secret_key_fallbacks=(SECRET, "an-older-key")))
        assert db.session.query(VideoRoom).one().passcode == "planted-passcode-771"


def test_mails_that_wait_are_told_of(app: Flask, key: Key, file: Path, tmp_path: Path) -> None:
    populate()
    assert db.session.query(Mail).count() == 1
    back_up(app, file, key)

    with installed(settings_in(tmp_path / "elsewhere")) as restored:
        said = run("restore", file, "--identity", key.path, app=restored)[1]

    assert "Mails that were waiting, and go out once a worker runs: 1." in said


KILLED = """
import os, signal, sys
import sqlalchemy as sa
from forumapp.app import create_app
from forumapp.db import db

def kill(_connection, _cursor, statement, *_more):
    if statement.startswith("INSERT INTO video_room_sessions"):
        os.kill(os.getpid(), signal.SIGKILL)

app = create_app()
with app.app_context():
    sa.event.listen(db.engine, "after_cursor_execute", kill)
    app.test_cli_runner().invoke(args=["restore", *sys.argv[1:]])
"""


def killed(settings: Settings, *arguments: str | Path) -> int:
    """The exit code of a restore that is killed when all but the last table is written."""
    env = environment(
        settings.instance, FORUMAPP_DATABASE_URL=settings.database_url, FORUMAPP_SECRET_KEY=SECRET
    )
    command = [sys.executable, "-c", KILLED, *map(str, arguments)]
    return subprocess.run(command, env=env, check=False).returncode


@pytest.mark.slow
def test_killed_halfway_it_leaves_the_database_as_it_was(app: Flask, key: Key, file: Path) -> None:
    populate()
    back_up(app, file, key)
    make.an_event(slug="made-since")
    before = content()
    command = (file, "--identity", key.path, "--replace", "--yes")

    assert killed(config.settings(), *command) == -9
    assert content() == before
    assert run("restore", *command, app=app)[0] == 0


@pytest.mark.slow
@pytest.mark.postgres
def test_killed_halfway_it_leaves_an_empty_database_empty(
    app: Flask, key: Key, file: Path, tmp_path: Path, postgres_url: str
) -> None:
    populate()
    back_up(app, file, key)
    settings = settings_in(tmp_path / "elsewhere", database_url=postgres_url)

    assert killed(settings, file, "--identity", key.path) == -9
    with installed(settings):
        assert sa.inspect(db.engine).get_table_names() == []


@pytest.fixture
def newer_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The code of a later day: it knows one more migration."""
    migrations = tmp_path / "migrations"
    shutil.copytree(folder("migrations"), migrations)
    (migrations / "versions" / "9999_add_a_column.py").write_text(
        f"""
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9999", "{database.latest_revision()}"

def upgrade():
    op.add_column("series", sa.Column("note", sa.Text(), server_default="none yet"))
"""
    )
    monkeypatch.setattr(database, "folder", lambda name: str(tmp_path / name))


def test_a_backup_of_an_older_schema_is_migrated(
    app: Flask, key: Key, file: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    populate()
    back_up(app, file, key)
    before = content()
    request.getfixturevalue("newer_code")

    with installed(settings_in(tmp_path / "elsewhere")) as restored:
        assert run("restore", file, "--identity", key.path, app=restored)[0] == 0
        assert database.revision() == "9999"
        assert content() == before
        assert db.session.scalar(sa.text("SELECT note FROM series")) == "none yet"


def test_a_backup_of_a_newer_schema_is_refused(
    app: Flask, key: Key, file: Path, tmp_path: Path
) -> None:
    back_up(app, file, key)
    members = unpacked(file, key)
    members["manifest.json"] = json.dumps(
        {**json.loads(members["manifest.json"]), "revision": "9999"}
    ).encode()
    file.write_bytes(forged(members, key))

    with installed(settings_in(tmp_path / "elsewhere")) as restored:
        code, said = run("restore", file, "--identity", key.path, app=restored)
        assert database.revision() is None

    assert (code, said) == (1, f"Error: {file}: its schema 9999 is newer than this forumapp.\n")


def backed_up_before_somebody_was_erased(app: Flask, file: Path, key: Key) -> int:
    """The number of somebody who spoke when the backup was made, and is erased since."""
    event = make.an_event()
    part = make.a_part(event)
    gone, stays = (make.a_person(event, printed_name=name) for name in ("SOK Gone", "LIN Stays"))
    session, category = make.a_session(event, part), make.a_category(event)
    for person in (gone, stays):
        make.a_registration(event, person, category=category, parts=(part,))
        make.a_speaker(session, person)
    make.publish(event)
    back_up(app, file, key)
    with unit_of_work() as written:
        written.execute(sa.delete(Speaker).filter_by(person_id=gone.id))
    make.publish(event)
    with unit_of_work():
        themselves = Actor(person_id=gone.id, name="participant")
        registration.withdraw_own(themselves, now=make.NOW)
        privacy.erase_own(themselves, now=make.NOW)
    return gone.id


def check_is_erased(person_id: int) -> None:
    held = str(content())
    assert "LIN Stays" in held
    assert "SOK Gone" not in held
    person = db.session.get_one(Person, person_id)
    own = db.session.scalars(sa.select(Registration).filter_by(person_id=person_id)).one()
    assert (person.printed_name, own.status) == ("—", RegistrationStatus.WITHDRAWN)
    assert db.session.scalars(sa.select(Speaker).filter_by(person_id=person_id)).all() == []
    assert len(db.session.scalars(sa.select(Erasure)).all()) == 1


def test_who_was_erased_since_the_backup_is_erased_again(app: Flask, key: Key, file: Path) -> None:
    person_id = backed_up_before_somebody_was_erased(app, file, key)
    (config.settings().instance / "erasures.log").unlink()

    code, said = run("restore", file, "--identity", key.path, "--replace", "--yes", app=app)

    assert code == 0, said
    assert "Erased again, as they were since the backup: 1." in said
    check_is_erased(person_id)
    assert (config.settings().instance / "erasures.log").read_text().count("\n") == 1


@pytest.mark.postgres
def test_on_postgresql_too_and_the_queue_of_jobs_is_neither_written_nor_removed(
    postgres_app: Flask, key: Key, file: Path
) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE huey_task (data bytea)"))
        connection.execute(sa.text("INSERT INTO huey_task VALUES ('wake')"))
    person_id = backed_up_before_somebody_was_erased(postgres_app, file, key)

    command = ("restore", file, "--identity", key.path, "--replace", "--yes")
    code, said = run(*command, app=postgres_app)

    assert (code, "Erased again" in said) == (0, True), said
    check_is_erased(person_id)
    assert not [name for name in unpacked(file, key) if "huey" in name]
    with db.engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM huey_task")) == 1


def test_the_file_of_who_was_erased_does_where_the_database_is_lost(
    app: Flask, key: Key, file: Path, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    person_id = backed_up_before_somebody_was_erased(app, file, key)
    kept = config.settings().instance / "erasures.log"
    assert "SOK" not in kept.read_text()

    with installed(elsewhere(request, tmp_path)) as restored:
        shutil.copy(kept, config.settings().instance)
        code, said = run("restore", file, "--identity", key.path, app=restored)

        assert (code, "Erased again" in said) == (0, True), said
        check_is_erased(person_id)
