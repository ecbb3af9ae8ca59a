"""The report of an import, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from forumapp.domain.schedules import (
    Code,
    FileKind,
    Finding,
    NewName,
    Outcome,
    Plan,
    PlannedRow,
    Severity,
)
from forumapp.i18n import findings

LOCALE = "en"
FEW = 20  # rows that are told one by one of each kind


def lines(plan: Plan, kind: FileKind) -> Iterator[str]:
    """What is told about the file, what is made, and what comes of it."""
    yield from _findings(plan, kind)
    yield from _changes(plan.rows)
    for title, names in (
        ("new parts", plan.parts),
        ("new tracks", plan.tracks),
        ("new rooms", plan.rooms),
    ):
        yield from _names(title, names)
    yield from _people(plan)
    if plan.longer:
        yield f"  the event's days: {plan.first_day} to {plan.last_day}"
    if plan.kept:
        yield f"  kept, not in the file: {_few([session.code for session in plan.kept])}"
    yield total(plan)


def total(plan: Plan) -> str:
    """How many rows came to what."""
    counts = ", ".join(f"{count} {outcome.value}" for outcome, count in plan.counts.items())
    return f"{counts}."


def one(finding: Finding, kind: FileKind | None = None) -> str:
    """A finding with the place where it was made."""
    where = ", ".join(
        part for part in (findings.place(finding.place, LOCALE, kind), finding.name) if part
    )
    text = findings.said(finding, LOCALE, kind)
    return f"{where}: {text}" if where else text


def _findings(plan: Plan, kind: FileKind) -> Iterator[str]:
    """Each finding of the file and of its rows; of many of one kind, the first."""
    groups: dict[Code, list[Finding]] = defaultdict(list)
    for finding in (*plan.findings, *(f for row in plan.rows for f in row.findings)):
        groups[finding.code].append(finding)
    order = list(Severity)
    for code in sorted(groups, key=lambda code: (order.index(code.severity), code.value)):
        for finding in groups[code][:FEW]:
            yield f"  {_WORDS[code.severity]}: {one(finding, kind)}"
        if len(groups[code]) > FEW:
            yield f"  … and {len(groups[code]) - FEW} more like that"


_WORDS = {
    Severity.FATAL: "unusable",
    Severity.WRONG: "wrong",
    Severity.DOUBT: "check",
    Severity.NOTE: "note",
}


def _changes(rows: Iterable[PlannedRow]) -> Iterator[str]:
    changed = [row for row in rows if row.outcome is Outcome.CHANGED]
    for row in changed[:FEW]:
        fields = dict.fromkeys(findings.field(d.name, LOCALE) for d in row.differences)
        yield f"  changed: {row.code} {row.name}: {', '.join(fields)}"
    if len(changed) > FEW:
        yield f"  … and {len(changed) - FEW} more changed"
    left = [row for row in rows if row.left]
    for row in left[:FEW]:
        yield f"  kept in {row.code}, not in the file: {_few(row.left)}"


def _names(title: str, names: Iterable[NewName]) -> Iterator[str]:
    texts = [str(new.name.pick(LOCALE)) for new in names]
    if texts:
        yield f"  {title}: {_few(texts)}"


def _people(plan: Plan) -> Iterator[str]:
    new = [person.name for person in plan.people if person.ref < 0]
    changed = [person.name for person in plan.people if person.ref > 0]
    if new:
        yield f"  new people: {_few(new)}"
    if changed:
        yield f"  changed people: {_few(changed)}"


def _few(names: Iterable[str]) -> str:
    listed = list(names)
    more = f" and {len(listed) - FEW} more" if len(listed) > FEW else ""
    return "; ".join(listed[:FEW]) + more
