"""A pool of processes that set chapters, replaced when they break or grow too large."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from threading import Lock
from typing import Any

from forumapp.render.pdf.document import Limits, PdfFailed, Reason
from forumapp.render.pdf.process import Broken, Process

# A process that kept this share of its limit is replaced before it takes another chapter.
_KEEPABLE = 0.4
# Trying again helps against a crash, not against what the machine lacks or the author wrote.
_FINAL = frozenset({Reason.MISSING, Reason.LINK, Reason.STALE})


class Workers:
    """At most so many processes at a time, started when there is work for them."""

    def __init__(self, folder: Path, *, limits: Limits) -> None:
        self._folder, self.limits = folder, limits
        self._lock = Lock()
        self._idle: list[Process] = []
        self._busy: set[Process] = set()
        self._closed = False

    def run(self, tasks: Mapping[str, Path]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each task's name and answer, in the order of their ends; raises PdfFailed."""
        with ThreadPoolExecutor(max(1, min(self.limits.workers, len(tasks)))) as threads:
            futures = {threads.submit(self._try, task): name for name, task in tasks.items()}
            try:
                for future in as_completed(futures):
                    name = futures[future]
                    try:
                        yield name, future.result()
                    except PdfFailed as error:
                        raise PdfFailed(error.reason, name, error.detail) from error
            finally:
                if not all(future.done() for future in futures):
                    threads.shutdown(wait=False, cancel_futures=True)
                    self.end()

    def end(self) -> None:
        """End every process, at once; no work can follow."""
        with self._lock:
            self._closed = True
            processes = [*self._idle, *self._busy]
            self._idle.clear()
        for process in processes:
            process.end()

    def _try(self, task: Path) -> dict[str, Any]:
        failure = Broken(Reason.CRASH, "no try was allowed")
        for _ in range(self.limits.tries):
            process = self._take()
            try:
                answer = process.ask(task)
            except Broken as error:
                self._drop(process)
                failure = error
                if error.reason in _FINAL:
                    break
            else:
                self._give_back(process, held=answer["resident"])
                return answer
        raise PdfFailed(failure.reason, detail=failure.detail)

    def _take(self) -> Process:
        with self._lock:
            if self._closed:
                raise PdfFailed(Reason.CRASH, detail="building was given up")
            process = self._idle.pop() if self._idle else Process(self._folder, self.limits)
            self._busy.add(process)
            return process

    def _give_back(self, process: Process, *, held: int) -> None:
        if held > _KEEPABLE * self.limits.megabytes * 2**20:
            self._drop(process)
            return
        with self._lock:
            self._busy.discard(process)
            self._idle.append(process)

    def _drop(self, process: Process) -> None:
        process.end()
        with self._lock:
            self._busy.discard(process)
