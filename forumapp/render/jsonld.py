"""What search engines read of an event (schema.org), as a data block for its pages."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from forumapp.domain.agenda import Visibility
from forumapp.domain.events import EventFormat, OrganisationRole
from forumapp.domain.people import PersonFacts
from forumapp.domain.programme import OrganisationFacts, Programme, SessionFacts
from forumapp.i18n.catalogue import html_language
from forumapp.render.wording import Wording, line, lines

SCHEMA = "https://schema.org"
# Search engines read a few; the page stays small when an event has a thousand.
MOST_SESSIONS = 100
_ATTENDANCE = {
    EventFormat.HYBRID: "MixedEventAttendanceMode",
    EventFormat.ONLINE: "OnlineEventAttendanceMode",
    EventFormat.IN_PERSON: "OfflineEventAttendanceMode",
}
_ORGANISES = {OrganisationRole.HOST, OrganisationRole.CO_HOST, OrganisationRole.ORGANISER}
_ESCAPED = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def event(programme: Programme, *, base_url: str, locale: str) -> dict[str, Any]:
    """An Event with its first hundred public sessions; it links to public pages alone."""
    programme = programme.visible_to(Visibility.PUBLIC)
    said, facts = Wording(programme, locale=locale, base_url=base_url), programme.event
    described = facts.description or facts.theme
    organisations = facts.organisations
    sessions = programme.sessions[:MOST_SESSIONS]
    return _known(
        {
            "@context": SCHEMA,
            "@type": "Event",
            "@id": f"{said.event_url}/",
            "url": f"{said.event_url}/",
            "name": said.event_title,
            "description": lines(described.pick(locale)),
            **_times(programme),
            "inLanguage": [html_language(language) for language in facts.languages],
            "eventStatus": f"{SCHEMA}/EventScheduled",
            "eventAttendanceMode": f"{SCHEMA}/{_ATTENDANCE[facts.format]}",
            "location": _locations(said),
            "superEvent": _series(said),
            "organizer": [_organisation(o, said) for o in organisations if o.role in _ORGANISES],
            "sponsor": _having(OrganisationRole.SUPPORTER, said),
            "contributor": _having(OrganisationRole.PARTNER, said),
            "subEvent": [_session(session, said) for session in sessions],
        }
    )


def session(
    programme: Programme, session: SessionFacts, *, base_url: str, locale: str
) -> dict[str, Any]:
    """An Event for the page of one public session, with those who speak in it."""
    said = Wording(programme, locale=locale, base_url=base_url)
    url = f"{said.event_url}/"
    performers = {person.id: person for _, person in said.speaking(session)}
    return _known(
        {
            "@context": SCHEMA,
            **_session(session, said),
            "description": lines(session.description.pick(locale)),
            "inLanguage": [html_language(language) for language in session.languages],
            "eventStatus": f"{SCHEMA}/EventScheduled",
            "superEvent": {"@type": "Event", "@id": url, "name": said.event_title, "url": url},
            "performer": [_person(person, said) for person in performers.values()],
        }
    )


def dumps(data: dict[str, Any]) -> Markup:
    """The data as it may stand in a script element: nothing in it ends one or starts a comment."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_ESCAPED))  # noqa: S704 - escaped on this line


def _known(data: dict[str, Any]) -> dict[str, Any]:
    """What has a value."""
    return {key: value for key, value in data.items() if value}


def _times(programme: Programme) -> dict[str, str]:
    """First start and last end with offsets; the event's days while it has no sessions."""
    starts = [programme.starts_at(session) for session in programme.sessions]
    ends = [programme.ends_at(session) for session in programme.sessions]
    facts = programme.event
    return {
        "startDate": (min(starts) if starts else facts.starts_on).isoformat(),
        "endDate": (max(ends) if ends else facts.ends_on).isoformat(),
    }


def _locations(said: Wording) -> list[dict[str, Any]]:
    """Where people meet, and the public page for those who follow by video link."""
    event_format = said.programme.event.format
    locations = []
    if event_format is not EventFormat.ONLINE:
        locations.append(_place(said))
    if event_format is not EventFormat.IN_PERSON:
        locations.append(_page(f"{said.event_url}/"))
    return locations


def _place(said: Wording, room: str = "") -> dict[str, Any]:
    town = said.pick(said.programme.event.place)
    name = ", ".join(filter(None, (room, said.venue))) or said.event_title
    return _known({"@type": "Place", "name": name, "address": town})


def _page(url: str) -> dict[str, Any]:
    return {"@type": "VirtualLocation", "url": url}


def _series(said: Wording) -> dict[str, Any]:
    name = said.pick(said.programme.event.series)
    return {"@type": "EventSeries", "name": name} if name else {}


def _having(role: OrganisationRole, said: Wording) -> list[dict[str, Any]]:
    organisations = said.programme.event.organisations
    return [_organisation(o, said) for o in organisations if o.role is role]


def _organisation(organisation: OrganisationFacts, said: Wording) -> dict[str, Any]:
    name, url = said.pick(organisation.name), organisation.url
    return _known({"@type": "Organization", "name": name, "url": line(url)})


def _person(person: PersonFacts, said: Wording) -> dict[str, Any]:
    employer = said.pick(person.organisation)
    return _known(
        {
            "@type": "Person",
            "name": line(person.printed_name),
            "alternateName": line(person.native_name),
            "honorificPrefix": line(person.honorific),
            "jobTitle": said.pick(person.title),
            "affiliation": {"@type": "Organization", "name": employer} if employer else {},
        }
    )


def _session(session: SessionFacts, said: Wording) -> dict[str, Any]:
    """What the list of sessions and a session's own page share."""
    url, programme = said.session_url(session), said.programme
    room = next((said.pick(r.name) for r in programme.rooms if r.id == session.room_id), "")
    if room:
        mode = EventFormat.HYBRID if session.online else EventFormat.IN_PERSON
        places = [_place(said, room), _page(url)] if session.online else [_place(said, room)]
    elif said.is_online(session):
        mode, places = EventFormat.ONLINE, [_page(url)]
    else:
        mode, places = EventFormat.IN_PERSON, [_place(said)]
    return {
        "@type": "Event",
        "@id": url,
        "url": url,
        "name": said.title(session),
        "startDate": programme.starts_at(session).isoformat(),
        "endDate": programme.ends_at(session).isoformat(),
        "eventAttendanceMode": f"{SCHEMA}/{_ATTENDANCE[mode]}",
        "location": places,
    }
