"""The process that reads one file: `python -m forumapp.gateways.schedules.child FOLDER`.

FOLDER holds `data` and `ask`; `result` is written beside them, and one line says that it is there.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from forumapp.domain.schedules.findings import Unreadable
from forumapp.domain.schedules.reading import Ask
from forumapp.gateways.schedules.limits import MEGABYTES, SECONDS
from forumapp.gateways.schedules.reading import read
from forumapp.gateways.schedules.transfer import dumped, loaded
from forumapp.isolation import held_to, own_answers

_LARGEST_RESULT = 32  # megabytes


def main() -> int:
    """Read the file, and write down what it says or why it can't be used."""
    folder, answers = Path(sys.argv[1]), own_answers()
    held_to(address_megabytes=MEGABYTES, file_megabytes=_LARGEST_RESULT)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))  # told first, then ended
    ask = loaded(Ask, (folder / "ask").read_bytes())
    name, result = "read", b""
    try:
        result = dumped(read((folder / "data").read_bytes(), ask))
    except Unreadable as reason:
        name, result = "unreadable", dumped(reason.finding)
    (folder / "result").write_bytes(result)
    answers.write(f"{name}\n")
    answers.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
