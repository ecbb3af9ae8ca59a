"""One process that sets chapters, held to its limits from outside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from forumapp import isolation
from forumapp.isolation import End, Ended
from forumapp.render.pdf.document import Limits, Reason

_CHILD = "forumapp.render.pdf.child"
_START_SECONDS = 60
_REASONS = {End.TIME: Reason.TIME, End.MEMORY: Reason.MEMORY, End.CRASH: Reason.CRASH}


class Broken(Exception):
    """The process is gone or could not do its task; a new one may."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


class Process:
    """Starts at once; `ask` hands it the file of a task and waits for the answer."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._limits = limits
        self._ready = False
        self._process = isolation.Process(
            _CHILD, str(folder / "setup.json"), folder=folder, megabytes=limits.megabytes
        )

    def ask(self, task: Path) -> dict[str, Any]:
        """The answer to a task; raises `Broken`, after which the process must be ended."""
        try:
            if not self._ready:
                self._answer(_START_SECONDS)
                self._ready = True
            self._process.send(str(task))
            return self._answer(self._limits.seconds)
        except Ended as ended:
            raise Broken(_REASONS[ended.end], ended.detail) from None

    def end(self) -> None:
        """End the process, and wait until it is gone."""
        self._process.end()

    def _answer(self, seconds: float) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self._process.line(seconds))
        if "error" in answer:
            raise Broken(Reason(answer["error"]), answer["detail"])
        return answer
