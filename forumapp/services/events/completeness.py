"""How much of an event's content is written in each of its languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.text import Translated, completeness
from forumapp.models import (
    Category,
    Delegation,
    Event,
    Organisation,
    Part,
    Question,
    Room,
    Session,
    Speaker,
    Track,
)
from forumapp.services.access import require
from forumapp.services.rows import one

OWN_TEXTS = (
    "title", "theme", "description", "notice", "practical", "place", "venue", "foreword",
    "contact_name", "foreword_by",
)  # fmt: skip
_TEXTS: dict[str, tuple[Any, ...]] = {
    "organisations": (Organisation.name,),
    "parts": (Part.name, Part.description),
    "rooms": (Room.name,),
    "tracks": (Track.name,),
    "categories": (Category.name,),
    "delegations": (Delegation.name,),
    "sessions": (Session.title, Session.description),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Of the texts of a noun that are written in any language, how many are in this one."""

    noun: str
    language: str
    done: int
    all: int

    @property
    def complete(self) -> bool:
        return self.done == self.all


def by_language(actor: Actor, event_id: int) -> tuple[Done, ...]:
    """The whole content, noun by noun and language by language. A constant number of queries."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    event = one(Event, event_id)
    texts: dict[str, list[Translated]] = {"settings": [getattr(event, name) for name in OWN_TEXTS]}
    for noun, columns in _TEXTS.items():
        owner = columns[0].class_
        texts[noun] = _flat(sa.select(*columns).where(owner.event_id == event_id))
    texts["form"] = _of_form(event_id)
    texts["speakers"] = _flat(
        sa.select(Speaker.topic)
        .join(Session, Session.id == Speaker.session_id)
        .where(Session.event_id == event_id)
    )
    return tuple(
        _done(noun, language, written)
        for noun, written in texts.items()
        for language in event.languages
        if any(written)
    )


def in_all(rows: Iterable[Done]) -> tuple[Done, ...]:
    """The same, summed over the nouns: one row a language."""
    sums: dict[str, tuple[int, int]] = {}
    for row in rows:
        done, everything = sums.get(row.language, (0, 0))
        sums[row.language] = (done + row.done, everything + row.all)
    return tuple(
        Done(noun="", language=language, done=done, all=everything)
        for language, (done, everything) in sums.items()
    )


def _done(noun: str, language: str, texts: Iterable[Translated]) -> Done:
    done, everything = completeness(texts, language)
    return Done(noun=noun, language=language, done=done, all=everything)


def _of_form(event_id: int) -> list[Translated]:
    """What the questions of the draft say, and the answers that they offer."""
    found = db.session.execute(
        sa.select(Question.label, Question.help, Question.purpose, Question.options).where(
            Question.event_id == event_id, Question.retired_at.is_(None)
        )
    )
    texts: list[Translated] = []
    for label, help_, purpose, options in found:
        offered = (Translated(one["label"]) for one in options if not one["retired"])
        texts.extend((label, help_, purpose, *offered))
    return texts


def _flat(statement: sa.Select[Any]) -> list[Translated]:
    return [text for row in db.session.execute(statement) for text in row]
