"""What a finished volume says of itself."""

from __future__ import annotations

import io


def count_pages(data: bytes) -> int:
    """How many pages a PDF has."""
    from pikepdf import Pdf

    with Pdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)
