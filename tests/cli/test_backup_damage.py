"""Backups that are damaged, cut off, sealed for others or made by somebody who means harm."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Literal

import pytest
import sqlalchemy as sa
from flask import Flask

from forumapp import config
from forumapp.db import db
from forumapp.gateways.files import LocalFiles
from tests import factories as make
from tests.cli.backups import (
    Key,
    back_up,
    content,
    forged,
    installed,
    populate,
    run,
    sealed,
    unpacked,
)
from tests.conftest import settings_in
from tests.counting import hearing

Form = Literal[0, 1, 2]
Members = dict[str, bytes]
STORED = hashlib.sha256(b"stored").hexdigest()
STORED_AT = f"files/{STORED[:2]}/{STORED[2:4]}/{STORED}"


@pytest.fixture
def key(tmp_path: Path) -> Key:
    return Key.make(tmp_path / "backup.key")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "made.age"


def refused(command: str, file: Path, key: Key, app: Flask) -> str:
    """What is said, after its one line and its exit code were looked at."""
    code, said = run(command, file, "--identity", key.path, app=app)
    assert (code, said.count("\n")) == (1, 1), (said, file.read_bytes()[:80])
    assert said.startswith(f"Error: {file}: ") or "The database refused" in said
    return said.removeprefix(f"Error: {file}: ").removesuffix(".\n")


def test_whatever_byte_is_wrong_or_missing_is_found(app: Flask, key: Key, file: Path) -> None:
    populate()
    back_up(app, file, key)
    whole = file.read_bytes()
    size = len(whole)

    for length in (0, 1, 20, 150, size // 3, size - 17, size - 1):
        file.write_bytes(whole[:length])
        assert refused("verify", file, key, app)
    for place in (0, 60, 180, size // 3, size // 2, size - 20, size - 1):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert refused("verify", file, key, app)
    file.write_bytes(whole + b"x")
    assert refused("verify", file, key, app)

    file.write_bytes(whole)
    assert run("verify", file, "--identity", key.path, app=app)[0] == 0


def test_anothers_key_does_not_open_it(app: Flask, key: Key, file: Path, tmp_path: Path) -> None:
    back_up(app, file, key)
    other = Key.make(tmp_path / "other.key")

    assert refused("verify", file, other, app) == "this key doesn't open it"


@pytest.mark.parametrize("text", ["", "# nothing\n", "no key\n", "AGE-SECRET-KEY-1X\n", "\x00\xff"])
def test_a_file_without_a_key_is_said_to_be_none(
    app: Flask, key: Key, file: Path, tmp_path: Path, text: str
) -> None:
    back_up(app, file, key)
    wrong = tmp_path / "wrong.key"
    wrong.write_bytes(text.encode("latin-1"))

    code, said = run("verify", file, "--identity", wrong, app=app)

    assert (code, said.count("\n")) == (1, 1)
    assert said.startswith(f"Error: {wrong}: it ")


def packed(*members: tarfile.TarInfo, content: bytes = b"", end: bytes = b"", form: Form) -> bytes:
    """A tar.gz with what no backup has."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=form) as tar:
        for member in members:
            tar.addfile(member, io.BytesIO(content))
    return gzip.compress(made.getvalue() + end)


def member(name: str, *, size: int = 0, kind: bytes = tarfile.REGTYPE) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.type, info.linkname = size, kind, "/etc/passwd"
    return info


GNU: Final = tarfile.GNU_FORMAT
PAX: Final = tarfile.PAX_FORMAT
HOSTILE = {
    "no archive": b"no archive at all",
    "half an archive": packed(member("keys.json"), form=GNU)[:-20],
    "nothing": packed(form=GNU),
    "no end": gzip.compress(member("keys.json").tobuf(GNU)),
    "more after the end": packed(member("keys.json"), end=b"x" * 20000, form=GNU),
    "no header": gzip.compress(b"x" * 512 + bytes(1024)),
    "up and out": packed(member("../../outside"), form=GNU),
    "up and out below": packed(member("files/../../outside"), form=GNU),
    "from the root": packed(member("/tmp/outside"), form=GNU),
    "odd table": packed(member("tables/../x/00001.jsonl"), form=GNU),
    "link": packed(member(STORED_AT, kind=tarfile.SYMTYPE), form=GNU),
    "hard link": packed(member(STORED_AT, kind=tarfile.LNKTYPE), form=GNU),
    "folder": packed(member("keys.json", kind=tarfile.DIRTYPE), form=GNU),
    "device": packed(member("keys.json", kind=tarfile.CHRTYPE), form=GNU),
    "long name": packed(member("a" * 5000), form=GNU),
    "extended header": packed(member("a" * 5000), form=PAX),
    "huge keys": gzip.compress(member("keys.json", size=2**50).tobuf(GNU)),
    "huge file": gzip.compress(member(STORED_AT, size=2**50).tobuf(GNU)),
    "twice": packed(member("keys.json"), member("keys.json"), form=GNU),
    "endless": gzip.compress(member("manifest.json", size=2**25).tobuf(GNU) + bytes(2**25)),
}


def test_an_archive_that_is_none_of_ours_is_refused(
    app: Flask, key: Key, file: Path, tmp_path: Path
) -> None:
    for data in HOSTILE.values():
        file.write_bytes(sealed(data, key))
        refused("verify", file, key, app)
        refused("restore", file, key, app)

    assert not (tmp_path / "files").exists()
    assert not list(tmp_path.parent.rglob("outside"))
    assert not Path("/tmp/outside").exists()


def manifest(members: Members, **changes: Any) -> Members:
    facts = {**json.loads(members["manifest.json"]), **changes}
    return {**members, "manifest.json": json.dumps(facts).encode()}


def with_rows(name: str, *lines: bytes) -> Callable[[Members], Members]:
    """The members with these lines in a table, and a manifest that agrees."""

    def change(members: Members) -> Members:
        tables = json.loads(members["manifest.json"])["tables"]
        tables[name] = {"rows": len(lines), "last_id": 0}
        rows = b"".join(line + b"\n" for line in lines)
        return {f"tables/{name}/00001.jsonl": rows, **manifest(members, tables=tables)}

    return change


def without_keys(members: Members) -> Members:
    return {name: data for name, data in members.items() if name != "keys.json"}


ATTEMPT = b'{"id": %s, "bucket": %s, "at": "2026-11-28T09:30:00"}'
FORGED: dict[str, tuple[Callable[[Members], Members], str]] = {
    "newer format": (lambda m: manifest(m, format=2), "newer forumapp"),
    "odd revision": (lambda m: manifest(m, revision="\x1b[31m"), "manifest can't be read"),
    "no revision": (lambda m: manifest(m, revision=None), "manifest can't be read"),
    "odd tables": (lambda m: manifest(m, tables=[1]), "manifest can't be read"),
    "odd number": (
        lambda m: manifest(m, tables={"attempts": {"rows": 0, "last_id": "x"}}),
        "manifest can't be read",
    ),
    "odd moment": (lambda m: manifest(m, made_at="yesterday"), "manifest can't be read"),
    "no json": (lambda m: {**m, "manifest.json": b'{"a":'}, "manifest can't be read"),
    "deep": (lambda m: {**m, "manifest.json": b"[" * 200_000}, "manifest can't be read"),
    "no keys": (without_keys, "it holds no keys"),
    "odd keys": (lambda m: {**m, "keys.json": b'{"secret": ""}'}, "its keys can't be read"),
    "no table": (with_rows("nowhere", b"{}"), "its schema has no table nowhere"),
    "version": (with_rows("alembic_version", b"{}"), "its schema has no table alembic_version"),
    "no row": (with_rows("attempts", b"[]"), "a row of attempts can't be read"),
    "other columns": (with_rows("attempts", b'{"id": 1}'), "a row of attempts can't be read"),
    "deep row": (with_rows("attempts", b"[" * 200_000), "a row of attempts can't be read"),
    "huge number": (with_rows("attempts", ATTEMPT % (b"9" * 30, b'"a"')), "can't be read"),
    "half a letter": (with_rows("attempts", ATTEMPT % (b"1", rb'"\ud800"')), "can't be read"),
    "a list as text": (with_rows("attempts", ATTEMPT % (b"1", b"[1]")), "The database refused"),
    "twice": (with_rows("attempts", *[ATTEMPT % (b"1", b'"a"')] * 2), "The database refused"),
    "points nowhere": (
        with_rows("recovery_codes", b'{"id":1,"user_id":9,"code_hash":"x","used_at":null}'),
        "The database refused: FOREIGN KEY",
    ),
}


def test_what_was_forged_leaves_nothing_behind(
    app: Flask, key: Key, file: Path, tmp_path: Path
) -> None:
    back_up(app, file, key)
    members = unpacked(file, key)

    with installed(settings_in(tmp_path / "elsewhere")) as restored:
        for name, (change, words) in FORGED.items():
            file.write_bytes(forged(change(members), key))
            assert words in refused("restore", file, key, restored), name
            assert sa.inspect(db.engine).get_table_names() == [], name


@pytest.mark.parametrize("name", ["tables/people/00001.jsonl", STORED_AT])
def test_a_member_that_is_not_what_the_manifest_says_is_found(
    app: Flask, key: Key, file: Path, name: str
) -> None:
    populate()
    LocalFiles(config.settings().files).put(b"stored")
    back_up(app, file, key)
    members = unpacked(file, key)
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz", format=GNU) as tar:
        for each, data in {**members, name: members[name][:-2] + b"\n\n"}.items():
            tar.addfile(member(each, size=len(data)), io.BytesIO(data))

    file.write_bytes(sealed(made.getvalue(), key))

    assert refused("verify", file, key, app) == f"{name} is not what it was"


def test_rows_that_the_manifest_does_not_count_are_found(app: Flask, key: Key, file: Path) -> None:
    make.an_event()
    back_up(app, file, key)
    members = unpacked(file, key)
    tables = json.loads(members["manifest.json"])["tables"]
    tables["events"]["rows"] = 2

    file.write_bytes(forged(manifest(members, tables=tables), key))

    assert refused("verify", file, key, app) == "it has 1 of 2 rows of events"


def test_one_that_changes_while_it_is_restored_leaves_the_database_as_it_was(
    app: Flask, key: Key, file: Path
) -> None:
    populate()
    back_up(app, file, key)
    whole, before = file.read_bytes(), content()

    def meanwhile(statement: str) -> None:
        if "CREATE TABLE" in statement:
            file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))

    with hearing(meanwhile):
        code, said = run("restore", file, "--identity", key.path, "--replace", "--yes", app=app)

    assert (code, said) == (1, f"Error: {file}: it is damaged or cut off.\n")
    assert content() == before


def test_a_file_that_rotted_before_is_left_out_and_all_else_comes_back(
    app: Flask, key: Key, file: Path, tmp_path: Path
) -> None:
    store = LocalFiles(config.settings().files)
    rotten, good = store.put(b"stored"), store.put(b"stored too")
    store.path(rotten).write_bytes(b"stared")
    back_up(app, file, key)

    with installed(settings_in(tmp_path / "elsewhere")) as restored:
        code, said = run("restore", file, "--identity", key.path, app=restored)
        back = LocalFiles(config.settings().files)

    assert code == 0
    assert f"{STORED_AT} was damaged before it was backed up" in said
    assert back.read(good) == b"stored too"
    assert not back.path(rotten).exists()


def test_the_database_of_something_else_is_never_dropped(
    app: Flask, key: Key, file: Path, tmp_path: Path
) -> None:
    back_up(app, file, key)

    with installed(settings_in(tmp_path / "elsewhere")) as restored:
        with db.engine.begin() as connection:
            connection.execute(sa.text("CREATE TABLE wages (id INTEGER PRIMARY KEY)"))
        code, said = run(
            "restore", file, "--identity", key.path, "--replace", "--yes", app=restored
        )
        assert (code, "another application's" in said) == (1, True)
        assert sa.inspect(db.engine).get_table_names() == ["wages"]
