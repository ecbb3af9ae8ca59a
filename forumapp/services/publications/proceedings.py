"""The facts of a proceedings volume as the tables have them now."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from cattrs.preconf.json import make_converter

from forumapp.db import db
from forumapp.domain import clock
from forumapp.domain.agenda import Visibility
from forumapp.domain.proceedings import Proceedings, SpeechFacts
from forumapp.domain.programme import Programme
from forumapp.domain.text import Translated
from forumapp.models import Event, Person, Registration, Release, Speaker
from forumapp.services.publications.participants import listed
from forumapp.services.publications.snapshot import programme

_converter = make_converter()
_converter.register_unstructure_hook(Translated, lambda text: text.plain())
_converter.register_structure_hook(Translated, lambda texts, _: Translated(texts))


def proceedings(
    event_id: int, *, now: datetime, issued_on: date | None = None
) -> Proceedings | None:
    """The volume that issuing now would freeze; None before the first release.

    It holds what the latest release shows to everyone, the texts of who speaks in it, and those
    approved who agreed to be listed. A constant number of queries.
    """
    latest = sa.select(Release.id).filter_by(event_id=event_id).order_by(Release.number.desc())
    release_id = db.session.scalar(latest.limit(1))
    if release_id is None:
        return None
    event = db.session.get_one(Event, event_id)
    shown = programme(release_id).visible_to(Visibility.PUBLIC)
    return Proceedings(
        programme=shown,
        foreword=event.foreword,
        foreword_by=event.foreword_by,
        symbol=event.symbol,
        issued_on=issued_on or clock.wall(now, event.zone).date(),
        speeches=_speeches(event_id, shown),
        delegations=listed(event, Registration.listed.is_(True)),
    )


def digest(facts: Proceedings) -> str:
    """SHA-256 of all that the volume holds."""
    content = {**dump(facts), "release": facts.programme.release.id}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def dump(facts: Proceedings) -> dict[str, Any]:
    """The snapshot of an issue: all but the programme, which its release keeps."""
    alone = replace(facts, programme=replace(facts.programme, sessions=(), people=()))
    dumped: dict[str, Any] = _converter.unstructure(alone)
    del dumped["programme"]
    return dumped


def load(snapshot: dict[str, Any], *, release_id: int) -> Proceedings:
    """The volume of an issue."""
    shown = programme(release_id).visible_to(Visibility.PUBLIC)
    nothing = _converter.unstructure(replace(shown, sessions=(), people=()))
    found = _converter.structure({**snapshot, "programme": nothing}, Proceedings)
    return replace(found, programme=shown)


def _speeches(event_id: int, shown: Programme) -> tuple[SpeechFacts, ...]:
    speaking = {s.id for session in shown.sessions for s in session.speakers if s.status.speaks}
    rows = db.session.execute(
        sa.select(Speaker.id, Speaker.text_language, Speaker.text)
        .join(Person, Person.id == Speaker.person_id)
        .where(Person.event_id == event_id, Speaker.text != "")
        .order_by(Speaker.session_id, Speaker.position, Speaker.id)
    )
    return tuple(
        SpeechFacts(speaker_id=row.id, language=row.text_language, text=row.text)
        for row in rows
        if row.id in speaking and row.text.strip()
    )
