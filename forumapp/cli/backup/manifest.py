"""The manifest: what a backup holds, and the sum of each part of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from forumapp.cli.backup.refusals import Unusable

FORMAT = 1
_WORD = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,63}")


@dataclass(frozen=True, slots=True)
class Sum:
    """A member's size in bytes and SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rows, and the last number that was given to one, even if that is gone."""

    rows: int
    last_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds. `revision` is that of the schema."""

    made_at: datetime
    application: str
    revision: str
    tables: Mapping[str, Table]
    members: Mapping[str, Sum]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    @property
    def files(self) -> int:
        return sum(name.startswith("files/") for name in self.members)

    @property
    def size(self) -> int:
        """Bytes, unpacked."""
        return sum(member.size for member in self.members.values())

    def __str__(self) -> str:
        return (
            f"{self.rows} rows of {len(self.tables)} tables, {self.files} files and the secret keys"
        )

    def json(self) -> bytes:
        facts = {**asdict(self), "format": FORMAT, "made_at": self.made_at.isoformat()}
        return json.dumps(facts, indent=1).encode()

    @classmethod
    def of(cls, data: bytes) -> Manifest:
        """Read one; raise Unusable."""
        try:
            facts = json.loads(data)
            if facts["format"] != FORMAT:
                raise Unusable("it was made by a newer forumapp")
            return cls(
                made_at=datetime.fromisoformat(facts["made_at"]),
                application=_word(facts["application"]),
                revision=_word(facts["revision"]),
                tables={
                    _word(name): Table(int(table["rows"]), int(table["last_id"]))
                    for name, table in facts["tables"].items()
                },
                members={
                    name: Sum(int(member["size"]), str(member["sha256"]))
                    for name, member in facts["members"].items()
                },
            )
        except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
            raise Unusable("its manifest can't be read") from None


def _word(text: Any) -> str:
    """Something that can be printed; raise ValueError."""
    if not _WORD.fullmatch(text):
        raise ValueError("no word")
    return str(text)
