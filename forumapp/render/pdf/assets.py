"""The images a PDF may show: an allow-list, and nothing else is ever fetched."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

SCHEME = "asset:"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")


@dataclass(frozen=True, slots=True)
class PdfAssets:
    """Name to the bytes or the file of an image; a page shows it as `<img src="asset:name">`."""

    images: Mapping[str, bytes | Path] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wrong = [name for name in self.images if not _NAME.fullmatch(name)]
        if wrong:
            raise ValueError(f"not names of assets: {wrong!r}")

    def spill(self, folder: Path) -> dict[str, str]:
        """Write what is held in memory to the folder: each name to the path of its file."""
        return {name: str(self._file(name, folder)) for name in self.images}

    def digests(self) -> dict[str, str]:
        """Each name to the SHA-256 of its content."""
        return {name: sha256(self._content(name)).hexdigest() for name in self.images}

    def _file(self, name: str, folder: Path) -> Path:
        image = self.images[name]
        if isinstance(image, Path):
            return image.resolve()
        path = folder / f"asset-{sha256(name.encode()).hexdigest()}"
        path.write_bytes(image)
        return path

    def _content(self, name: str) -> bytes:
        image = self.images[name]
        return image.read_bytes() if isinstance(image, Path) else image
