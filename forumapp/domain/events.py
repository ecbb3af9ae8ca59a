"""Series, editions, their organisations and the states an edition goes through."""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import StrEnum

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
COLOUR = re.compile(r"#[0-9a-f]{6}")
MOST_DAYS = 60  # that an event may last


class EventKind(StrEnum):
    FORUM = "forum"
    MEETING = "meeting"


class EventFormat(StrEnum):
    """How people take part; `in_person`, `online` and both at once."""

    HYBRID = "hybrid"
    ONLINE = "online"
    IN_PERSON = "in_person"


class EventState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    ARCHIVED = "archived"

    @property
    def public(self) -> bool:
        return self is not EventState.DRAFT


class OrganisationRole(StrEnum):
    HOST = "host"
    CO_HOST = "co_host"
    ORGANISER = "organiser"
    SUPPORTER = "supporter"
    PARTNER = "partner"


class Mode(StrEnum):
    """How one person takes part in one part of an event."""

    ROOM = "room"
    ONLINE = "online"


def modes(event_format: EventFormat) -> tuple[Mode, ...]:
    """The modes an event of this format offers."""
    return {
        EventFormat.HYBRID: (Mode.ROOM, Mode.ONLINE),
        EventFormat.ONLINE: (Mode.ONLINE,),
        EventFormat.IN_PERSON: (Mode.ROOM,),
    }[event_format]


def ordinal(number: int) -> str:
    """English ordinal: 1st, 2nd, 3rd, 11th, 16th."""
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def days(starts_on: date, ends_on: date) -> tuple[date, ...]:
    """Every day of an event, first to last."""
    return tuple(date.fromordinal(n) for n in range(starts_on.toordinal(), ends_on.toordinal() + 1))


def registration_is_open(
    state: EventState,
    *,
    opens_at: datetime | None,
    closes_at: datetime | None,
    now: datetime,
) -> bool:
    """Whether a form may be sent now: the event is published and `now` is inside the window."""
    return (
        state is EventState.PUBLISHED
        and (opens_at is None or opens_at <= now)
        and (closes_at is None or now < closes_at)
    )


def contrast_with_white(colour: str) -> float:
    """WCAG 2.2 contrast ratio of a #rrggbb colour with white."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
