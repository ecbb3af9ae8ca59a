"""The forms of an event's pieces, and what the pages about them say and show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField

from forumapp.domain.events import OrganisationRole
from forumapp.domain.papers.printing import band_colour
from forumapp.domain.registration import Approval
from forumapp.http.forms import CodeField, Colour, EditForm, Line, TranslatedField, Whole
from forumapp.http.locale import locale
from forumapp.i18n.words import label
from forumapp.services.events.pieces import Piece
from forumapp.services.events.pieces.kinds import MOST_SEATS

SEATS = _("Empty: without limit.")


class OrganisationForm(EditForm):
    """An organisation behind the event."""

    name = TranslatedField(_("Name in full"), required=True)
    role = CodeField(_("Role"), OrganisationRole)
    url = Line(_("Website"), longest=500, description=_("Beginning with https://"))
    upload = FileField(_("Logo"), description=_("PNG, JPEG or WebP, at most 25 MB."))
    no_logo = BooleanField(_("Remove the logo"))


class PartForm(EditForm):
    """A part of the event."""

    name = TranslatedField(_("Name in full"), required=True)
    description = TranslatedField(_("Description"), rows=4)
    seats_room = Whole(_("Seats in the room"), low=0, high=MOST_SEATS, description=SEATS)
    seats_online = Whole(_("Places online"), low=0, high=MOST_SEATS, description=SEATS)


class RoomForm(EditForm):
    """A physical room."""

    name = TranslatedField(_("Name in full"), required=True)
    capacity = Whole(_("Capacity"), low=0, high=MOST_SEATS)
    seating = Line(_("Seating"), description=_("Such as theatre, hollow square, classroom."))


class TrackForm(EditForm):
    """A thematic thread."""

    name = TranslatedField(_("Name in full"), required=True)


class CategoryForm(EditForm):
    """A category of participants."""

    name = TranslatedField(_("Name in full"), required=True)
    approval = CodeField(_("Approval"), Approval)
    priority = Whole(
        _("Turn in waiting lists"),
        low=1,
        high=9,
        description=_("1 goes first, then 2; inside one number who asked first. Empty: 1."),
    )
    badge_colour = Colour(
        _("Colour of its badges"),
        description=_("White text must be readable on it: a contrast of 4.5 to 1 at least."),
    )

    def __init__(self, obj: Any = None, **given: Any) -> None:
        """A new category has the colour of its place until another is chosen."""
        super().__init__(obj=obj, **given)
        if obj is None:
            del self.badge_colour
        elif not self.badge_colour.data:
            self.badge_colour.data = band_colour("", place=obj.position)


Cell = Callable[[Any], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the pages of one kind of piece say: headings, and the columns beside the name."""

    form: type[EditForm]
    title: Any
    lead: Any
    add: Any
    new: Any
    empty: Any
    columns: Mapping[Any, Cell]
    uses: Any = ""


def _number(name: str, none: Any) -> Cell:
    def cell(row: Any) -> str:
        value = getattr(row, name)
        return str(none) if value is None else str(value)

    return cell


def _code(name: str) -> Cell:
    return lambda row: label(getattr(row, name), locale())


PAGES: Mapping[Piece, Page] = {
    Piece.ORGANISATIONS: Page(
        form=OrganisationForm,
        title=_("Organisations"),
        lead=_("Who hosts, organises and supports the event, in the order in which they stand."),
        add=_("Add an organisation"),
        new=_("New organisation"),
        empty=_("Add the host first: it stands on every page, on the programme and the cover."),
        columns={_("Role"): _code("role")},
    ),
    Piece.PARTS: Page(
        form=PartForm,
        title=_("Parts"),
        lead=_("Meetings and forums under one umbrella. A person registers for each they choose."),
        add=_("Add a part"),
        new=_("New part"),
        empty=_("An event has one part at least: sessions and seats belong to it."),
        columns={
            _("Seats in the room"): _number("seats_room", _("no limit")),
            _("Places online"): _number("seats_online", _("no limit")),
        },
        uses=_("Sessions"),
    ),
    Piece.ROOMS: Page(
        form=RoomForm,
        title=_("Rooms"),
        lead=_("The halls and meeting rooms of the venue, in the order of the timetable."),
        add=_("Add a room"),
        new=_("New room"),
        empty=_(
            "Add the halls in which sessions take place. Video rooms have a page of their own."
        ),
        columns={_("Capacity"): _number("capacity", "–"), _("Seating"): lambda row: row.seating},
        uses=_("Sessions"),
    ),
    Piece.TRACKS: Page(
        form=TrackForm,
        title=_("Tracks"),
        lead=_("Threads that run through the programme, such as a theme or a working language."),
        add=_("Add a track"),
        new=_("New track"),
        empty=_("Small events need none. A track lets readers follow one theme."),
        columns={},
        uses=_("Sessions"),
    ),
    Piece.CATEGORIES: Page(
        form=CategoryForm,
        title=_("Categories"),
        lead=_("What a person can register as, and whether that is approved at once or by hand."),
        add=_("Add a category"),
        new=_("New category"),
        empty=_("Without a category nobody can register."),
        columns={
            _("Approval"): _code("approval"),
            _("Turn in waiting lists"): _number("priority", "1"),
        },
        uses=_("Registrations"),
    ),
}
