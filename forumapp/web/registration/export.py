"""The list of registrations as a table to take away."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from flask_babel import gettext as _

from forumapp.domain import clock
from forumapp.domain.answers import Given
from forumapp.domain.questions import QuestionFacts, QuestionKind
from forumapp.domain.registration import SeatStatus
from forumapp.http.locale import locale
from forumapp.i18n.answers import answer_words
from forumapp.i18n.catalogue import own_name
from forumapp.i18n.countries import country_name
from forumapp.i18n.words import label
from forumapp.render.sheets import Cell, Table
from forumapp.services.events import EventRow
from forumapp.services.questions import Answered
from forumapp.services.registration import Offer, RegistrationRow


class Columns(NamedTuple):
    """The questions that have a column each, and what was answered to them."""

    asked: tuple[QuestionFacts, ...]
    answers: Answered

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(question.label.pick(locale()) for question in self._shown)

    def cells(self, row: RegistrationRow) -> tuple[Cell, ...]:
        given = self.answers.get(row.id, {})
        return tuple(
            _answer(question, given[question.code]) if question.code in given else ""
            for question in self._shown
        )

    @property
    def _shown(self) -> tuple[QuestionFacts, ...]:
        return tuple(question for question in self.asked if not question.kind.is_sealed)


def _answer(question: QuestionFacts, given: Given) -> Cell:
    """Numbers and days as such, so that a sheet reckons with them; all else as people read it."""
    if question.kind is QuestionKind.NUMBER and given.values:
        return float(given.values[0])
    if question.kind is QuestionKind.DATE and given.values:
        return date.fromisoformat(given.values[0])
    return answer_words(question, given, locale())


def table(
    event: EventRow, offer: Offer, rows: tuple[RegistrationRow, ...], columns: Columns
) -> Table:
    """Everything of these registrations, a column for each part and question.

    Times are by the venue's clock.
    """
    parts = [part.name.pick(locale()) for part in offer.parts]
    headings = (
        *(_("Number"), _("Status"), _("Honorific"), _("Name"), _("Family name")),
        *(_("Name in native script"), _("Title or position"), _("Organisation"), _("Country")),
        *(_("Category"), _("Delegation"), _("Capacity in the delegation")),
        *parts,
        *(_("E-mail"), _("Telephone"), _("Language"), _("Access needs"), _("Dietary needs")),
        *(_("Listed"), _("Came about"), _("Registered (%(zone)s)", zone=clock.city(event.zone))),
        *columns.headings,
    )
    return Table(
        title=_("Registrations"),
        headings=headings,
        rows=[(*_cells(event, offer, row), *columns.cells(row)) for row in rows],
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
