"""forumapp backup and forumapp verify: what is written, to whom, and when."""

from __future__ import annotations

import io
import json
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from forumapp import config
from forumapp.cli.backup import archive, private, sealing, tables
from forumapp.db import db, unit_of_work
from forumapp.gateways.files import LocalFiles
from forumapp.models import AuditEntry, Series
from tests import factories as make
from tests.cli.backups import (
    FILES,
    PLANTED,
    TABLES,
    Key,
    back_up,
    content,
    files,
    installed,
    populate,
    run,
    unpacked,
)
from tests.conftest import SECRET, settings_in
from tests.counting import hearing


@pytest.fixture
def key(tmp_path: Path) -> Key:
    return Key.make(tmp_path / "backup.key")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "made.age"


def test_a_new_key_is_for_its_owner_alone_and_never_put_over_another(
    app: Flask, tmp_path: Path
) -> None:
    path = tmp_path / "new.key"
    first = run("backup", "--new-key", path, app=app)
    written = path.read_text()
    second = run("backup", "--new-key", path, app=app)

    recipient = first[1].splitlines()[0]
    assert recipient.startswith("age1")
    assert "AGE-SECRET-KEY" not in first[1]
    assert written.splitlines()[0] == f"# public key: {recipient}"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert second == (1, f"Error: {path}: File exists.\n")
    assert path.read_text() == written


def test_it_is_written_for_its_owner_alone_and_says_what_it_holds(
    app: Flask, key: Key, file: Path
) -> None:
    populate()
    assert set(files(config.settings().files).values()) == FILES

    said = back_up(app, file, key)

    rows = sum(map(len, content().values()))
    assert said.startswith(
        f"{rows} rows of {TABLES} tables, 2 files and the secret keys written to"
    )
    assert said.count("\n") == 1
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    code, said = run("verify", file, "--identity", key.path, app=app)
    assert code == 0
    assert said.startswith(f"{file} is whole: {rows} rows of {TABLES} tables, 2 files")
    assert [path.name for path in file.parent.glob("made*")] == ["made.age"]


def test_other_programs_open_it_and_nothing_of_it_is_readable_before(
    app: Flask, key: Key, file: Path
) -> None:
    populate()

    back_up(app, file, key)

    found = unpacked(file, key)
    assert PLANTED.encode() in found["tables/people/00001.jsonl"]
    assert json.loads(found["keys.json"]) == {
        "secret": SECRET,
        "fallbacks": [],
        "documents": [],
    }
    assert list(found)[-1] == "manifest.json"
    for planted in (PLANTED, SECRET, "planted", "tables/people"):
        assert planted.encode() not in file.read_bytes()


def test_the_recipients_of_the_settings_do_when_none_is_given(
    app: Flask, key: Key, file: Path, tmp_path: Path
) -> None:
    other = Key.make(tmp_path / "other.key")
    config.use(replace(config.settings(), backup_recipients=(key.recipient, other.recipient)))

    assert run("backup", file, app=app)[0] == 0

    for each in (key, other):
        assert run("verify", file, "--identity", each.path, app=app)[0] == 0


def test_it_is_refused_in_a_line_that_tells_no_secret(app: Flask, key: Key, file: Path) -> None:
    secret = key.path.read_text().splitlines()[1]
    there, nowhere = file.with_name("there.age"), file.with_name("nowhere") / "made.age"
    there.write_bytes(b"an older one")
    for arguments, words in (
        ((file,), "Whose key shall open it?"),
        ((file, "--recipient", "age1nobody"), "begins with age1"),
        ((file, "--recipient", secret), "begins with age1"),
        ((there, "--recipient", key.recipient), "is there already"),
        ((nowhere, "--recipient", key.recipient), "No such file or directory"),
    ):
        code, said = run("backup", *arguments, app=app)
        assert (code, said.count("\n")) == (1, 1)
        assert words in said
        assert secret not in said
    assert there.read_bytes() == b"an older one"
    assert not file.exists()


def test_there_must_be_something_in_the_database(key: Key, file: Path, tmp_path: Path) -> None:
    with installed(settings_in(tmp_path / "new")) as app:
        code, said = run("backup", file, "--recipient", key.recipient, app=app)

    assert (code, said) == (1, "Error: There is nothing in the database yet.\n")
    assert not file.exists()


def test_one_that_is_cut_off_is_not_there(file: Path) -> None:
    def write_half() -> None:
        with private.whole(file) as target:
            target.write(b"half of it")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()

    assert list(file.parent.iterdir()) == []


class Full(io.BytesIO):
    """A disk without room."""

    def write(self, data: Any, /) -> int:
        raise OSError(28, "No space left on device")


def test_a_full_disk_is_said_to_be_full(key: Key) -> None:
    def write_much() -> None:
        with archive.written(Full(), sealing.recipients([key.recipient]), now=make.NOW) as writer:
            for number in range(40):
                writer.add(f"tables/people/{number:05}.jsonl", bytes(range(256)) * 4096)

    with pytest.raises(OSError, match="No space left"):
        write_much()


def write_on(url: sa.URL) -> None:
    """What another process commits: a row in a table that comes early, and one in a late table."""
    other = sa.create_engine(url)
    with other.begin() as connection:
        connection.execute(sa.text("INSERT INTO series (version, name) VALUES (1, '{}')"))
        connection.execute(sa.text("UPDATE people SET printed_name = 'renamed meanwhile'"))
    other.dispose()


def check_consistent(app: Flask, key: Key, file: Path) -> None:
    populate()
    before = content()
    engine, times = db.engine, 0

    def meanwhile(statement: str) -> None:
        nonlocal times
        if "FROM parts" in statement and not times:
            times += 1
            write_on(engine.url)

    with hearing(meanwhile):
        back_up(app, file, key)

    found, after = unpacked(file, key), content()
    assert times == 1
    assert len(after["series"]) == len(before["series"]) + 1
    assert after["people"][0]["printed_name"] == "renamed meanwhile"
    assert found["tables/series/00001.jsonl"].count(b"\n") == len(before["series"])
    assert PLANTED.encode() in found["tables/people/00001.jsonl"]


def test_it_is_of_one_moment_while_others_write_on_sqlite(app: Flask, key: Key, file: Path) -> None:
    check_consistent(app, key, file)


@pytest.mark.postgres
def test_it_is_of_one_moment_while_others_write_on_postgresql(
    postgres_app: Flask, key: Key, file: Path
) -> None:
    check_consistent(postgres_app, key, file)


def test_a_file_that_comes_while_the_database_is_read_is_in_it(
    app: Flask, key: Key, file: Path
) -> None:
    store = LocalFiles(config.settings().files)
    gone, come = store.put(b"thrown away meanwhile"), b"built meanwhile"

    def meanwhile(statement: str) -> None:
        if "FROM parts" in statement:
            store.delete(gone)
            store.put(come)

    with hearing(meanwhile):
        back_up(app, file, key)

    found = [data for name, data in unpacked(file, key).items() if name.startswith("files/")]
    assert found == [b"thrown away meanwhile", come]


def test_a_large_table_goes_on_in_further_members(app: Flask, key: Key, file: Path) -> None:
    text = "x" * (tables.PIECE // 2)
    with unit_of_work() as session:
        session.add_all(Series(name={"en": f"{number} {text}"}) for number in range(5))

    back_up(app, file, key)

    found = [name for name in unpacked(file, key) if name.startswith("tables/series/")]
    assert found == [f"tables/series/0000{number}.jsonl" for number in (1, 2, 3)]
    assert run("verify", file, "--identity", key.path, app=app)[0] == 0
    make.afresh()
    assert db.session.query(AuditEntry).filter_by(noun="series").count() == 5


def test_a_file_that_rotted_in_the_store_is_named(app: Flask, key: Key, file: Path) -> None:
    store = LocalFiles(config.settings().files)
    kept = store.put(b"a volume", suffix=".pdf")
    store.path(kept).write_bytes(b"a vulume")

    said = back_up(app, file, key)

    assert f"{store.path(kept)} is damaged" in said
    assert run("verify", file, "--identity", key.path, app=app)[0] == 0
