"""Reads PDFs back, with poppler and with pikepdf."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

from pikepdf import Dictionary, Pdf


def opened(pdf: bytes) -> Pdf:
    return Pdf.open(io.BytesIO(pdf))


def text_of(pdf: bytes, *options: str) -> str:
    """What a reader copies out of the file, without the spaces that wrapping puts in."""
    return re.sub(r"\s", "", spaced_text_of(pdf, *options))


def spaced_text_of(pdf: bytes, *options: str) -> str:
    if shutil.which("pdftotext") is None:
        from tests.conftest import unavailable

        unavailable("pdftotext is missing: apt install poppler-utils")
    command = ["pdftotext", *options, "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def elements(pdf: Pdf, tag: str) -> list[Any]:
    """Every structure element of this kind, in reading order."""
    return [element for element in _walk(pdf.Root.StructTreeRoot.K[0]) if f"/{tag}" == element.S]


def _walk(element: Any) -> Iterator[Any]:
    yield element
    kids = element.get("/K", [])
    for kid in kids if not isinstance(kids, (Dictionary, int)) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield from _walk(kid)
