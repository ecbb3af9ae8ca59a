"""Reading a file in a process of its own, held to four seconds of computing and 256 MB."""

from __future__ import annotations

import tempfile
from pathlib import Path

from forumapp.domain.schedules.findings import Code, Finding, Unreadable
from forumapp.domain.schedules.reading import Ask, ReadSchedule
from forumapp.gateways.schedules.limits import LARGEST, MEGABYTES, SECONDS
from forumapp.gateways.schedules.transfer import dumped, loaded
from forumapp.isolation import End, Ended, Process

PATIENCE = 20.0  # seconds, on a machine so busy that four of computing take that long
_CHILD = "forumapp.gateways.schedules.child"


def read_apart(data: bytes, ask: Ask) -> ReadSchedule:
    """What the file says, read where it can do no harm; raise Unreadable, for a limit too."""
    return loaded(ReadSchedule, read_bytes(data, ask))


def read_bytes(data: bytes, ask: Ask) -> bytes:
    """The same as JSON, as it comes from the process; for who keeps it."""
    if len(data) > LARGEST:
        raise Unreadable(Code.TOO_LARGE, megabytes=LARGEST // 2**20)
    with tempfile.TemporaryDirectory(prefix="forumapp-import-") as name:
        folder = Path(name)
        (folder / "data").write_bytes(data)
        (folder / "ask").write_bytes(dumped(ask))
        said = _asked(folder)
        result = (folder / "result").read_bytes()
    if said == b"read":
        return result
    finding = loaded(Finding, result)
    raise Unreadable(finding.code, **finding.facts)


def _asked(folder: Path) -> bytes:
    process = Process(_CHILD, str(folder), folder=folder, megabytes=MEGABYTES)
    try:
        return process.line(PATIENCE)
    except Ended as ended:
        code, facts = _REASONS[ended.end]
        raise Unreadable(code, **facts) from None
    finally:
        process.end()


_REASONS: dict[End, tuple[Code, dict[str, object]]] = {
    End.TIME: (Code.OUT_OF_TIME, {"seconds": SECONDS}),
    End.MEMORY: (Code.OUT_OF_MEMORY, {"megabytes": MEGABYTES}),
    End.CRASH: (Code.BROKE_DOWN, {}),
}
