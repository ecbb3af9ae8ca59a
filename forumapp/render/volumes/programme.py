"""The programme: a sheet for a day of few sessions, a folder by days, or a compact timetable."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from forumapp.domain.programme import PartFacts, Programme
from forumapp.i18n.catalogue import gettext, html_language
from forumapp.i18n.catalogue import message as _
from forumapp.render.pdf.document import Chapter, Labels, PdfDocument
from forumapp.render.volumes.days import Piece, pieces, table
from forumapp.render.volumes.front import (
    Logos,
    front,
    issued,
    qr_image,
    running_title,
    status,
    usual_languages,
)
from forumapp.render.volumes.language import days, render
from forumapp.render.volumes.styles import footer, header_on_first_pages, sheet
from forumapp.render.wording import Wording

# Each piece with its title and the number of its first page.
Days = tuple[tuple[Piece, str, str], ...]

# Up to so many sessions of one day share a page with the cover; above so many, one line each.
ON_A_SHEET = 8
IN_FULL = 200
# Sessions a chapter: what two processes set side by side, and keep when only one of them changes.
TOGETHER = 150


def programme(
    facts: Programme,
    *,
    locale: str,
    base_url: str,
    beside: str = "",
    part: PartFacts | None = None,
    logos: Logos | None = None,
) -> PdfDocument:
    """The programme's document. `facts` are those of one part where `part` is given.

    `beside` is a second language, which stands below the first wherever a text is written in it.
    """
    wording = Wording(facts, locale=locale, base_url=base_url)
    symbol = facts.release.symbol
    header = running_title(wording.event_title, symbol=symbol)
    standing = f"{status(facts, locale=locale)} · {issued(facts, locale=locale)}"
    chapters = tuple(_Book(wording, part, logos or {}, beside).chapters())
    styles = (sheet("volume"), sheet("programme"), footer(standing))
    return PdfDocument(
        title=_title(wording, part),
        language=html_language(locale),
        created=facts.release.issued_at,
        author=wording.pick(facts.event.contact_name),
        subject=gettext(_("Programme"), locale),
        chapters=chapters,
        stylesheets=styles if len(chapters) == 1 else (*styles, header_on_first_pages(header)),
        header=header,
        accent=facts.event.accent,
        totals=True,
    )


def _title(wording: Wording, part: PartFacts | None) -> str:
    pieces_of_title = [gettext(_("Programme"), wording.locale), wording.event_title]
    if part is not None:
        pieces_of_title.insert(1, wording.pick(part.name))
    return " · ".join(pieces_of_title)


@dataclass(frozen=True, slots=True)
class Second:
    """The cover's own words in the second language, and its tag."""

    status: str
    issued: str
    dates: str
    language: str


class _Book:
    """The chapters of one programme in one language."""

    def __init__(self, wording: Wording, part: PartFacts | None, logos: Logos, beside: str) -> None:
        self.wording, self.part, self.logos, self.beside = wording, part, logos, beside
        self.programme, self.locale = wording.programme, wording.locale
        self.second = wording.in_language(beside) if beside else None
        self.compact = len(self.programme.sessions) > IN_FULL
        self.pieces = pieces(self.programme, most=TOGETHER)

    def chapters(self) -> Iterable[Chapter]:
        title = gettext(_("Programme"), self.locale)
        if len(self.pieces) <= 1 and len(self.programme.sessions) <= ON_A_SHEET:
            body = "".join(self._day(piece, level=2) for piece in self.pieces)
            yield Chapter("programme", title, self._cover(body=Markup(body)))  # noqa: S704 - our own
            return
        yield Chapter("cover", title, lambda labels: self._cover(days=self._days(labels)))
        for piece in self.pieces:
            yield Chapter(piece.key, piece.title(self.locale), self._day(piece, level=1))

    def _cover(self, *, days: Days = (), body: str = "") -> str:
        """The cover by itself, or with the programme in its middle."""
        return render(
            "programme-cover.html",
            locale=self.locale,
            beside=self.beside,
            second=self._second(),
            front=front(self.programme, locale=self.locale, logos=self.logos),
            status=status(self.programme, locale=self.locale),
            issued=issued(self.programme, locale=self.locale),
            release=self.programme.release,
            part=self.part,
            days=days,
            body=body,
            clocks=table(self.wording, self.programme.sessions[:1])[0],
            address=self.wording.event_url,
            qr=qr_image(f"{self.wording.event_url}/programme"),
        )

    def _second(self) -> Second | None:
        """What the cover says in the second language."""
        if not self.beside:
            return None
        event = self.programme.event
        return Second(
            status=status(self.programme, locale=self.beside),
            issued=issued(self.programme, locale=self.beside),
            dates=days(event.starts_on, event.ends_on, self.beside),
            language=html_language(self.beside),
        )

    def _days(self, labels: Labels) -> Days:
        return tuple((piece, piece.title(self.locale), labels[piece.key]) for piece in self.pieces)

    def _day(self, piece: Piece, *, level: int) -> str:
        clocks, rows = table(self.wording, piece.sessions)
        return render(
            "timetable.html" if self.compact else "programme-day.html",
            locale=self.locale,
            beside=self.beside,
            piece=piece,
            title=piece.title(self.locale),
            level=level,
            clocks=clocks,
            rows=rows,
            second=self.second,
            many_days=len({one.day for one in self.pieces}) > 1,
            usual=usual_languages(self.programme),
        )
