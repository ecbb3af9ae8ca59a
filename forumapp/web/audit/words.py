"""What the log's nouns, fields and acts are called."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import gettext

from forumapp.domain.access import Role
from forumapp.domain.agenda import SessionKind, Visibility
from forumapp.domain.checkin.doors import DoorScope
from forumapp.domain.delegations import Capacity, CountryOrder, DelegationCategory
from forumapp.domain.events import EventFormat, EventKind, EventState, OrganisationRole
from forumapp.domain.registration import Approval, RegistrationStatus
from forumapp.domain.speakers import SpeakerMode, SpeakerStatus, SpeakingPart
from forumapp.domain.video import Admitted, Audience, Provider
from forumapp.i18n.catalogue import message as _

_NOUNS = {
    "events": _("Event"),
    "series": _("Series"),
    "organisations": _("Organisation"),
    "parts": _("Part"),
    "rooms": _("Room"),
    "tracks": _("Track"),
    "categories": _("Category"),
    "delegations": _("Delegation"),
    "people": _("Person"),
    "registrations": _("Registration"),
    "seats": _("Seat"),
    "sessions": _("Session"),
    "speakers": _("Speaker"),
    "video_rooms": _("Video room"),
    "doors": _("Door"),
    "marks": _("Attendance"),
    "releases": _("Release"),
    "issues": _("Proceedings"),
    "paper_editions": _("List of participants"),
    "interpreters": _("Interpreter"),
    "invitees": _("Invitee"),
    "unavailabilities": _("Absence"),
    "accepted_clashes": _("Accepted clash"),
    "clashes": _("Clash"),
    "publications": _("Publication"),
    "mails": _("Message"),
    "event_roles": _("Team"),
    "users": _("User"),
}
_ACTIONS = {
    "create": _("made"),
    "update": _("changed"),
    "delete": _("deleted"),
    "publish": _("published"),
    "show": _("made public"),
    "withdraw": _("taken back"),
    "bring_back": _("brought back into the draft"),
    "import": _("given an agenda from a file"),
    "accept": _("accepted"),
    "promoted": _("moved off the waiting list"),
    "put_to_wait": _("moved to the waiting list"),
    "mode_changed": _("changed in how they take part"),
    "export": _("exported"),
    "export_participants": _("exported the list of participants"),
    "export_registrations": _("exported the registrations"),
    "export_own_data": _("downloaded their own data"),
    "move": _("moved"),
    "send_again": _("sent again"),
    "read_secrets": _("looked at the secrets"),
    "rotate_participation": _("gave a new personal link"),
    "rotate_feed": _("gave a new calendar address"),
    "rotate_join": _("gave new join links"),
    "rotate_badge": _("gave a new badge"),
    "invite": _("invited"),
    "new_code": _("was given a new code"),
    "mark": _("marked by hand"),
}
_FIELDS = {
    "accent": _("Accent colour"),
    "access_needs": _("Access needs"),
    "address": _("Join address"),
    "admitted": _("Who is admitted"),
    "app_id": _("Application name (Jitsi)"),
    "approval": _("Approval"),
    "audience": _("Audience"),
    "backup_address": _("Backup address"),
    "biography": _("Biography"),
    "capacity": _("Capacity"),
    "capitals": _("Capitals whose times are printed"),
    "category": _("Category"),
    "category_id": _("Category"),
    "changes_close_at": _("Last change by participants"),
    "closes_after": _("Closes, minutes after"),
    "code": _("Code"),
    "contact_email": _("Contact: e-mail"),
    "contact_name": _("Contact: name or office"),
    "contact_phone": _("Contact: telephone"),
    "country": _("Country"),
    "country_order": _("Order of countries"),
    "code_given_at": _("Code given"),
    "day": _("Day"),
    "decided_at": _("Decided"),
    "delegation_id": _("Delegation"),
    "description": _("Description"),
    "dial_in": _("Telephone numbers to dial in"),
    "dietary_needs": _("Dietary needs"),
    "edition": _("Edition"),
    "email": _("E-mail"),
    "ends": _("End"),
    "ends_on": _("Last day"),
    "family_name": _("Family name"),
    "feed_version": _("Calendar address, version"),
    "focal_email": _("Focal point: e-mail"),
    "focal_name": _("Focal point: name"),
    "foreword": _("Foreword of the proceedings"),
    "foreword_by": _("Foreword signed by"),
    "format": _("How people take part"),
    "honorific": _("Honorific"),
    "host_link": _("Host link"),
    "hosting": _("Hosts the event"),
    "interpretation": _("Interpretation"),
    "join_version": _("Join links, version"),
    "kind": _("Kind"),
    "languages": _("Languages"),
    "link_version": _("Personal link, version"),
    "listed": _("Listed among the participants"),
    "locale": _("Language of mails"),
    "file": _("File"),
    "logo": _("Logo"),
    "new": _("New"),
    "changed": _("Changed"),
    "unchanged": _("Unchanged"),
    "wrong": _("Wrong"),
    "meeting_id": _("Name of the meeting on the server"),
    "minutes": _("Minutes"),
    "mode": _("How"),
    "name": _("Name"),
    "native_name": _("Name in its own script"),
    "notice": _("Notice"),
    "opens_before": _("Opens, minutes before"),
    "organisation": _("Organisation"),
    "part": _("Part played"),
    "part_id": _("Part"),
    "passcode": _("Passcode"),
    "person_id": _("Person"),
    "phone": _("Telephone"),
    "photo": _("Photo"),
    "place": _("Place"),
    "position": _("Order"),
    "practical": _("Practical information"),
    "printed_name": _("Name as printed"),
    "provider": _("Provider"),
    "quota_online": _("Quota online"),
    "quota_room": _("Quota in the room"),
    "reason": _("Reason"),
    "registration_closes_at": _("Registration closes"),
    "registration_opens_at": _("Registration opens"),
    "revoked_at": _("Shut at"),
    "role": _("Role"),
    "room_id": _("Room"),
    "scope": _("Leads to"),
    "seating": _("Seating"),
    "seats_online": _("Places online"),
    "seats_room": _("Seats in the room"),
    "secret": _("Shared secret"),
    "sequence": _("Calendar sequence"),
    "series_id": _("Series"),
    "session_id": _("Session"),
    "since": _("Year of the first edition"),
    "slug": _("Short name for addresses"),
    "starts": _("Start"),
    "starts_on": _("First day"),
    "state": _("State"),
    "status": _("Status"),
    "symbol": _("Symbol of the documents"),
    "text": _("Text handed in"),
    "text_language": _("Language of the text"),
    "theme": _("Theme"),
    "title": _("Title"),
    "topic": _("Topic"),
    "track_id": _("Track"),
    "url": _("Website"),
    "user_id": _("User"),
    "venue": _("Venue"),
    "visibility": _("Who reads of it"),
    "zone": _("Time zone"),
}

_FIELDS_OF = {
    ("registrations", "capacity"): _("Capacity in the delegation"),
    ("people", "title"): _("Title or position"),
}

# (noun, field), or a field alone, to the codes that its values are of.
CODES: dict[tuple[str, str], type[StrEnum]] = {
    ("events", "kind"): EventKind,
    ("sessions", "kind"): SessionKind,
    ("", "format"): EventFormat,
    ("", "state"): EventState,
    ("", "country_order"): CountryOrder,
    ("organisations", "role"): OrganisationRole,
    ("event_roles", "role"): Role,
    ("doors", "scope"): DoorScope,
    ("", "approval"): Approval,
    ("", "category"): DelegationCategory,
    ("registrations", "capacity"): Capacity,
    ("registrations", "status"): RegistrationStatus,
    ("speakers", "status"): SpeakerStatus,
    ("speakers", "mode"): SpeakerMode,
    ("speakers", "part"): SpeakingPart,
    ("", "visibility"): Visibility,
    ("", "provider"): Provider,
    ("", "audience"): Audience,
    ("", "admitted"): Admitted,
}


def noun_words(noun: str) -> str:
    """A table in words; one that has none is named as it is."""
    return _said(_NOUNS, noun)


def field_words(noun: str, field: str) -> str:
    own = _FIELDS_OF.get((noun, field))
    return str(gettext(own)) if own else _said(_FIELDS, field)


def action_words(action: str) -> str:
    return _said(_ACTIONS, action)


def _said(words: dict[str, str], code: str) -> str:
    return str(gettext(words[code])) if code in words else code.replace("_", " ")
