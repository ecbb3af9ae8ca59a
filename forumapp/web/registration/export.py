"""The list of registrations as a table to take away."""

from __future__ import annotations

from flask_babel import gettext as _

from forumapp.domain import clock
from forumapp.domain.registration import SeatStatus
from forumapp.http.locale import locale
from forumapp.i18n.catalogue import own_name
from forumapp.i18n.countries import country_name
from forumapp.i18n.words import label
from forumapp.render.sheets import Cell, Table
from forumapp.services.events import EventRow
from forumapp.services.registration import Offer, RegistrationRow


def table(event: EventRow, offer: Offer, rows: tuple[RegistrationRow, ...]) -> Table:
    """Everything of these registrations, a column for each part; times by the venue's clock."""
    parts = [part.name.pick(locale()) for part in offer.parts]
    headings = (
        *(_("Number"), _("Status"), _("Honorific"), _("Name"), _("Family name")),
        *(_("Name in native script"), _("Title or position"), _("Organisation"), _("Country")),
        *(_("Category"), _("Delegation"), _("Capacity in the delegation")),
        *parts,
        *(_("E-mail"), _("Telephone"), _("Language"), _("Access needs"), _("Dietary needs")),
        *(_("Listed"), _("Came about"), _("Registered (%(zone)s)", zone=clock.city(event.zone))),
    )
    return Table(
        title=_("Registrations"),
        headings=headings,
        rows=[_cells(event, offer, row) for row in rows],
    )


def _cells(event: EventRow, offer: Offer, row: RegistrationRow) -> tuple[Cell, ...]:
    language, person = locale(), row.person
    return (
        row.id,
        label(row.status, language),
        person.honorific,
        person.printed_name,
        person.family_name,
        person.native_name,
        person.title.pick(language),
        person.organisation.pick(language),
        country_name(person.country, language) if person.country else "",
        row.category.pick(language),
        _delegation(row),
        label(row.capacity, language) if row.delegation_id else "",
        *(_seat(row, part.id) for part in offer.parts),
        row.email,
        row.phone,
        own_name(row.locale),
        row.access_needs,
        row.dietary_needs,
        _("Yes") if row.listed else _("No"),
        label(row.origin, language),
        clock.wall(row.created_at, event.zone),
    )


def _delegation(row: RegistrationRow) -> str:
    if row.delegation_country:
        return country_name(row.delegation_country, locale())
    return row.delegation_name.pick(locale())


def _seat(row: RegistrationRow, part_id: int) -> str:
    """How the person takes part: `In the room`, `Online (Waiting list)`, or nothing."""
    for seat in row.active_seats:
        if seat.part_id == part_id:
            words = label(seat.mode, locale())
            held = seat.status is SeatStatus.HELD
            return words if held else f"{words} ({label(seat.status, locale())})"
    return ""
