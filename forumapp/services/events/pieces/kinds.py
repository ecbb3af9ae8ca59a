"""The kinds of pieces an event has: one table says how each is kept, checked and used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from forumapp.domain.events import OrganisationRole
from forumapp.domain.registration import Approval
from forumapp.domain.text import Translated
from forumapp.models import Category, Organisation, Part, Registration, Room, Seat, Session, Track
from forumapp.services.events.checks import Checks

MOST_SEATS = 100_000


class Piece(StrEnum):
    """The kinds of pieces, as addresses name them."""

    ORGANISATIONS = "organisations"
    PARTS = "parts"
    ROOMS = "rooms"
    TRACKS = "tracks"
    CATEGORIES = "categories"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRow:
    """An organisation behind an event; `logo` is a key of the file store."""

    id: int
    version: int
    position: int
    name: Translated
    role: OrganisationRole
    url: str
    logo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """A part of an event. Seats None means without limit."""

    id: int
    version: int
    position: int
    name: Translated
    description: Translated
    seats_room: int | None
    seats_online: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomRow:
    id: int
    version: int
    position: int
    name: Translated
    capacity: int | None
    seating: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRow:
    id: int
    version: int
    position: int
    name: Translated


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryRow:
    """A category of participants, how it is approved, and the colour chosen for its badges."""

    id: int
    version: int
    position: int
    name: Translated
    approval: Approval
    priority: int
    badge_colour: str


PieceRow = OrganisationRow | PartRow | RoomRow | TrackRow | CategoryRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How one kind of piece is kept, checked, and what refers to it."""

    model: type[Any]
    row: type[Any]
    clean: Callable[[Checks], dict[str, Any]]
    used_by: Mapping[str, Any]


MOST_PRIORITY = 9


def _organisation(checks: Checks) -> dict[str, Any]:
    values = {
        "name": checks.texts("name", required=True),
        "role": checks.code("role", OrganisationRole),
        "url": checks.address("url"),
    }
    if "logo" in checks.given:
        values["logo"] = checks.line("logo")
    return values


def _part(checks: Checks) -> dict[str, Any]:
    return {
        "name": checks.texts("name", required=True),
        "description": checks.texts("description", rows=True),
        "seats_room": checks.number("seats_room", least=0, most=MOST_SEATS),
        "seats_online": checks.number("seats_online", least=0, most=MOST_SEATS),
    }


def _room(checks: Checks) -> dict[str, Any]:
    return {
        "name": checks.texts("name", required=True),
        "capacity": checks.number("capacity", least=0, most=MOST_SEATS),
        "seating": checks.line("seating"),
    }


def _track(checks: Checks) -> dict[str, Any]:
    return {"name": checks.texts("name", required=True)}


def _category(checks: Checks) -> dict[str, Any]:
    values = {
        "name": checks.texts("name", required=True),
        "approval": checks.code("approval", Approval),
        "priority": checks.number("priority", least=1, most=MOST_PRIORITY) or 1,
    }
    if "badge_colour" in checks.given:
        values["badge_colour"] = checks.colour("badge_colour")
    return values


KINDS: Mapping[Piece, Kind] = {
    Piece.ORGANISATIONS: Kind(
        model=Organisation, row=OrganisationRow, clean=_organisation, used_by={}
    ),
    Piece.PARTS: Kind(
        model=Part,
        row=PartRow,
        clean=_part,
        used_by={"sessions": Session.part_id, "registrations": Seat.part_id},
    ),
    Piece.ROOMS: Kind(model=Room, row=RoomRow, clean=_room, used_by={"sessions": Session.room_id}),
    Piece.TRACKS: Kind(
        model=Track, row=TrackRow, clean=_track, used_by={"sessions": Session.track_id}
    ),
    Piece.CATEGORIES: Kind(
        model=Category,
        row=CategoryRow,
        clean=_category,
        used_by={"registrations": Registration.category_id},
    ),
}
