"""Builds a PDF: chapters in processes of their own, then one volume with continuous numbers.

A chapter is set once, without page numbers; those are printed when the volume is joined, so only
a change of its own content makes a chapter be set again.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from forumapp.render.pdf.assets import PdfAssets
from forumapp.render.pdf.document import Limits, PdfDocument
from forumapp.render.pdf.store import Store
from forumapp.render.pdf.volume import Build, OnProgress
from forumapp.render.pdf.workers import Workers

_PREFIX = "forumapp-pdf-"


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
    _forget_abandoned()
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as folder:
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


def _forget_abandoned() -> None:
    """Remove the folders of builds that were killed; none takes a day."""
    oldest = time.time() - 86400
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if folder.stat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)


def _no_progress(_done: int, _steps: int) -> None:
    return
