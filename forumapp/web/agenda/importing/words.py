"""What a preview says: of the file, of each row, of each field that differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from flask_babel import gettext as _

from forumapp.domain.schedules import (
    Difference,
    FileKind,
    Finding,
    Outcome,
    Plan,
    PlannedRow,
    Severity,
)
from forumapp.domain.speakers import SpeakingPart
from forumapp.domain.text import Translated
from forumapp.http.locale import languages, locale, plain, short_day
from forumapp.i18n import findings
from forumapp.i18n.catalogue import joined, language_name
from forumapp.i18n.countries import country_name
from forumapp.i18n.words import label

LONGEST = 240  # characters of a text that a list shows
FEW = 12  # names that are listed before the rest is counted
_NAMES = ("part", "track", "room", "video_room")
TONES: Mapping[Outcome, str] = {
    Outcome.NEW: "good",
    Outcome.CHANGED: "info",
    Outcome.UNCHANGED: "",
    Outcome.WRONG: "bad",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A field, what it was and what it becomes; empty for what isn't there."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """A row of the file as the preview lists it."""

    row: PlannedRow
    outcome: str
    tone: str
    place: str
    speakers: tuple[str, ...]
    changes: tuple[Change, ...]
    told: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of the whole file: how bad it is, in words and as a tone, and the sentence."""

    severity: str
    tone: str
    text: str


def shown(row: PlannedRow, kind: FileKind) -> ShownRow:
    """A row in the words of the page's language."""
    return ShownRow(
        row=row,
        outcome=findings.outcome(row.outcome, locale()),
        tone=TONES[row.outcome],
        place=findings.place(row.place, locale(), kind),
        speakers=tuple(_speaker(part, name) for part, name in row.speakers),
        changes=tuple(change for one in row.differences for change in changes(one)),
        told=tuple(
            (finding.severity.value, findings.said(finding, locale(), kind))
            for finding in row.findings
        ),
    )


def _speaker(part: SpeakingPart | None, name: str) -> str:
    if part is None:
        return name
    return str(_("%(part)s: %(name)s", part=label(part, locale()), name=name))


def about_the_file(found: Iterable[Finding], kind: FileKind) -> tuple[Told, ...]:
    """The findings that concern the whole file."""
    order = list(Severity)
    return tuple(
        Told(
            findings.severity(finding.severity, locale()),
            _SEVERE.get(finding.severity, ""),
            findings.said(finding, locale(), kind),
        )
        for finding in sorted(found, key=lambda finding: order.index(finding.severity))
    )


_SEVERE = {Severity.FATAL: "bad", Severity.WRONG: "bad", Severity.DOUBT: "warn"}


def changes(difference: Difference, *, person: str = "") -> Iterator[Change]:
    """What a field was and becomes, one line for each language of a text that differs.

    It says whom it is about, unless that is the `person` under whose name it stands.
    """
    name = findings.field(difference.name, locale())
    if difference.speaker and difference.speaker != person:
        name = str(_("%(person)s: %(field)s", person=difference.speaker, field=name))
    before, after = difference.before, difference.after
    if isinstance(after, Translated) and difference.name not in _NAMES:
        yield from _texts(name, before or Translated(), after)
    else:
        yield Change(name, *_pair(difference.name, before, after))


def _texts(name: str, before: Translated, after: Translated) -> Iterator[Change]:
    codes = dict.fromkeys((*before, *after))
    for code in codes:
        old, new = before.get(code, ""), after.get(code, "")
        if old != new:
            called = f"{name} ({language_name(code, locale())})" if len(codes) > 1 else name
            yield Change(called, _cut(old), _cut(new))


def _pair(name: str, before: Any, after: Any) -> tuple[str, str]:
    if isinstance(before, datetime) and isinstance(after, datetime):
        whole = before.date() != after.date()
        return _moment(before, whole=whole), _moment(after, whole=whole)
    if name == "country":
        return _country(before), _country(after)
    return said(before), said(after)


def _moment(moment: datetime, *, whole: bool) -> str:
    return f"{short_day(moment)}, {moment:%H:%M}" if whole else f"{moment:%H:%M}"


def _country(code: str) -> str:
    return country_name(code, locale()) if code else ""


def said(value: Any) -> str:
    """A value as a reader knows it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, Enum):
        return label(value, locale())
    if isinstance(value, Translated):
        return _cut(plain(value))
    if isinstance(value, tuple):
        return str(languages(value))
    return _cut(str(value))


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def few(names: Iterable[str]) -> str:
    """The first of many names, and how many more there are."""
    listed = [name for name in names if name]
    text = "; ".join(listed[:FEW])
    more = len(listed) - FEW
    return str(_("%(names)s and %(count)s more", names=text, count=more)) if more > 0 else text


def made(plan: Plan) -> tuple[tuple[str, int, str], ...]:
    """What is made beside sessions: kind in words, how many, their names."""
    groups = (
        (_("New parts"), [plain(one.name) for one in plan.parts]),
        (_("New tracks"), [plain(one.name) for one in plan.tracks]),
        (_("New rooms"), [plain(one.name) for one in plan.rooms]),
    )
    return tuple((str(words), len(names), few(names)) for words, names in groups if names)


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of the file: who they are, and of a known one what the file says otherwise."""

    name: str
    about: str
    changes: tuple[Change, ...] = ()


def new_people(plan: Plan) -> tuple[Somebody, ...]:
    """People to be made, with their title, organisation and country."""
    return tuple(Somebody(one.name, _about(one.values)) for one in plan.people if one.ref < 0)


def changed_people(plan: Plan) -> tuple[Somebody, ...]:
    """People who are known and of whom the file says something else."""
    return tuple(
        Somebody(
            one.name,
            "",
            tuple(
                change for field in one.differences for change in changes(field, person=one.name)
            ),
        )
        for one in plan.people
        if one.ref > 0
    )


def _about(values: Mapping[str, Any]) -> str:
    texts = (plain(values["title"]), plain(values["organisation"]), _country(values["country"]))
    return joined((text for text in texts if text), locale())
