"""An event that is made of a file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from forumapp.db import db
from forumapp.domain.access import Actor
from forumapp.domain.errors import Invalid
from forumapp.domain.events import EventFormat, EventKind, contrast_with_white
from forumapp.domain.schedules import ReadSchedule, spanned
from forumapp.domain.text import Translated
from forumapp.models import Event
from forumapp.services import events
from forumapp.services.events.checks import LANGUAGES, READABLE


def found_event(actor: Actor, slug: str, schedule: ReadSchedule, *, now: datetime) -> int:
    """Make a draft of an event for the sessions of a file, and return its number.

    Raises Invalid, `days: nothing_found` for a file without any session.
    """
    days = _days(schedule)
    if days is None:
        raise Invalid({"days": "nothing_found"})
    language, *_others = languages = _languages(schedule)
    values: dict[str, Any] = {
        "slug": slug,
        "title": _named(schedule.event.title, language) or {language: slug},
        "kind": EventKind.FORUM,
        "format": EventFormat.HYBRID,
        "languages": languages,
        "zone": schedule.event.zone or "UTC",
        "starts_on": days[0],
        "ends_on": days[1],
    }
    made = events.event(events.create(actor, values=values, now=now)).id
    _say_more(db.session.get_one(Event, made), schedule, language)
    return made


def _say_more(event: Event, schedule: ReadSchedule, language: str) -> None:
    said = schedule.event
    event.theme = Translated(_named(said.theme, language))
    event.venue = Translated(_named(said.venue, language))
    if said.accent and contrast_with_white(said.accent) >= READABLE:
        event.accent = said.accent
    db.session.flush()


def _days(schedule: ReadSchedule) -> tuple[date, date] | None:
    """The days that the file gives the event, where they hold its sessions, else those of these."""
    days = spanned(session.starts.date() for session in schedule.sessions)
    first, last = schedule.event.first_day, schedule.event.last_day
    if days is None or first is None or last is None:
        return days
    longer = spanned([first, last, *days])
    return longer if longer and longer == (first, last) else days


def _languages(schedule: ReadSchedule) -> tuple[str, ...]:
    """Those of the event that the file names, and that of its own texts."""
    own = schedule.language if schedule.language in LANGUAGES else "en"
    named = [code for code in schedule.event.languages if code in LANGUAGES]
    return tuple(dict.fromkeys((*named, own) if own in named else (own, *named)))


def _named(text: Translated, language: str) -> dict[str, str]:
    return {code or language: words[:200] for code, words in text.items()}
