"""The texts of letters: the organiser's own, or the usual ones."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import Invalid
from forumapp.domain.papers import LetterKind
from forumapp.domain.papers.letters import LONGEST_HEADING, LONGEST_TEXT, faults
from forumapp.domain.text import many_lines, one_line
from forumapp.i18n.letters import usual
from forumapp.models import LetterTemplate
from forumapp.services import questions
from forumapp.services.access import require
from forumapp.services.rows import assign, remove


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRow:
    """A text in force; `version` 0 is the usual one."""

    kind: LetterKind
    language: str
    heading: str
    text: str
    version: int = 0


def template(actor: Actor, event_id: int, kind: LetterKind, language: str) -> TemplateRow:
    """The text in force of a kind of letter, in one language."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    return in_force(event_id, kind, language)


def in_force(event_id: int, kind: LetterKind, language: str) -> TemplateRow:
    """The same for who issues it."""
    row = _own(event_id, kind, language)
    if row is None:
        heading, text = usual(kind, language)
        return TemplateRow(kind=kind, language=language, heading=heading, text=text)
    return TemplateRow(
        kind=kind, language=language, heading=row.heading, text=row.text, version=row.version
    )


def save_template(
    actor: Actor,
    event_id: int,
    kind: LetterKind,
    language: str,
    *,
    heading: str,
    text: str,
    version: int | None,
) -> None:
    """Write a text in place of the usual one, or of an earlier one of this version.

    Raises Invalid `placeholder`, with those that there aren't, and Stale.
    """
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    values = {"heading": one_line(heading), "text": many_lines(text).strip()}
    _check(values, questions.placeholders(event_id))
    row = _own(event_id, kind, language)
    if row is None:
        row = LetterTemplate(event_id=event_id, kind=kind, language=language, **values)
        db.session.add(row)
    else:
        assign(row, values, version=version)
    db.session.flush()


def forget_template(actor: Actor, event_id: int, kind: LetterKind, language: str) -> None:
    """Go back to the usual text."""
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    row = _own(event_id, kind, language)
    if row is not None:
        remove(row)


def _check(values: dict[str, str], answers: Collection[str]) -> None:
    longest = {"heading": LONGEST_HEADING, "text": LONGEST_TEXT}
    errors = {name: "required" for name, value in values.items() if not value}
    errors |= {n: "too_many_characters" for n, value in values.items() if len(value) > longest[n]}
    wrong = {name: faults(value, answers=answers) for name, value in values.items()}
    errors |= {name: "placeholder" for name, found in wrong.items() if found}
    if errors:
        named = ", ".join(dict.fromkeys(one for found in wrong.values() for one in found))
        raise Invalid(errors, {"placeholders": named})


def _own(event_id: int, kind: LetterKind, language: str) -> LetterTemplate | None:
    return db.session.scalar(
        sa.select(LetterTemplate).filter_by(event_id=event_id, kind=kind, language=language)
    )
