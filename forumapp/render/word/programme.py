"""The document: title block, organisers, dates and place, then a table a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH

from forumapp.domain import clock
from forumapp.domain.agenda import Visibility
from forumapp.domain.programme import Programme, SessionFacts
from forumapp.i18n.catalogue import gettext
from forumapp.i18n.catalogue import message as _
from forumapp.i18n.words import label
from forumapp.render.volumes.clocks import venue_place
from forumapp.render.volumes.front import edition, front, issued, status
from forumapp.render.volumes.language import day, days, marks
from forumapp.render.word import page
from forumapp.render.word.table import Layout
from forumapp.render.word.text import write
from forumapp.render.wording import Wording, line


def programme(facts: Programme, *, locales: tuple[str, ...], base_url: str) -> bytes:
    """What everyone may read, in one language or in two side by side."""
    return _Paper(facts.visible_to(Visibility.PUBLIC), locales, base_url).written()


class _Paper:
    """One programme as a document. The first language is that of the file."""

    def __init__(self, facts: Programme, locales: tuple[str, ...], base_url: str) -> None:
        self._facts, self._locales = facts, locales
        self._layout = Layout(facts, locales=locales, base_url=base_url)
        self._document = page.sheet(locale=locales[0], wide=self._layout.wide)

    @property
    def _wordings(self) -> tuple[Wording, ...]:
        return self._layout.wordings

    def written(self) -> bytes:
        release, first = self._facts.release, self._wordings[0]
        self._standing()
        self._title_block()
        self._organisers()
        self._notes()
        for number, (on, sessions) in enumerate(self._facts.by_day(), start=1):
            self._day(number, on, sessions)
        page.number_pages(self._document, title=self._foot(), locale=first.locale)
        page.describe(
            self._document,
            title=first.event_title,
            subject=status(self._facts, locale=first.locale),
            author=first.pick(self._facts.event.contact_name) or first.event_title,
            locale=first.locale,
            issued_at=release.issued_at,
        )
        return page.packed(self._document, issued_at=release.issued_at)

    def _foot(self) -> str:
        symbol, title = line(self._facts.release.symbol), self._wordings[0].event_title
        return f"{symbol} · {title}" if symbol else title

    def _standing(self) -> None:
        """How it is issued, at the top right of the first page, where papers have their symbol."""
        header = self._document.sections[0].first_page_header
        said = [line(self._facts.release.symbol)]
        for locale in self._locales:
            pieces = [status(self._facts, locale=locale)]
            if self._facts.release.number:  # a draft before the first release has no date
                pieces.append(issued(self._facts, locale=locale))
            said.append(marks(locale).comma.join(pieces))
        for place, words in enumerate(words for words in said if words):
            paragraph = header.add_paragraph() if place else header.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            write(paragraph, words, bold=not place and bool(said[0]))

    def _title_block(self) -> None:
        event = self._facts.event
        for wording in self._wordings:
            self._add(wording.event_title, style="Title")
        for wording in self._wordings:
            series = (wording.pick(event.series), edition(event, locale=wording.locale))
            self._add(" · ".join(piece for piece in series if piece), centred=True)
        for wording in self._wordings:
            self._add(wording.pick(event.theme), style="Subtitle")
        for wording in self._wordings:
            self._add(days(event.starts_on, event.ends_on, wording.locale), centred=True, bold=True)
            self._add(self._place(wording), centred=True)

    def _place(self, wording: Wording) -> str:
        event = self._facts.event
        where = (wording.pick(event.venue), wording.pick(event.place))
        how = label(event.format, wording.locale)
        return marks(wording.locale).comma.join((*(w for w in where if w), how))

    def _organisers(self) -> None:
        for wording in self._wordings:
            signs = marks(wording.locale)
            groups = front(self._facts, locale=wording.locale, logos={}).organisers
            for role, organisations in groups:
                names = signs.pause.join(wording.pick(one.name) for one in organisations)
                self._add(f"{role}{signs.colon}{names}", centred=True)

    def _notes(self) -> None:
        """Whose clock it is, and the room where there is but one."""
        sessions = self._facts.sessions
        if not sessions:
            return
        event = self._facts.event
        offset = clock.offset(self._facts.starts_at(sessions[0]), event.zone)
        for wording in self._wordings:
            words = wording.say(
                _("Times are those of %(place)s (%(offset)s)."),
                place=venue_place(event, locale=wording.locale),
                offset=clock.offset_label(offset),
            )
            self._add(words, centred=True, quiet=True)
        if self._layout.only_room:
            for wording in self._wordings:
                self._add(self._room(wording), centred=True, quiet=True)

    def _room(self, wording: Wording) -> str:
        room = next(one for one in self._facts.rooms if one.id == self._layout.only_room)
        return wording.say(_("Room: %(name)s."), name=wording.pick(room.name))

    def _day(self, number: int, on: date, sessions: tuple[SessionFacts, ...]) -> None:
        many = len(self._facts.by_day()) > 1
        names = [
            _numbered(number, day(on, locale), locale) if many else day(on, locale)
            for locale in self._locales
        ]
        heading = self._add(" ".join(names), style="Heading 1")
        heading.paragraph_format.keep_with_next = True
        width = page.width(self._document)
        self._layout.add(self._document, sessions, width=width, name=names[0])

    def _add(
        self,
        text: str,
        *,
        style: str | None = None,
        centred: bool = False,
        bold: bool = False,
        quiet: bool = False,
    ) -> Any:
        """A paragraph, where there is anything to say."""
        if not text:
            return None
        paragraph = self._document.add_paragraph(style=style)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return write(paragraph, text, bold=bold, quiet=quiet)


def _numbered(number: int, words: str, locale: str) -> str:
    return gettext(_("Day %(number)s: %(day)s"), locale) % {"number": number, "day": words}
