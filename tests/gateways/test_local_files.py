"""Files kept by what they contain."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from forumapp.domain.errors import NotFound
from forumapp.gateways.files import FileStore, LocalFiles

DAY = timedelta(days=1)


@pytest.fixture
def files(tmp_path: Path) -> LocalFiles:
    return LocalFiles(tmp_path / "instance" / "files")


def kept_under(root: Path) -> list[str]:
    return sorted(path.name for path in root.rglob("*") if path.is_file())


def test_put_keeps_what_read_returns(files: FileStore) -> None:
    key = files.put(b"\x00data\r\n", suffix=".png")
    assert key == hashlib.sha256(b"\x00data\r\n").hexdigest() + ".png"
    assert files.read(key) == b"\x00data\r\n"
    assert files.path(key).read_bytes() == b"\x00data\r\n"
    with files.open(key) as file:
        assert file.read(3) == b"\x00da"


def test_same_bytes_are_kept_once(files: LocalFiles, tmp_path: Path) -> None:
    assert files.put(b"one") == files.put(b"one")
    assert files.put(b"one", suffix=".pdf") != files.put(b"one")
    assert len(kept_under(tmp_path)) == 2


def test_bytes_that_are_put_again_are_as_new_as_if_they_came_first(files: LocalFiles) -> None:
    now = datetime.now(UTC)
    again, once = files.put(b"again"), files.put(b"once")
    for key in (again, once):
        os.utime(files.path(key), times=((now - 3 * DAY).timestamp(),) * 2)
    files.put(b"again")

    assert list(files.older(before=now - DAY)) == [once]


def test_empty_file_is_a_file(files: LocalFiles) -> None:
    assert files.read(files.put(b"")) == b""


def test_delete_removes_and_may_be_repeated(files: LocalFiles, tmp_path: Path) -> None:
    key = files.put(b"gone")
    files.delete(key)
    files.delete(key)
    assert kept_under(tmp_path) == []
    with pytest.raises(NotFound):
        files.read(key)
    assert files.put(b"gone") == key


def test_missing_file_is_not_found(files: LocalFiles) -> None:
    with pytest.raises(NotFound):
        files.open("0" * 64)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "../../etc/passwd",
        "/etc/passwd",
        "0" * 63,
        "0" * 64 + "/../x",
        "0" * 64 + ".",
        "0" * 64 + ".PNG",
        "0" * 64 + ".a/b",
        "0" * 64 + "\n",
        "0" * 64 + "\x00",
        "G" * 64,
        "０" * 64,
        "incoming",
    ],
)
def test_key_that_no_store_made_is_not_found(files: LocalFiles, tmp_path: Path, key: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x")
    for ask in (files.path, files.read, files.open):
        with pytest.raises(NotFound):
            ask(key)
    files.delete(key)
    assert secret.exists()


@pytest.mark.parametrize("suffix", ["png", "./..", ".PNG", "..", ".a b", ".\n", "." + "a" * 11])
def test_suffix_that_could_change_the_path_is_refused(files: LocalFiles, suffix: str) -> None:
    with pytest.raises(ValueError, match="suffix"):
        files.put(b"x", suffix=suffix)


def test_files_are_readable_by_their_owner_alone(files: LocalFiles) -> None:
    path = files.path(files.put(b"private"))
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o077 == 0


def test_nothing_half_written_is_left_when_writing_fails(files: LocalFiles, tmp_path: Path) -> None:
    key = files.put(b"blocked")
    files.delete(key)
    files.path(key).mkdir()
    with pytest.raises(OSError, match=key):
        files.put(b"blocked")
    assert kept_under(tmp_path) == []


def test_many_at_once_keep_one_whole_file(files: LocalFiles, tmp_path: Path) -> None:
    data = b"x" * 300_000
    with ThreadPoolExecutor(max_workers=8) as pool:
        keys = set(pool.map(lambda _: files.put(data), range(16)))
    (key,) = keys
    assert kept_under(tmp_path) == [key]
    assert files.read(key) == data
