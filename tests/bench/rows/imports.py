"""How long a large schedule of another program takes to be taken over."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from tests.bench import processes
from tests.bench.house import House, environment
from tests.bench.processes import command
from tests.bench.results import Figure

REACH = 10.0  # seconds
SESSIONS, ROOMS, A_DAY = 1_300, 26, 10
FIRST = date(2030, 3, 11)
TEXT = "What was tried in villages, what it cost, and what others can use of it. " * 8


def measure(house: House) -> Iterator[Figure]:
    """`forumapp import` of a frab file into an event that it makes, and of the same file again."""
    file = house.folder / "schedule.xml"
    file.write_text(_schedule(), encoding="utf-8")
    instance = environment(house.folder / "imports")
    processes.run(command("forumapp", "migrate"), env=instance, timeout=120)
    for words, counts in (
        (f"import of a frab file of {SESSIONS:,} sessions", f"{SESSIONS} new"),
        ("the same file again", f"{SESSIONS} unchanged"),
    ):
        seconds, taken, said = _taken_over(file, instance)
        yield Figure(
            what=words,
            reach=f"<= {REACH:.0f} s",
            measured=f"{seconds:.1f} s",
            met=seconds <= REACH and counts in said,
            note=f"{taken:.1f} s of processor; {said.strip().splitlines()[-1]}",
            values={"seconds": seconds, "processor": taken},
        )


def _taken_over(file: Path, instance: dict[str, str]) -> tuple[float, float, str]:
    """Seconds of the whole command, processor seconds with its children, and what it printed."""
    run = command("forumapp", "import", str(file), "--event", "conference")
    began, before = time.perf_counter(), _processor()
    said = processes.run(run, env=instance, timeout=300)
    return time.perf_counter() - began, _processor() - before, said


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _schedule() -> str:
    """A file as frab writes it: days, rooms, and two speakers to each session."""
    days = -(-SESSIONS // (ROOMS * A_DAY))
    body = "".join(_day(number) for number in range(days))
    facts = "<title>A Conference</title><time_zone_name>Asia/Shanghai</time_zone_name>"
    return f"<schedule><conference>{facts}</conference>{body}</schedule>"


def _day(number: int) -> str:
    day = FIRST + timedelta(days=number)
    rooms = "".join(_room(number, room, day) for room in range(ROOMS))
    return f'<day index="{number + 1}" date="{day}">{rooms}</day>'


def _room(day_number: int, room: int, day: date) -> str:
    first = (day_number * ROOMS + room) * A_DAY
    events = "".join(_event(first + n, day, 9 + n) for n in range(A_DAY) if first + n < SESSIONS)
    return f'<room name="Room {room + 1}">{events}</room>'


def _event(number: int, day: date, hour: int) -> str:
    begins = datetime(day.year, day.month, day.day, hour)  # noqa: DTZ001  the offset is written
    people = "".join(
        f'<person id="{n}">Speaker {n} NAME{n}</person>' for n in (number % 700, number % 900 + 700)
    )
    return (
        f'<event id="{number + 1}" guid="00000000-0000-5000-8000-{number:012}">'
        f"<date>{begins.isoformat()}+08:00</date><start>{hour:02}:00</start>"
        f"<duration>00:45</duration><title>Session {number + 1}</title>"
        f"<track>Track {number % 20}</track><type>lecture</type><language>en</language>"
        f"<abstract>{escape(TEXT)}</abstract><persons>{people}</persons></event>"
    )
