"""The texts of letters and of notes verbales: the organiser's own, or the usual ones."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import Invalid
from forumapp.domain.papers import LetterKind, Placeholder, TextKind
from forumapp.domain.papers.letters import LONGEST_HEADING, LONGEST_TEXT, faults
from forumapp.domain.papers.notes import NotePlaceholder
from forumapp.domain.text import many_lines, one_line
from forumapp.i18n import letters, notes
from forumapp.models import LetterTemplate
from forumapp.services import questions
from forumapp.services.access import require
from forumapp.services.rows import assign, remove


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRow:
    """A text in force; `version` 0 is the usual one."""

    kind: TextKind
    language: str
    heading: str
    text: str
    version: int = 0


def template(actor: Actor, event_id: int, kind: TextKind, language: str) -> TemplateRow:
    """The text in force of a kind, in one language, for who may write it."""
    require(actor, _writing(kind), event_id=event_id)
    return in_force(event_id, kind, language)


def placeholders(event_id: int, kind: TextKind) -> tuple[str, ...]:
    """What a text of this kind may ask for."""
    if kind is TextKind.NOTE:
        return tuple(NotePlaceholder)
    return (*Placeholder, *questions.placeholders(event_id))


def in_force(event_id: int, kind: TextKind, language: str) -> TemplateRow:
    """The same for who issues it."""
    row = _own(event_id, kind, language)
    if row is None:
        heading, text = _usual(kind, language)
        return TemplateRow(kind=kind, language=language, heading=heading, text=text)
    return TemplateRow(
        kind=kind, language=language, heading=row.heading, text=row.text, version=row.version
    )


def save_template(
    actor: Actor,
    event_id: int,
    kind: TextKind,
    language: str,
    *,
    heading: str,
    text: str,
    version: int | None,
) -> None:
    """Write a text in place of the usual one, or of an earlier one of this version.

    Raises Invalid `placeholder`, with those that there aren't, and Stale.
    """
    require(actor, _writing(kind), event_id=event_id)
    values = {"heading": one_line(heading), "text": many_lines(text).strip()}
    _check(values, placeholders(event_id, kind))
    row = _own(event_id, kind, language)
    if row is None:
        row = LetterTemplate(event_id=event_id, kind=kind, language=language, **values)
        db.session.add(row)
    else:
        assign(row, values, version=version)
    db.session.flush()


def forget_template(actor: Actor, event_id: int, kind: TextKind, language: str) -> None:
    """Go back to the usual text."""
    require(actor, _writing(kind), event_id=event_id)
    row = _own(event_id, kind, language)
    if row is not None:
        remove(row)


def _writing(kind: TextKind) -> Action:
    """Who invites delegations writes the note, who decides on people the letters to them."""
    return Action.EDIT_EVENT if kind is TextKind.NOTE else Action.DECIDE_REGISTRATIONS


def _usual(kind: TextKind, language: str) -> tuple[str, str]:
    if kind is TextKind.NOTE:
        return notes.usual(language)
    return letters.usual(LetterKind(kind.value), language)


def _check(values: dict[str, str], known: Collection[str]) -> None:
    longest = {"heading": LONGEST_HEADING, "text": LONGEST_TEXT}
    errors = {name: "required" for name, value in values.items() if not value}
    errors |= {n: "too_many_characters" for n, value in values.items() if len(value) > longest[n]}
    wrong = {name: faults(value, known=known) for name, value in values.items()}
    errors |= {name: "placeholder" for name, found in wrong.items() if found}
    if errors:
        named = ", ".join(dict.fromkeys(one for found in wrong.values() for one in found))
        raise Invalid(errors, {"placeholders": named})


def _own(event_id: int, kind: TextKind, language: str) -> LetterTemplate | None:
    return db.session.scalar(
        sa.select(LetterTemplate).filter_by(event_id=event_id, kind=kind, language=language)
    )
