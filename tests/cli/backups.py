"""What the tests of backup and restore share."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyrage
import sqlalchemy as sa
from flask import Flask

from forumapp import config
from forumapp.app import create_app
from forumapp.cli.backup import archive, sealing
from forumapp.config import Settings
from forumapp.db import Base, Codes, Encrypted, TranslatedText, UtcDateTime, db, unit_of_work
from forumapp.domain.programme import ReleaseStatus
from forumapp.gateways.files import LocalFiles
from forumapp.models import AuditEntry
from tests import factories as make
from tests.factories import NOW

Content = dict[str, list[dict[str, Any]]]
PLANTED = "SOK Chanthavy"
FILES = {b"%PDF-1.7 a volume", bytes(range(256)) * 1000}
TABLES = len(Base.metadata.tables)


@dataclass(frozen=True, slots=True)
class Key:
    """A secret key on disk, and its recipient."""

    path: Path
    recipient: str

    @classmethod
    def make(cls, path: Path) -> Key:
        return cls(path, sealing.make_key(path))


def run(*arguments: str | Path, app: Flask, typed: str = "") -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=[*map(str, arguments)], input=typed)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def back_up(app: Flask, file: Path, key: Key) -> str:
    """Make a backup, and return what was said."""
    db.session.rollback()
    code, said = run("backup", file, "--recipient", key.recipient, app=app)
    assert code == 0, said
    return said


@contextmanager
def installed(settings: Settings) -> Iterator[Flask]:
    """Another installation; while it is used, its settings are the process's."""
    before = config.settings()
    app = create_app(settings)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()
            config.use(before)


def populate() -> None:
    """Something in every table, and files in the store."""
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event)
    session = make.a_session(event, part, room_id=make.a_room(event).id)
    person = make.a_person(event, printed_name=PLANTED)
    make.a_registration(event, person, category=category, parts=(part,))
    make.a_speaker(session, person)
    make.a_video_room(event, session)
    make.publish(event, status=ReleaseStatus.ADOPTED)
    make.a_user(administrator=True)
    with unit_of_work() as written:
        written.add(AuditEntry(at=NOW, actor="", action="x", noun="", object_id=1, before=None))
        for table in Base.metadata.sorted_tables:
            if not db.session.scalar(sa.select(sa.func.count()).select_from(table)):
                _fill(table)
    store = LocalFiles(config.settings().files)
    for data in FILES:
        store.put(data, suffix=".pdf" if data.startswith(b"%PDF") else "")


def _fill(table: sa.Table) -> None:
    columns = [column for column in table.columns if not column.primary_key]
    db.session.execute(table.insert().values({c.name: _sample(c) for c in columns}))


def _sample(column: sa.Column[Any]) -> Any:
    for key in column.foreign_keys:
        return db.session.scalar(sa.select(sa.func.min(key.column)))
    if isinstance(column.type, sa.Enum):
        return column.type.python_type(column.type.enums[0])
    for kind, value in SAMPLES.items():
        if isinstance(column.type, kind):
            return value
    raise AssertionError(f"no sample for {column}")


SAMPLES: dict[type[sa.types.TypeEngine[Any]], Any] = {
    UtcDateTime: NOW.replace(microsecond=123456),
    TranslatedText: {"en": "Rural “development”", "zh": "农村发展", "km": "ជនបទ"},
    Codes: ("zh", "en"),
    Encrypted: "planted-totp-secret",
    sa.JSON: {"half": 0.1, "none": None, "list": [1, True, "\u0000x\n"], "z": {"b": 1, "a": 2}},
    sa.DateTime: datetime(2026, 11, 28, 9, 30),  # noqa: DTZ001  a wall time
    sa.Date: date(2026, 11, 28),
    sa.Boolean: True,
    sa.Integer: 7,
    sa.Text: "ក 文 \N{RAT} 'quoted' \\ \n",
}


def content() -> Content:
    """Every row of every table, as the models give it."""
    db.session.rollback()
    found = {
        table.name: [dict(row) for row in db.session.execute(rows(table)).mappings()]
        for table in Base.metadata.sorted_tables
    }
    db.session.rollback()
    return found


def rows(table: sa.Table) -> sa.Select[Any]:
    return sa.select(table).order_by(table.c.id)


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, but for what is still coming in."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def unpacked(file: Path, key: Key) -> dict[str, bytes]:
    """What other programs find in it."""
    plain = pyrage.decrypt(file.read_bytes(), sealing.identities(key.path))
    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        found = {}
        for member in tar:
            data = tar.extractfile(member)
            assert data is not None
            found[member.name] = data.read()
    return found


def sealed(data: bytes, key: Key) -> bytes:
    made: bytes = pyrage.encrypt(data, sealing.recipients([key.recipient]))
    return made


def forged(members: dict[str, bytes], key: Key) -> bytes:
    """A backup of these members, with a manifest that is right about them if it is one at all."""
    made = io.BytesIO()
    with archive.written(made, sealing.recipients([key.recipient]), now=NOW) as writer:
        for name, data in members.items():
            if name != archive.MANIFEST:
                writer.add(name, data)
        sums = {name: {"size": s.size, "sha256": s.sha256} for name, s in writer.sums.items()}
        manifest = members[archive.MANIFEST]
        with suppress(ValueError, RecursionError):
            manifest = json.dumps({**json.loads(manifest), "members": sums}).encode()
        writer.add(archive.MANIFEST, manifest)
    return made.getvalue()
