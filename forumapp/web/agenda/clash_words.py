"""What a clash says, in the words of the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext, lazy_gettext

from forumapp.domain import clock
from forumapp.domain.clashes import ClashKind
from forumapp.http.locale import locale, plain
from forumapp.i18n.countries import zone_place
from forumapp.services.agenda import ClashRow


def _(message: str, **facts: object) -> str:
    return str(gettext(message, **facts))


# What stands above the clashes of a kind.
HEADINGS: Mapping[ClashKind, Any] = {
    ClashKind.ROOM: lazy_gettext("One room for two sessions"),
    ClashKind.VIDEO_ROOM: lazy_gettext("One video room for two sessions"),
    ClashKind.PERSON: lazy_gettext("One person in two places"),
    ClashKind.TURNAROUND: lazy_gettext("Too little time between two rooms"),
    ClashKind.UNAVAILABLE: lazy_gettext("People who can’t come then"),
    ClashKind.SHIFT: lazy_gettext("Interpreters without a rest"),
    ClashKind.SEATS: lazy_gettext("More people than seats"),
    ClashKind.VIDEO_SEATS: lazy_gettext("More people than the video room takes"),
    ClashKind.MINUTES: lazy_gettext("Speakers over the session’s length"),
    ClashKind.OUTSIDE: lazy_gettext("Outside the event’s days"),
    ClashKind.UNCONFIRMED: lazy_gettext("Nobody has confirmed"),
    ClashKind.NO_CHAIR: lazy_gettext("Nobody presides"),
    ClashKind.NIGHT: lazy_gettext("Speaking at night"),
    ClashKind.QUIET: lazy_gettext("Hours to be left alone"),
}


def said(row: ClashRow) -> str:
    """One sentence on a clash."""
    return _SAID[row.clash.kind](row)


def _room(row: ClashRow) -> str:
    first, second = _two(row)
    if not row.room:
        return _("%(first)s and %(second)s: one takes all rooms.", first=first, second=second)
    return _(
        "%(room)s has both %(first)s and %(second)s.",
        room=plain(row.room),
        first=first,
        second=second,
    )


def _person(row: ClashRow) -> str:
    first, second = _two(row)
    if row.clash.facts.get("turns_apart"):
        return _(
            "%(name)s is in %(first)s and in %(second)s, heard at different minutes.",
            name=_name(row),
            first=first,
            second=second,
        )
    return _(
        "%(name)s is in %(first)s and in %(second)s at once.",
        name=_name(row),
        first=first,
        second=second,
    )


def _turnaround(row: ClashRow) -> str:
    first, second = _two(row)
    return _(
        "%(name)s has %(minutes)s minutes from %(first)s to %(second)s, in another room.",
        name=_name(row),
        minutes=row.clash.facts["minutes"],
        first=first,
        second=second,
    )


def _unavailable(row: ClashRow) -> str:
    text = _("%(name)s can’t come to %(session)s.", name=_name(row), session=_one(row))
    note = row.clash.facts.get("note")
    return f"{text} {note}" if note else text


def _shift(row: ClashRow) -> str:
    return _(
        "%(name)s interprets for %(minutes)s minutes without a rest.",
        name=_name(row),
        minutes=row.clash.facts["minutes"],
    )


def _seats(row: ClashRow) -> str:
    return _(
        "%(room)s takes %(seats)s; %(needed)s are expected in %(session)s.",
        room=plain(row.room),
        seats=row.clash.facts["seats"],
        needed=row.clash.facts["needed"],
        session=_one(row),
    )


def _minutes(row: ClashRow) -> str:
    return _(
        "%(session)s lasts %(minutes)s minutes; its speakers have %(spoken)s.",
        session=_one(row),
        minutes=row.clash.facts["minutes"],
        spoken=row.clash.facts["spoken"],
    )


def _outside(row: ClashRow) -> str:
    return _("%(session)s is on none of the event’s days.", session=_one(row))


def _unconfirmed(row: ClashRow) -> str:
    if not row.clash.facts["speaking"]:
        return _("%(session)s has no speaker yet.", session=_one(row))
    return _("No speaker of %(session)s has confirmed yet.", session=_one(row))


def _no_chair(row: ClashRow) -> str:
    return _("%(session)s has neither a chair nor a moderator.", session=_one(row))


def _night(row: ClashRow) -> str:
    return _(
        "For %(name)s it is %(time)s in %(place)s when %(session)s is on.",
        name=_name(row),
        time=_hour(row),
        place=_place(row),
        session=_one(row),
    )


def _quiet(row: ClashRow) -> str:
    facts = row.clash.facts
    if row.person is None:
        return _(
            "%(session)s is held at %(time)s: %(hours)s.",
            session=_one(row),
            time=_hour(row),
            hours=facts["hours"],
        )
    return f"{_night(row)} {facts['hours']}."


def _hour(row: ClashRow) -> str:
    moment = row.clash.facts["at"]
    assert isinstance(moment, datetime)
    return f"{moment:%H:%M}"


def _place(row: ClashRow) -> str:
    return zone_place(str(row.clash.facts["zone"]), locale())


def _name(row: ClashRow) -> str:
    return row.person.name if row.person else ""


def _one(row: ClashRow) -> str:
    session = row.sessions[0]
    return f"{session.code} {plain(session.title)}"


def _two(row: ClashRow) -> tuple[str, str]:
    """Both sessions, one of which may be in an event that the reader knows nothing of."""
    if len(row.sessions) > 1:
        first, second = (f"{s.code} {plain(s.title)}" for s in row.sessions)
        return first, second
    other = row.elsewhere
    if other is None or not other.event:
        return _one(row), _("a session of another event")
    return _one(row), f"{plain(other.event)}: {plain(other.title)}"


_SAID: Mapping[ClashKind, Callable[[ClashRow], str]] = {
    ClashKind.ROOM: _room,
    ClashKind.VIDEO_ROOM: _room,
    ClashKind.PERSON: _person,
    ClashKind.TURNAROUND: _turnaround,
    ClashKind.UNAVAILABLE: _unavailable,
    ClashKind.SHIFT: _shift,
    ClashKind.SEATS: _seats,
    ClashKind.VIDEO_SEATS: _seats,
    ClashKind.MINUTES: _minutes,
    ClashKind.OUTSIDE: _outside,
    ClashKind.UNCONFIRMED: _unconfirmed,
    ClashKind.NO_CHAIR: _no_chair,
    ClashKind.NIGHT: _night,
    ClashKind.QUIET: _quiet,
}


def other_hours(row: ClashRow) -> str:
    """When the session of the other event is, by that event's own clock."""
    other = row.elsewhere
    if other is None:
        return ""
    offset = clock.offset_label(clock.offset(clock.instant(other.starts, other.zone), other.zone))
    return f"{other.starts:%H:%M}–{other.ends:%H:%M} ({offset})"
