"""frab and pentabarf schedule.xml."""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from forumapp.domain.schedules import ReadSchedule, Unreadable
from forumapp.gateways.schedules.collecting import Rows, minutes_of, moment, on_day


def read(data: bytes) -> ReadSchedule:
    """Read a schedule; raise Unreadable for broken XML, entities or another document."""
    try:
        root: Element = fromstring(data)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise Unreadable("no schedule.xml") from None
    if root.tag != "schedule":
        raise Unreadable("no schedule.xml")
    rows = Rows()
    for day in root.iter("day"):
        for room in day.iter("room"):
            for event in room.findall("event"):
                _add(rows, event, day=day.get("date", ""), room=room.get("name", ""))
    conference = root.find("conference")
    return rows.schedule(
        title=_text(conference, "title"),
        acronym=_text(conference, "acronym"),
        zone=_text(conference, "time_zone_name"),
    )


def _add(rows: Rows, event: Element, *, day: str, room: str) -> None:
    dated = moment(_text(event, "date"))
    rows.add(
        identity=event.get("guid") or event.get("id") or "",
        title=_text(event, "title"),
        starts=dated or on_day(day, _text(event, "start")),
        minutes=minutes_of(_text(event, "duration")),
        room=_text(event, "room") or room,
        track=_text(event, "track"),
        description=_text(event, "description") or _text(event, "abstract"),
        language=_text(event, "language"),
        speakers=["".join(person.itertext()) for person in event.iter("person")],
    )


def _text(element: Element | None, name: str) -> str:
    found = element.find(name) if element is not None else None
    return (found.text or "").strip() if found is not None else ""
