"""The process that sets chapters and joins volumes: `python -m forumapp.render.pdf.child SETUP`.

SETUP is a JSON file. Each line of standard input is then the path of a JSON task, answered by one
line of JSON on standard output; results are files. It ends with its input, or by itself when a
task overruns, so nothing is left behind by a parent that was killed.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import signal
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from forumapp.isolation import held_to, own_answers, resident_bytes

if TYPE_CHECKING:
    from forumapp.render.pdf.chapter import Typesetter

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
_LARGEST_FILE = 512  # megabytes
# Fonts and libraries that are mapped, and stacks of threads, take addresses more than memory.
_UNUSED_MEGABYTES = 1024
# The parent ends an overrun task; this is for a child whose parent is gone.
_GRACE_SECONDS = 10

Answer = dict[str, Any]


def main() -> int:
    """Serve tasks until the input ends."""
    setup = json.loads(Path(sys.argv[1]).read_bytes())
    answers = own_answers()
    most = setup["megabytes"] + _UNUSED_MEGABYTES  # the parent watches the memory really used
    held_to(address_megabytes=most, file_megabytes=_LARGEST_FILE)
    try:
        typesetter = _typesetter(setup)
    except _Missing as error:
        _answer(answers, {"error": "missing", "detail": str(error)})
        return 1
    _answer(answers, {"ready": True})
    for line in sys.stdin:
        signal.alarm(int(setup["seconds"]) + _GRACE_SECONDS)
        answer = _attempt(partial(_carry_out, Path(line.strip()), typesetter))
        signal.alarm(0)
        _answer(answers, answer)
    return 0


class _Missing(Exception):
    """The machine lacks a library or a font."""


def _typesetter(setup: Mapping[str, Any]) -> Typesetter:
    try:
        from weasyprint.text.ffi import harfbuzz_subset
    except (OSError, ImportError) as error:
        raise _Missing(f"PDF needs Pango; on Debian: apt install {PACKAGES} ({error})") from error
    if harfbuzz_subset is None:
        raise _Missing(f"PDF needs HarfBuzz's subsetter; on Debian: apt install {PACKAGES}")
    from forumapp.render.pdf.chapter import Typesetter

    return Typesetter(setup["stylesheets"], assets=setup["assets"])


def _answer(answers: TextIO, answer: Mapping[str, Any]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


def _attempt(work: Callable[[], Answer]) -> Answer:
    """The answer to a task, whatever happens in it: content must never end the process."""
    try:
        return work()
    except _Missing as error:
        return {"error": "missing", "detail": str(error)}
    except MemoryError:
        return {"error": "memory", "detail": "the process reached its memory limit"}
    except Exception as error:
        logging.getLogger(__name__).exception("task failed")
        kind = {"BrokenLink": "link", "OtherFont": "stale"}.get(type(error).__name__, "markup")
        return {"error": kind, "detail": f"{type(error).__name__}: {error}"[:500]}


def _carry_out(path: Path, typesetter: Typesetter) -> Answer:
    task = json.loads(path.read_bytes())
    if task["kind"] == "join":
        from forumapp.render.pdf.join import join

        join(task, Path(task["pdf"]), typesetter=typesetter)
        return {"resident": resident_bytes(os.getpid())}
    return _chapter(task, typesetter)


def _chapter(task: Mapping[str, Any], typesetter: Typesetter) -> Answer:
    from weasyprint.logger import LOGGER

    from forumapp.render.pdf.chapter import Warnings
    from forumapp.render.pdf.scripts import missing_fonts

    missing = missing_fonts(task["title"] + task["header"] + task["html"])
    if missing:
        raise _Missing(missing)
    warnings = Warnings()
    LOGGER.addHandler(warnings)
    facts = typesetter.write(task, Path(task["pdf"]))
    LOGGER.removeHandler(warnings)
    Path(task["facts"]).write_text(json.dumps(facts))
    gc.collect()  # a document is full of cycles, and the next chapter is about to come
    return {"warnings": warnings.messages, "resident": resident_bytes(os.getpid())}


if __name__ == "__main__":
    sys.exit(main())
