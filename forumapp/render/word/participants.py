"""The list of participants as a Word document: a table for each category."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH

from forumapp.domain.delegations import Capacity
from forumapp.domain.papers import ListChange, ParticipantsList, Standing
from forumapp.domain.proceedings import ListedDelegation, ParticipantFacts
from forumapp.i18n.catalogue import gettext
from forumapp.i18n.catalogue import message as _
from forumapp.i18n.words import edition_as, label
from forumapp.render.papers.changes import said
from forumapp.render.volumes.language import days, long_date, marks
from forumapp.render.volumes.participants import groups
from forumapp.render.word import page
from forumapp.render.word.cells import SHADE, grid, mark, one, shade, write_name
from forumapp.render.word.text import write
from forumapp.render.wording import line

_COLUMNS = ((_("Name"), 3.6), (_("Functional title and institution"), 4.4), (_("Attendance"), 1.3))


def participants(
    facts: ParticipantsList,
    standing: Standing,
    *,
    changes: tuple[ListChange, ...] = (),
    locale: str,
) -> bytes:
    """The list in one language, to be worked on."""
    return _Paper(facts, standing, locale).written(changes)


class _Paper:
    """One list as a document."""

    def __init__(self, facts: ParticipantsList, standing: Standing, locale: str) -> None:
        self._facts, self._standing, self._locale = facts, standing, locale
        self._document = page.sheet(locale=locale, wide=False)
        self._title = gettext(_("List of participants"), locale)
        self._event = line(facts.event.title.pick(locale))
        self._status = edition_as(standing.status, standing.revision, locale)

    def written(self, changes: tuple[ListChange, ...]) -> bytes:
        issued_at = datetime.combine(self._standing.day, time(), UTC)
        self._head()
        for category, delegations in groups(self._facts.delegations, locale=self._locale):
            self._group(category, delegations)
        self._changes(changes)
        symbol = line(self._standing.symbol)
        foot = " · ".join(piece for piece in (symbol, self._title, self._event) if piece)
        page.number_pages(self._document, title=foot, locale=self._locale)
        page.describe(
            self._document,
            title=f"{self._title} · {self._event}",
            subject=self._status,
            author=line(self._facts.event.contact_name.pick(self._locale)) or self._event,
            locale=self._locale,
            issued_at=issued_at,
        )
        return page.packed(self._document, issued_at=issued_at)

    def _head(self) -> None:
        """Symbol and standing at the right, then the event and the title."""
        event, day = self._facts.event, long_date(self._standing.day, self._locale)
        for words in (line(self._standing.symbol), f"{self._status}{self._comma}{day}"):
            if words:
                self._add(words).alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._add(self._event, style="Title")
        place = (line(event.venue.pick(self._locale)), line(event.place.pick(self._locale)))
        occasion = (
            days(event.starts_on, event.ends_on, self._locale),
            self._comma.join(piece for piece in place if piece),
        )
        for words in (*occasion, self._title):
            if words:
                self._add(words, bold=words == self._title).alignment = WD_ALIGN_PARAGRAPH.CENTER
        if note := line(self._standing.note):
            self._add(note, quiet=True).alignment = WD_ALIGN_PARAGRAPH.CENTER

    @property
    def _comma(self) -> str:
        return marks(self._locale).comma

    def _group(self, category: str, delegations: list[tuple[str, ListedDelegation]]) -> None:
        self._add(category, style="Heading 1")
        columns = [(gettext(heading, self._locale), share) for heading, share in _COLUMNS]
        table, widths = grid(
            self._document, columns, width=page.width(self._document), name=category
        )
        for title, delegation in delegations:
            if title:
                row = table.add_row()
                cell = row.cells[0].merge(row.cells[-1])
                one(cell, title, bold=True)
                shade(cell, SHADE)
                cell.paragraphs[0].paragraph_format.keep_with_next = True
            for participant in delegation.participants:
                row = table.add_row()
                mark(row, "w:cantSplit")
                for cell, width in zip(row.cells, widths, strict=True):
                    cell.width = width
                self._person(row, participant)

    def _person(self, row: Any, participant: ParticipantFacts) -> None:
        who, post, attendance = row.cells
        person = participant.person
        write_name(who.paragraphs[0], person, alone=False)
        if participant.capacity is not Capacity.DELEGATE:
            write(who.add_paragraph(), label(participant.capacity, self._locale), quiet=True)
        posts = (
            line(person.title.pick(self._locale)),
            line(person.organisation.pick(self._locale)),
        )
        for number, words in enumerate(words for words in posts if words):
            write(post.add_paragraph() if number else post.paragraphs[0], words)
        if participant.online:
            one(attendance, gettext(_("Online"), self._locale))

    def _changes(self, changes: tuple[ListChange, ...]) -> None:
        if not changes:
            return
        title = gettext(_("Changes since the edition before"), self._locale)
        self._add(title, style="Heading 1")
        for group in said(changes, locale=self._locale):
            self._add(group.kind, bold=True)
            for words in group.lines:
                self._add(words, style="List Bullet")

    def _add(
        self, text: str, *, style: str | None = None, bold: bool = False, quiet: bool = False
    ) -> Any:
        return write(self._document.add_paragraph(style=style), text, bold=bold, quiet=quiet)
