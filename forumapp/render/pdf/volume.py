"""One build of a volume: which chapters must be set, how often, and with which numbers."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from forumapp.render.pdf.assets import PdfAssets
from forumapp.render.pdf.document import (
    Chapter,
    Labels,
    Numbering,
    PdfDocument,
    PdfFailed,
    Reason,
)
from forumapp.render.pdf.numbering import first_numbers, of_totals, page_labels
from forumapp.render.pdf.store import Store, digest
from forumapp.render.pdf.workers import Workers

# Steps done, and how many there are.
OnProgress = Callable[[int, int], None]

_HERE = Path(__file__).parent
_LOGGER = logging.getLogger(__name__)
_PLACEHOLDER = "888"
_ROUNDS = 4


class _Placeholders(Mapping[str, str]):
    """Stands for page numbers not known yet: any place has one, as wide as the real one."""

    def __getitem__(self, place: str) -> str:
        return _PLACEHOLDER

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _write_json(path: Path, facts: Mapping[str, Any]) -> None:
    """Write the facts as UTF-8; half a surrogate pair, which no file can hold, becomes a `?`."""
    path.write_bytes(json.dumps(facts, ensure_ascii=False).encode(errors="replace"))


@dataclass(slots=True)
class _Set:
    """A chapter that has been set."""

    digest: str
    facts: dict[str, Any]

    @property
    def pages(self) -> int:
        return len(self.facts["pages"])


@dataclass(slots=True)
class Build:
    """One run of the engine."""

    document: PdfDocument
    assets: PdfAssets
    folder: Path
    store: Store
    workers: Workers
    on_progress: OnProgress
    finished: dict[str, _Set] = field(default_factory=dict)
    done: int = 0
    steps: int = 0

    def run(self) -> bytes:
        self._set_up()
        try:
            return self._volume()
        except PdfFailed as error:
            if error.reason is not Reason.STALE:
                raise
        # The machine's fonts were replaced since these chapters were kept.
        for chapter in self.finished.values():
            self.store.forget(chapter.digest)
        self.finished.clear()
        return self._volume()

    def _volume(self) -> bytes:
        late = [chapter for chapter in self.document.chapters if callable(chapter.html)]
        self.done, self.steps = 0, len(self.document.chapters) + len(late) + 1
        self._set(self.document.chapters, _Placeholders())
        for _ in range(_ROUNDS):
            before = self._counts()
            self._set(late, self._labels())
            if self._counts() == before:
                return self._join()
        raise PdfFailed(Reason.PAGES, late[0].key, "its length changes with the numbers in it")

    def _set_up(self) -> None:
        setup = {
            "stylesheets": self._stylesheets(),
            "assets": self.assets.spill(self.folder),
            "megabytes": self.workers.limits.megabytes,
            "seconds": self.workers.limits.seconds,
        }
        _write_json(self.folder / "setup.json", setup)

    def _stylesheets(self) -> tuple[str, ...]:
        packaged = [(_HERE / name).read_text("utf-8") for name in ("fonts.css", "base.css")]
        accent = f":root {{ --accent: {self.document.accent} }}"
        return (*packaged, accent, *self.document.stylesheets)

    def _set(self, chapters: Sequence[Chapter], labels: Labels) -> None:
        """Set these chapters, but not those that are finished with the same content."""
        images, stylesheets = self.assets.digests(), self._stylesheets()
        waiting: dict[str, str] = {}
        tasks = {chapter.key: self._task(chapter, labels) for chapter in chapters}
        for key, task in sorted(tasks.items(), key=lambda item: -len(item[1]["html"])):
            content = digest(task, stylesheets=stylesheets, images=images)
            kept = self._finished(key, content)
            if kept is None:
                waiting[key] = content
                self._write_task(key, task)
            else:
                self.finished[key] = kept
                self._step()
        for key, answer in self.workers.run({key: self._file(key, "task") for key in waiting}):
            for warning in answer["warnings"]:
                _LOGGER.warning("%s: %s", key, warning)
            self.finished[key] = self._keep(key, waiting[key])
            self._step()

    def _task(self, chapter: Chapter, labels: Labels) -> dict[str, Any]:
        try:
            html = chapter.html(labels) if callable(chapter.html) else chapter.html
        except KeyError as error:
            raise PdfFailed(Reason.LINK, chapter.key, f"no such place: {error}") from error
        header = self.document.title if self.document.header is None else self.document.header
        return {
            "kind": "chapter",
            "key": chapter.key,
            "title": chapter.title,
            "language": chapter.language or self.document.language,
            "header": header,
            "numbered": chapter.numbering is not Numbering.NONE,
            "html": html,
        }

    def _write_task(self, key: str, task: dict[str, Any]) -> None:
        files = {"pdf": str(self._file(key, "pdf")), "facts": str(self._file(key, "facts"))}
        _write_json(self._file(key, "task"), task | files)

    def _file(self, key: str, kind: str) -> Path:
        return self.folder / f"{kind}-{key}"

    def _finished(self, key: str, content: str) -> _Set | None:
        known = self.finished.get(key)
        if known is not None and known.digest == content:
            return known
        facts = self.store.facts(content)
        return None if facts is None else _Set(content, facts)

    def _keep(self, key: str, content: str) -> _Set:
        facts: dict[str, Any] = json.loads(self._file(key, "facts").read_bytes())
        self.store.add(content, pdf=self._file(key, "pdf"), facts=self._file(key, "facts"))
        return _Set(content, facts)

    def _step(self) -> None:
        self.done += 1
        self.on_progress(min(self.done, self.steps), self.steps)

    def _counts(self) -> list[tuple[Numbering, int]]:
        return [
            (chapter.numbering, self.finished[chapter.key].pages)
            for chapter in self.document.chapters
        ]

    def _labels(self) -> dict[str, str]:
        labels = {}
        for chapter, printed in zip(
            self.document.chapters, page_labels(self._counts()), strict=True
        ):
            labels[chapter.key] = printed[0]
            places = self.finished[chapter.key].facts["places"]
            labels |= {f"{chapter.key}#{place}": printed[page] for place, page in places.items()}
        return labels

    def _join(self) -> bytes:
        target = self._file("volume", "pdf")
        task = self._file("volume", "task")
        _write_json(task, self._join_task() | {"pdf": str(target)})
        for _ in self.workers.run({"": task}):
            self._step()
        return target.read_bytes()

    def _join_task(self) -> dict[str, Any]:
        counts = self._counts()
        numbers = zip(self._printed(counts), first_numbers(counts), strict=True)
        return {
            "kind": "join",
            "title": self.document.title,
            "author": self.document.author,
            "subject": self.document.subject,
            "language": self.document.language,
            "created": self.document.created.isoformat(),
            "chapters": [
                self._joined(chapter) | {"labels": printed, "first_number": first}
                for chapter, (printed, first) in zip(self.document.chapters, numbers, strict=True)
            ],
        }

    def _printed(self, counts: list[tuple[Numbering, int]]) -> tuple[tuple[str, ...], ...]:
        labels = page_labels(counts)
        if not self.document.totals:
            return labels
        return of_totals(labels, [numbering for numbering, _pages in counts])

    def _joined(self, chapter: Chapter) -> dict[str, Any]:
        done = self.finished[chapter.key]
        return {
            "key": chapter.key,
            "title": chapter.title,
            "level": chapter.level,
            "numbering": chapter.numbering,
            "path": str(self.store.pdf(done.digest)),
            **done.facts,
        }
