"""What the tests of releases told by mail share: an event in the making, calendars read back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from types import SimpleNamespace
from typing import Any

import vobject
from icalendar import Calendar

from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.domain.text import Translated
from forumapp.models import Invitee, Session, Star
from forumapp.services import publications, speakers
from tests import factories as make
from tests.gateways.mailserver import MailServer
from tests.jobs import mailing
from tests.render import calendars


def kept(row: Any) -> Any:
    """A row's values as they are now, good for when its session is gone; `model` is its table."""
    values = {column.key: getattr(row, column.key) for column in row.__table__.columns}
    return SimpleNamespace(**values, model=type(row))


@dataclass(frozen=True, slots=True)
class Forum:
    """An event with two rooms; its sessions and people are made as a test needs them."""

    event: Any
    part: Any
    hall: Any
    annex: Any

    def session(self, code: str, *, hour: int = 9, **given: Any) -> Any:
        defaults = {"room_id": self.hall.id, "title": Translated(en=f"Session {code}")}
        values = {**defaults, **given}
        return kept(make.a_session(self.event, self.part, code=code, hour=hour, **values))

    def person(self, name: str, **given: Any) -> Any:
        """Somebody of this name, whose address is made of it."""
        email = f"{name.lower()}@ministry.example"
        unnamed = {"family_name": "", "native_name": "", "country": ""}
        values = {"printed_name": name, "email": email, **unnamed, **given}
        return kept(make.a_person(self.event, **values))

    def speaker(self, session: Any, person: Any, **given: Any) -> Any:
        return kept(make.a_speaker(session, person, **given))

    def registered(self, person: Any, **given: Any) -> Any:
        category = make.a_category(self.event)
        row = make.a_registration(
            self.event, person, category=category, parts=(self.part,), **given
        )
        return kept(row)

    def publish(self, **given: Any) -> publications.ReleaseRow:
        return make.publish(self.event, **{"quiet": False, **given})


def a_forum(**given: Any) -> Forum:
    event = make.an_event(**given)
    hall = make.a_room(event, name=Translated(en="Hall A", zh="甲厅"))
    annex = make.a_room(event, name=Translated(en="Hall B", zh="乙厅"))
    return Forum(kept(event), kept(make.a_part(event)), kept(hall), kept(annex))


def move(session: Any, *, minutes: int = 30, room: Any = None) -> None:
    """Start it later, and in another room if one is given."""
    with unit_of_work():
        row = db.session.get_one(Session, session.id)
        row.starts += timedelta(minutes=minutes)
        row.ends += timedelta(minutes=minutes)
        if room is not None:
            row.room_id = room.id


def change(row: Any, **values: Any) -> None:
    """Give a row of any table other values."""
    with unit_of_work():
        found = db.session.get_one(row.model, row.id)
        for name, value in values.items():
            setattr(found, name, value)


def star(person: Any, session: Any, *, created_at: datetime = make.NOW) -> None:
    with unit_of_work():
        db.session.add(Star(person_id=person.id, session_id=session.id, created_at=created_at))


def invite(person: Any, session: Any) -> None:
    with unit_of_work():
        db.session.add(Invitee(person_id=person.id, session_id=session.id))


def replace(line: Any, person: Any, forum: Forum) -> None:
    with unit_of_work():
        speakers.replace(SYSTEM, forum.event.id, line.id, person.id)


@dataclass(frozen=True, slots=True)
class Entry:
    """One calendar part of a mail that arrived, as two readers read it."""

    method: str
    uid: str
    sequence: int
    title: str
    starts: str
    place: str
    status: str
    attendee: str
    organizer: str


def entries(message: EmailMessage) -> list[Entry]:
    """The calendar parts of a mail, in its order."""
    return [_entry(part) for part in message.walk() if part.get_content_type() == "text/calendar"]


def _entry(part: EmailMessage) -> Entry:
    """Read by three: RFC 5545 line by line, icalendar, vobject; they agree."""
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    strict, first = calendars.read(data), Calendar.from_ical(data)
    second = vobject.readOne(data.decode())
    (event,) = first.events
    (line,) = strict.entries
    assert strict.used_zones() <= set(strict.zone_names)
    assert strict.one("METHOD").raw == first["METHOD"] == second.method.value
    assert part.get_param("method") == first["METHOD"]  # RFC 6047 2.4
    assert second.vevent.dtstart.value == event.start
    assert second.vevent.dtend.value == event.end
    assert second.vevent.uid.value == event["UID"] == line.one("UID").raw
    assert int(second.vevent.sequence.value) == event.sequence
    (attendee,) = line.all("ATTENDEE")
    return Entry(
        method=str(first["METHOD"]),
        uid=str(event["UID"]),
        sequence=event.sequence,
        title=str(event["SUMMARY"]),
        starts=f"{event.start:%H:%M}",
        place=str(event["LOCATION"]),
        status=str(event["STATUS"]),
        attendee=attendee.raw,
        organizer=line.one("ORGANIZER").raw,
    )


def delivered(server: MailServer, **later: float) -> dict[str, EmailMessage]:
    """Send what is due, and return the new mails by the names of their readers."""
    before = len(server.taken)
    mailing.run_after(**(later or {"seconds": 1}))
    return {_name(message): message for message in mailing.arrived(server)[before:]}


def _name(message: EmailMessage) -> str:
    address: str = message["To"].addresses[0].addr_spec
    return address.partition("@")[0]


def told(server: MailServer, **later: float) -> dict[str, list[tuple[str, int, str]]]:
    """Of the mails that are due: to whom, with METHOD, SEQUENCE and start of each entry."""
    return {
        name: [(entry.method, entry.sequence, entry.starts) for entry in entries(message)]
        for name, message in delivered(server, **later).items()
    }


def all_entries(server: MailServer) -> Iterator[Entry]:
    for message in mailing.arrived(server):
        yield from entries(message)
