"""Files in one ZIP."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile


def personal(kept: Mapping[str, Any], files: Mapping[str, bytes], *, in_words: str) -> bytes:
    """What is kept about a person as text and as JSON (RFC 8259, UTF-8), their files beside it."""
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        archive.writestr("my-data.txt", in_words)
        archive.writestr("my-data.json", json.dumps(kept, ensure_ascii=False, indent=2))
        for name, data in files.items():
            archive.writestr(f"files/{name}", data)
    return made.getvalue()
