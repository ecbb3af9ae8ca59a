"""Volumes: files that are built once from facts that no longer change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class VolumeName(StrEnum):
    PROGRAMME = "programme"
    PROCEEDINGS = "proceedings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """What is to be built. `edition` names its content: the same edition is the same file.

    A programme is that of a release, or of one part of it; proceedings are those of a digest.
    """

    event_id: int
    name: VolumeName
    locale: str
    release_id: int
    number: int
    part_id: int | None = None
    digest: str = ""

    @property
    def edition(self) -> str:
        """r2-en, r2-zh-part7, r2-en-0f3a…"""
        pieces = [f"r{self.number}", self.locale]
        if self.part_id is not None:
            pieces.append(f"part{self.part_id}")
        if self.digest:
            pieces.append(self.digest[:32])
        return "-".join(pieces)

    @property
    def key(self) -> str:
        """The key of the job that builds it."""
        return f"build/{self.event_id}/{self.name}/{self.edition}"

    def plain(self) -> dict[str, Any]:
        """The same as JSON."""
        return {
            "event_id": self.event_id,
            "name": self.name.value,
            "locale": self.locale,
            "release_id": self.release_id,
            "number": self.number,
            "part_id": self.part_id,
            "digest": self.digest,
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Volume:
        """The volume of such JSON."""
        return cls(**{**plain, "name": VolumeName(plain["name"])})
