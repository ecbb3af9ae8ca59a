"""Changing speaker lists: who plays which part, for how long, and in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import Conflict, Invalid, NotFound, Stale
from forumapp.domain.speakers import SpeakerStatus, moved
from forumapp.domain.text import many_lines
from forumapp.models import Event, Person, Session, Speaker
from forumapp.services import audit, rows
from forumapp.services.access import require
from forumapp.services.events.checks import LANGUAGES, Checks
from forumapp.services.speakers.rows import LineValues, SpeechValues

MOST_MINUTES = 600
LONGEST_TEXT = 100_000  # characters of a speech


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChange:
    """One line as an organiser left it in the list; `version` is the one that was seen."""

    version: int
    values: LineValues


def add(actor: Actor, event_id: int, session_id: int, person_id: int, values: LineValues) -> int:
    """Put a person of the event at the end of a session's list."""
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    order = order_of(event_id, session_id)
    return insert(event_id, session_id, person_id, values, after=order)


def replace(actor: Actor, event_id: int, speaker_id: int, person_id: int) -> int:
    """Have another person take a line's part and minutes, right after it; the line stays as
    replaced, so that the record shows who was to speak.

    Raises Invalid `same_person` when it is the same one.
    """
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    gone = _one(event_id, speaker_id)
    if gone.person_id == person_id:
        raise Invalid({"person": "same_person"})
    order = order_of(event_id, gone.session_id)
    place = order.index(speaker_id) + 1
    values = SpeechValues(part=gone.part, minutes=gone.minutes, mode=gone.mode, topic=gone.topic)
    added = insert(event_id, gone.session_id, person_id, values, after=order[:place])
    number((*order[:place], added, *order[place:]))
    gone.status = SpeakerStatus.REPLACED
    db.session.flush()
    return added


def save(
    actor: Actor, event_id: int, speaker_id: int, values: SpeechValues, *, version: int | None
) -> None:
    """Change a line with its topic and text; Stale when somebody saved since `version`."""
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    edited = _one(event_id, speaker_id)
    rows.assign(edited, _checked(values), version=version)
    db.session.flush()


def save_list(
    actor: Actor, event_id: int, session_id: int, changes: Mapping[int, LineChange]
) -> int:
    """Change several lines of a session at once; returns how many were gone meanwhile.

    Raises Stale, its fields named `<line>.<field>`, when somebody saved any of them since.
    """
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    order_of(event_id, session_id)
    present = db.session.scalars(
        sa.select(Speaker).where(Speaker.session_id == session_id, Speaker.id.in_(changes))
    ).all()
    yours: dict[str, object] = {}
    theirs: dict[str, object] = {}
    for found in present:
        change = changes[found.id]
        try:
            rows.assign(found, _checked(change.values), version=change.version)
        except Stale as stale:
            yours |= {f"{found.id}.{name}": value for name, value in stale.yours.items()}
            theirs |= {f"{found.id}.{name}": value for name, value in stale.theirs.items()}
    if yours:
        raise Stale(yours=yours, theirs=theirs, version=0)
    db.session.flush()
    return len(changes) - len(present)


def move(actor: Actor, event_id: int, speaker_id: int, *, step: int) -> None:
    """Move a line so many places down its list, up where negative."""
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    found = _one(event_id, speaker_id)
    number(moved(order_of(event_id, found.session_id), speaker_id, step=step))
    audit.note(actor, event_id, action="move", noun="speakers", object_id=speaker_id)


def reorder(
    actor: Actor, event_id: int, session_id: int, order: Sequence[int], *, seen: Sequence[int]
) -> None:
    """Put the lines of a session into this order; Conflict `changed` when it isn't the one seen."""
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    present = order_of(event_id, session_id)
    if present != tuple(seen) or sorted(order) != sorted(present):
        raise Conflict("changed")
    for was, now in zip(present, order, strict=True):
        if was != now:
            audit.note(actor, event_id, action="move", noun="speakers", object_id=now)
            break
    number(tuple(order))


def remove(actor: Actor, event_id: int, speaker_id: int) -> None:
    """Take a line off its list, with the text handed in for it."""
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    rows.remove(_one(event_id, speaker_id))


def _one(event_id: int, speaker_id: int) -> Speaker:
    found = db.session.scalar(
        sa.select(Speaker)
        .join(Session, Session.id == Speaker.session_id)
        .where(Speaker.id == speaker_id, Session.event_id == event_id)
    )
    if found is None:
        raise NotFound
    return found


def order_of(event_id: int, session_id: int) -> tuple[int, ...]:
    """The lines of a session in order, held so that no one else changes the order meanwhile."""
    rows.one(Session, session_id, event_id=event_id)
    lock(Session, session_id)
    return tuple(
        db.session.scalars(
            sa.select(Speaker.id)
            .filter_by(session_id=session_id)
            .order_by(Speaker.position, Speaker.id)
        )
    )


def insert(
    event_id: int, session_id: int, person_id: int, values: LineValues, *, after: tuple[int, ...]
) -> int:
    rows.one(Person, person_id, event_id=event_id)
    columns = {"text_language": _first_language(event_id), **_checked(values)}
    added = Speaker(session_id=session_id, person_id=person_id, position=len(after) + 1, **columns)
    db.session.add(added)
    number(after)
    db.session.flush()
    return added.id


def number(order: tuple[int, ...]) -> None:
    """Number the places 1, 2, … without raising versions: an order is no edit of a line."""
    for place, key in enumerate(order, start=1):
        db.session.execute(
            sa.update(Speaker)
            .where(Speaker.id == key, Speaker.position != place)
            .values(position=place)
        )


def _checked(values: LineValues) -> dict[str, Any]:
    """The values as they are kept: cleaned and within bounds."""
    given = values.columns()
    checks = Checks(given)
    checks.number("minutes", least=0, most=MOST_MINUTES)
    if isinstance(values, SpeechValues):
        given |= {"topic": checks.texts("topic"), "text": many_lines(values.text)}
        if len(given["text"]) > LONGEST_TEXT:
            checks.refuse("text", "too_many_characters", longest=LONGEST_TEXT)
        if values.text_language not in LANGUAGES:
            checks.refuse("text_language", "not_a_choice")
    checks.finish()
    return given


def _first_language(event_id: int) -> str:
    return next(iter(db.session.get_one(Event, event_id).languages), "en")
