"""The rows of the table, one module a subject, in the order of the table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from tests.bench.house import House
from tests.bench.results import Figure
from tests.bench.rows import (
    board,
    builds,
    clashes,
    crowd,
    formats,
    imports,
    memory,
    pages,
    personal,
    programme,
    registration,
    releases,
    start,
    volumes,
    weight,
)

Row = Callable[[House], Iterable[Figure]]

ROWS: Mapping[str, Row] = {
    "programme": programme.measure,
    "formats": formats.measure,
    "pages": pages.measure,
    "me": personal.measure,
    "first-build": builds.measure,
    "clashes": clashes.measure,
    "releases": releases.measure,
    "imports": imports.measure,
    "registration": registration.measure,
    "crowd": crowd.measure,
    "volumes": volumes.measure,
    "first-load": weight.measure,
    "board": board.measure,
    "start": start.measure,
    "memory": memory.measure,
}
