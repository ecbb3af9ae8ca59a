"""What a mail says of a person's places, days and turns, in rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forumapp.domain import clock
from forumapp.domain.events import Mode
from forumapp.domain.letters import Letter, Place
from forumapp.domain.people import PersonFacts
from forumapp.domain.programme import SessionFacts
from forumapp.domain.registration import RegistrationStatus, SeatStatus, written_in
from forumapp.domain.speakers import running_order
from forumapp.i18n.catalogue import gettext
from forumapp.i18n.catalogue import message as _
from forumapp.i18n.countries import home_zone, zone_place
from forumapp.i18n.words import label
from forumapp.render.letters.dates import instant, short_day
from forumapp.render.wording import Wording, line, span, time_after


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: what it is about, what holds, and something beside it.

    `tone` is `good`, `warn`, `soft` or `ink`; colour only repeats what the words say.
    """

    what: str
    value: str
    beside: str = ""
    tone: str = "ink"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A session in which the person speaks; `at` is when their turn comes, where that is known."""

    title: str
    part: str
    room: str
    when: Row
    at: str


def addressed(person: PersonFacts, locale: str) -> str:
    """How a letter addresses a person: in their own characters where it is written in them."""
    native = line(person.native_name)
    if locale == "zh" and native and written_in(native) == "zh":
        return native
    return line(person.name)


def places(letter: Letter) -> list[Row]:
    """How the person takes part in each part, and whether that is settled."""
    return [_place(place, letter) for place in letter.places]


_HELD = {
    RegistrationStatus.APPROVED: (_("Confirmed"), "good"),
    RegistrationStatus.PENDING: (_("Awaiting approval"), "warn"),
}
_WAITING = _("On the waiting list")
_OFFERED = _("Offered to you")
_RELEASED = _("Not taking part")


def _place(place: Place, letter: Letter) -> Row:
    mode = label(place.mode, letter.locale)
    words, tone = _RELEASED, "soft"
    if place.seat is SeatStatus.WAITING:
        words, tone = _WAITING, "warn"
    elif place.seat is SeatStatus.OFFERED:
        words, tone = _OFFERED, "warn"
    elif place.seat is SeatStatus.HELD and letter.status in _HELD:
        words, tone = _HELD[letter.status]
    beside = "" if place.seat is SeatStatus.RELEASED else mode
    part = line(place.part.pick(letter.locale))
    return Row(part, gettext(words, letter.locale), beside, tone)


def answer_until(letter: Letter) -> tuple[str, str]:
    """Until when an offered seat can be taken: by the venue's clock, and by the person's own."""
    until = letter.offered_until
    if until is None:
        return "", ""
    zone = home_zone(letter.zone, letter.person.country) or letter.event.zone
    there, here = (instant(until, z, letter.locale) for z in (letter.event.zone, zone))
    return there, here if here != there else ""


def in_room(letter: Letter) -> bool:
    """Whether the person, registered or only speaking, may come to the door."""
    present = (place.mode for place in letter.places if place.seat is not SeatStatus.RELEASED)
    return letter.status is None or Mode.ROOM in present


def days(letter: Letter, said: Wording) -> list[Row]:
    """From the first start to the last end of each day that concerns the person."""
    return [_span(letter, said, sessions) for _day, sessions in letter.programme.by_day()]


def turns(letter: Letter, said: Wording) -> list[Turn]:
    """The sessions in which the person speaks, in order of time."""
    return [
        _turn(letter, said, session)
        for session in letter.programme.sessions
        if any(s.person_id == letter.person.id and s.status.speaks for s in session.speakers)
    ]


def _span(letter: Letter, said: Wording, sessions: tuple[SessionFacts, ...]) -> Row:
    first, last = sessions[0], max(sessions, key=lambda session: session.ends)
    programme = letter.programme
    there = elsewhere(letter, programme.starts_at(first), programme.ends_at(last))
    return Row(said.day(first), said.hours(first, until=last), there)


def _turn(letter: Letter, said: Wording, session: SessionFacts) -> Turn:
    speaker, start = next(
        (speaker, start)
        for speaker, start in running_order(session.starts, session.speakers)
        if speaker.person_id == letter.person.id
    )
    return Turn(
        title=said.title(session),
        part=label(speaker.part, letter.locale),
        room=said.room(session),
        when=_span(letter, said, (session,)),
        at=time_after(session.starts, start) if start and start != session.starts else "",
    )


def elsewhere(letter: Letter, starts: datetime, ends: datetime) -> str:
    """The same span on the reader's own clock: Yangon 07:30–15:30 (UTC+6:30); empty if alike."""
    zone = home_zone(letter.zone, letter.person.country)
    offset = clock.offset(starts, zone) if zone else clock.offset(starts, letter.event.zone)
    if offset == clock.offset(starts, letter.event.zone):
        return ""
    here, until = clock.wall(starts, zone), clock.wall(ends, zone)
    other_day = here.date() != clock.wall(starts, letter.event.zone).date()
    day = f"{short_day(here.date(), letter.locale)} " if other_day else ""
    hours = f"{day}{span(here, until)} ({clock.offset_label(offset)})"
    return f"{zone_place(zone, letter.locale)} {hours}"
