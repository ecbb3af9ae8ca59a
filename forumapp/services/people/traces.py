"""What is known of a person beside their registration: of most, nothing."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from forumapp.db import Base, db
from forumapp.models import FormEdition, Invitation, Join, Letter, Mark, Scan, Speaker, Star


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """Whether there is anything of a kind to be read of a person."""

    stars: bool
    speaks: bool
    invitations: bool
    letters: bool
    seen: bool  # by a door, the gate of a video room or a mark
    questions: bool  # that their event asks


def _any(*models: type[Base]) -> sa.ColumnElement[bool]:
    person = sa.bindparam("person_id", type_=sa.Integer())
    return sa.or_(*(sa.exists().where(model.person_id == person) for model in models))  # type: ignore[attr-defined]  # each of them has it


_TRACES = sa.select(
    _any(Star),
    _any(Speaker),
    _any(Invitation),
    _any(Letter),
    _any(Scan, Join, Mark),
    sa.exists().where(FormEdition.event_id == sa.bindparam("event_id", type_=sa.Integer())),
)


def traces(person_id: int, event_id: int) -> Traces:
    """One query, so that what isn't there needs none of its own."""
    stars, speaks, invited, letters, seen, asks = db.session.execute(
        _TRACES, {"person_id": person_id, "event_id": event_id}
    ).one()
    return Traces(
        stars=stars,
        speaks=speaks,
        invitations=invited,
        letters=letters,
        seen=seen,
        questions=asks,
    )
