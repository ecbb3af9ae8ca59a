"""schedule.xml, strictly by the schema that https://c3voc.de/schedule/schema.xsd publishes."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from forumapp.domain.programme import Programme
from forumapp.render.schedule.plan import GENERATOR, TIMESLOT, Day, Entry, Plan


def xml(programme: Programme, *, base_url: str, locale: str) -> bytes:
    """The public sessions of a programme as schedule.xml, in UTF-8."""
    plan = Plan(programme, base_url=base_url, locale=locale)
    root = Element("schedule")
    SubElement(root, "generator", name=GENERATOR, system=plan.host)
    _add(root, "url", f"{plan.wording.event_url}/programme.xml")
    _add(root, "version", plan.version)
    _add_conference(root, plan)
    for day in plan.days:
        _add_day(root, day)
    indent(root)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _add_conference(root: Element, plan: Plan) -> None:
    event = plan.programme.event
    conference = SubElement(root, "conference")
    for name, text in (
        ("acronym", plan.acronym),
        ("title", plan.wording.event_title),
        ("start", event.starts_on.isoformat()),
        ("end", event.ends_on.isoformat()),
        ("days", str(len(plan.days))),
        ("timeslot_duration", TIMESLOT),
        ("base_url", plan.base_url),
        ("url", f"{plan.wording.event_url}/"),
        ("time_zone_name", event.zone),
    ):
        _add(conference, name, text)
    SubElement(conference, "color", primary=event.accent)
    for slug, name in plan.tracks:
        SubElement(conference, "track", name=name, slug=slug)


def _add_day(root: Element, day: Day) -> None:
    element = SubElement(
        root,
        "day",
        index=str(day.index),
        date=day.date.isoformat(),
        start=day.starts.isoformat(),
        end=day.ends.isoformat(),
    )
    for room, entries in day.rooms.items():
        held = SubElement(element, "room", name=room.name, guid=room.guid)
        for entry in entries:
            _add_event(held, entry)


def _add_event(parent: Element, entry: Entry) -> None:
    session = entry.session
    event = SubElement(parent, "event", id=str(session.id), guid=session.key)
    for name, text in (
        ("room", entry.room.name),
        ("title", entry.title),
        ("subtitle", ""),
        ("type", session.kind.value),
        ("date", entry.starts.isoformat()),
        ("start", f"{session.starts:%H:%M}"),
        ("duration", entry.duration),
        ("abstract", entry.abstract),
        ("slug", entry.slug),
        ("track", entry.track),
        ("language", entry.language),
        ("description", entry.description),
        ("url", entry.url),
    ):
        _add(event, name, text)
    people = SubElement(event, "persons")
    for speaker in entry.speakers:
        SubElement(people, "person", id=str(speaker.id), guid=speaker.guid).text = speaker.name
