"""Finished chapters, kept by what they were made of, so that unchanged ones aren't set again."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
_KEPT_SECONDS = 30 * 86400


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of chapters, each a PDF and a JSON file with what the joiner must know of it."""

    folder: Path

    def pdf(self, digest: str) -> Path:
        """Where the chapter's PDF is, or would be."""
        return self.folder / f"{digest}.pdf"

    def facts(self, digest: str) -> dict[str, Any] | None:
        """What is known of the chapter, or None when it isn't here."""
        try:
            facts: dict[str, Any] = json.loads(self._facts_file(digest).read_bytes())
        except (OSError, ValueError):
            return None
        if not self.pdf(digest).exists():
            return None
        for path in (self.pdf(digest), self._facts_file(digest)):
            os.utime(path)
        return facts

    def add(self, digest: str, *, pdf: Path, facts: Path) -> None:
        """Copy the two files here; the PDF first, so that a chapter is here whole or not at all."""
        _put(pdf, self.pdf(digest))
        _put(facts, self._facts_file(digest))

    def forget(self, digest: str) -> None:
        """Remove one chapter."""
        self._facts_file(digest).unlink(missing_ok=True)
        self.pdf(digest).unlink(missing_ok=True)

    def forget_old(self) -> None:
        """Remove what nobody has used for a month."""
        oldest = time.time() - _KEPT_SECONDS
        for path in self.folder.iterdir():
            if path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)

    def _facts_file(self, digest: str) -> Path:
        return self.folder / f"{digest}.json"


def _put(source: Path, target: Path) -> None:
    """Copy so that the target is whole at each moment, from another disk too."""
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix="new-", delete=False) as new:
        new.write(source.read_bytes())
    Path(new.name).replace(target)


@cache
def edition() -> str:
    """SHA-256 of this package's own code and styles, and the version of WeasyPrint."""
    own = sha256(version("weasyprint").encode())
    for path in sorted(_HERE.glob("*.[pc][ys]*")):
        own.update(path.read_bytes())
    return own.hexdigest()


def digest(
    task: Mapping[str, Any], *, stylesheets: tuple[str, ...], images: Mapping[str, str]
) -> str:
    """SHA-256 of all that decides how a chapter comes out."""
    shown = {name: value for name, value in images.items() if f"asset:{name}" in task["html"]}
    styled = {name: value for name, value in images.items() if f"asset:{name}" in str(stylesheets)}
    made_of = [edition(), task, stylesheets, shown, styled]
    return sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()
