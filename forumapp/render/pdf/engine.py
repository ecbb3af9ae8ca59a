"""Builds a PDF: chapters in processes of their own, then one volume with continuous numbers.

A chapter is set once, without page numbers; those are printed when the volume is joined, so only
a change of its own content makes a chapter be set again.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from forumapp.render.pdf.assets import PdfAssets
from forumapp.render.pdf.document import Limits, PdfDocument
from forumapp.render.pdf.store import Store
from forumapp.render.pdf.volume import Build, OnProgress
from forumapp.render.pdf.workers import Workers


def write(
    document: PdfDocument,
    *,
    assets: PdfAssets | None = None,
    cache: Path | None = None,
    limits: Limits | None = None,
    on_progress: OnProgress | None = None,
) -> bytes:
    """The document as tagged PDF (PDF/UA-1); raises PdfFailed, or what `on_progress` raises.

    `cache` is a private folder in which unchanged chapters are kept from one build to the next.
    """
    with tempfile.TemporaryDirectory(prefix="forumapp-pdf-") as folder:
        build = Build(
            document,
            assets=assets or PdfAssets(),
            folder=Path(folder),
            store=_store(cache or Path(folder) / "chapters"),
            workers=Workers(Path(folder), limits=limits or Limits()),
            on_progress=on_progress or _no_progress,
        )
        try:
            return build.run()
        finally:
            build.workers.end()


def _store(folder: Path) -> Store:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    store = Store(folder)
    store.forget_old()
    return store


def _no_progress(_done: int, _steps: int) -> None:
    return
