"""The child's side."""

from __future__ import annotations

import os
import resource
import sys
from typing import TextIO


def own_answers() -> TextIO:
    """A stream for answers alone; whatever a library prints goes to standard error."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


def held_to(*, address_megabytes: int, file_megabytes: int) -> None:
    """Set what the system holds this process to: addresses, the largest file, no core dumps.

    Libraries that are mapped and stacks of threads take addresses, more than memory.
    """
    for kind, most in (
        (resource.RLIMIT_AS, address_megabytes * 2**20),
        (resource.RLIMIT_FSIZE, file_megabytes * 2**20),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
