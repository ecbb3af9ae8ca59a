"""Every setting is described where those who run the application look for it."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
SETTINGS = frozenset(
    re.findall(r"FORUMAPP_[A-Z][A-Z_]+", (ROOT / "forumapp/config.py").read_text())
)


def named_in(*files: str) -> set[str]:
    texts = [(ROOT / file).read_text() for file in files]
    return {name for name in SETTINGS if any(re.search(rf"\b{name}\b", text) for text in texts)}


def test_every_setting_stands_in_the_table_of_production() -> None:
    rows = (ROOT / "docs/production.md").read_text().splitlines()
    described = {name for row in rows for name in re.findall(r"^\| `(FORUMAPP_\w+)`", row)}
    assert described == SETTINGS


def test_every_setting_stands_in_the_files_of_the_containers() -> None:
    assert named_in(".env.example", "compose.yaml") == SETTINGS
