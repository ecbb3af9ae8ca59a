"""Nameplates: a sheet for each, folded so that both sides say the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from forumapp.domain.papers import ParticipantsList, PlateKind
from forumapp.domain.proceedings import ListedDelegation, ParticipantFacts
from forumapp.i18n.catalogue import gettext, html_language
from forumapp.i18n.catalogue import message as _
from forumapp.render.papers import fit
from forumapp.render.papers.badges import shares, sizes
from forumapp.render.pdf.document import Chapter, Numbering, PdfDocument
from forumapp.render.volumes.language import render, script
from forumapp.render.volumes.participants import heading
from forumapp.render.volumes.styles import sheet
from forumapp.render.wording import line

WIDTH = 186.0  # millimetres
LARGE = tuple(range(110, 26, -4))
OTHER = tuple(range(56, 16, -2))
WHERE = tuple(range(30, 10, -1))
FAR, NEAR = 46, 24  # points that are read from afar, and across a table
TOGETHER = 40  # plates in one chapter


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a plate, with its language and its size in points."""

    text: str
    language: str
    size: int


@dataclass(frozen=True, slots=True)
class Plate:
    """What stands on both sides: the name, the same in another language or script, and below."""

    large: Line
    other: Line | None = None
    where: Line | None = None


def plates(
    facts: ParticipantsList, kind: PlateKind, *, locale: str, created: datetime
) -> PdfDocument:
    """The plates of the delegations, or of everyone in the room, the first language large."""
    title = gettext(_("Nameplates"), locale)
    made = tuple(_plates(facts, kind, locale))
    return PdfDocument(
        title=f"{title} · {line(facts.event.title.pick(locale))}",
        language=html_language(locale),
        created=created,
        chapters=tuple(
            Chapter(
                f"plates-{number}",
                title,
                render("papers-plates.html", locale=locale, plates=held),
                level=0,
                numbering=Numbering.NONE,
            )
            for number, held in enumerate(shares(made, TOGETHER) or ((),))
        ),
        stylesheets=(sheet("volume"), sheet("badges"), "@page { size: A4; margin: 0 }", sizes()),
        header="",
        accent=facts.event.accent,
    )


def _plates(facts: ParticipantsList, kind: PlateKind, locale: str) -> Iterator[Plate]:
    second = next((code for code in facts.event.languages if code != locale), "")
    for delegation in facts.delegations:
        if kind is PlateKind.COUNTRY:
            yield _of_delegation(delegation, locale, second)
        else:
            yield from _of_people(delegation, locale)


def _of_delegation(delegation: ListedDelegation, locale: str, second: str) -> Plate:
    name = heading(delegation, locale)
    other = heading(delegation, second) if second else ""
    return Plate(
        large=_line(name, locale, LARGE, lines=2),
        other=_line(other, second, OTHER, lines=2) if other and other != name else None,
    )


def _of_people(delegation: ListedDelegation, locale: str) -> Iterable[Plate]:
    return (_of_person(one, heading(delegation, locale), locale) for one in delegation.participants)


def _of_person(one: ParticipantFacts, where: str, locale: str) -> Plate:
    person, own = one.person, line(one.person.native_name)
    shown = own and own != line(person.printed_name)
    return Plate(
        large=_line(line(person.name), "", LARGE[8:], lines=1 if _short(person.name) else 2),
        other=_own(own, script(own, person.country)) if shown else None,
        where=_line(where, locale, WHERE, lines=1) if where else None,
    )


def _own(name: str, language: str) -> Line:
    """A name in its own script, which is parted only where it would be small on one line."""
    return _line(name, language, OTHER[4:], lines=1 if _short(name, NEAR) else 2)


def _short(name: str, points: int = FAR) -> bool:
    """Whether a name has room on one line of letters of this size."""
    return fit.lines(line(name), points, width=WIDTH) == 1


def _line(text: str, language: str, sizes: tuple[int, ...], *, lines: int) -> Line:
    points = fit.size(text, sizes, width=WIDTH, most=lines)
    return Line(text, html_language(language) if language else "", points)
