"""The proceedings: what was said, by whom, before whom, to be quoted by page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from itertools import groupby

from forumapp.domain.proceedings import Proceedings
from forumapp.i18n.catalogue import gettext, html_language
from forumapp.i18n.catalogue import message as _
from forumapp.render.pdf.document import Chapter, Labels, Numbering, PdfDocument
from forumapp.render.volumes import participants, sessions
from forumapp.render.volumes.days import pieces, table
from forumapp.render.volumes.front import Logos, front, issued, running_title, status
from forumapp.render.volumes.language import day, long_date, render
from forumapp.render.volumes.styles import sheet
from forumapp.render.volumes.texts import to_text
from forumapp.render.wording import Wording

# Sessions of the programme that one chapter holds.
TOGETHER = 200


def proceedings(
    facts: Proceedings, *, locale: str, base_url: str, logos: Logos | None = None
) -> PdfDocument:
    """The volume's document in one language; texts stay in the language they were given in."""
    wording = Wording(facts.programme, locale=locale, base_url=base_url)
    title = gettext(_("Proceedings"), locale) + " · " + wording.event_title
    return PdfDocument(
        title=title,
        language=html_language(locale),
        created=datetime.combine(facts.issued_on, time(), UTC),
        author=wording.pick(facts.programme.event.contact_name),
        subject=gettext(_("Proceedings"), locale),
        chapters=tuple(_Volume(facts, wording, logos or {}).chapters()),
        stylesheets=(sheet("volume"), sheet("programme"), sheet("proceedings")),
        header=running_title(wording.event_title, symbol=facts.symbol),
        accent=facts.programme.event.accent,
    )


class _Volume:
    """The chapters of one volume in one language."""

    def __init__(self, facts: Proceedings, wording: Wording, logos: Logos) -> None:
        self.facts, self.wording, self.locale = facts, wording, wording.locale
        self.front = front(facts.programme, locale=self.locale, logos=logos)
        self.papers = sessions.papers(facts, wording)
        self.people = participants.sections(facts, locale=self.locale)

    def chapters(self) -> Iterator[Chapter]:
        """Front matter in roman numerals, the volume itself in arabic ones."""
        yield Chapter("cover", self._say(_("Cover")), self._cover(), 0, Numbering.NONE)
        yield Chapter("imprint", self._say(_("Imprint")), self._imprint(), 0, Numbering.NONE)
        yield Chapter("contents", self._say(_("Contents")), self._contents, 1, Numbering.ROMAN)
        if self.facts.foreword:
            yield Chapter(
                "foreword", self._say(_("Foreword")), self._foreword(), 1, Numbering.ROMAN
            )
        if self.front.organisers:
            yield Chapter("organisers", self._say(_("Organisers")), self._organisers())
        yield from self._programme()
        yield from (paper.chapter for paper in self.papers)
        yield from (section.chapter for section in self.people)

    def _say(self, message: str) -> str:
        return gettext(message, self.locale)

    def _render(self, template: str, **given: object) -> str:
        return render(template, locale=self.locale, facts=self.facts, front=self.front, **given)

    def _cover(self) -> str:
        return self._render(
            "proceedings-cover.html", issued_on=long_date(self.facts.issued_on, self.locale)
        )

    def _imprint(self) -> str:
        return self._render(
            "proceedings-imprint.html",
            issued_on=long_date(self.facts.issued_on, self.locale),
            programme_status=status(self.facts.programme, locale=self.locale),
            programme_issued=issued(self.facts.programme, locale=self.locale),
            address=self.wording.event_url,
        )

    def _foreword(self) -> str:
        text, signature = self.facts.foreword, self.facts.foreword_by
        return self._render(
            "proceedings-foreword.html",
            text=to_text(text.pick(self.locale)),
            language=html_language(text.picked(self.locale)),
            signature=signature.pick(self.locale),
            signature_language=html_language(signature.picked(self.locale)),
        )

    def _organisers(self) -> str:
        return self._render("proceedings-organisers.html")

    def _programme(self) -> Iterator[Chapter]:
        held = pieces(self.facts.programme, most=TOGETHER)
        linked = {key: paper.chapter.key for paper in self.papers for key in paper.sessions}
        shown_days = [
            (piece, piece.title(self.locale), *table(self.wording, piece.sessions))
            for piece in held
        ]
        if not held:
            return
        few = len(self.facts.programme.sessions) <= TOGETHER
        for number, shown in enumerate([shown_days] if few else [[one] for one in shown_days]):
            html = self._render(
                "proceedings-programme.html", days=shown, linked=linked, first=not number
            )
            title = self._say(_("Programme")) if not number else shown[0][1]
            key = "programme" if not number else shown[0][0].key
            yield Chapter(key, title, html, level=1 if not number else 2)

    def _contents(self, labels: Labels) -> str:
        foreword = [("foreword", self._say(_("Foreword")))] if self.facts.foreword else []
        organisers = [("organisers", self._say(_("Organisers")))] if self.front.organisers else []
        programme = (
            [("programme", self._say(_("Programme")))] if self.facts.programme.sessions else []
        )
        groups = [("", [(1, key, title, "") for key, title in foreword + organisers + programme])]
        for held_on, held in groupby(self.papers, key=lambda paper: paper.day):
            groups.append(
                (day(held_on, self.locale), [line for paper in held for line in paper.lines])
            )
        groups.append(("", [line for section in self.people for line in section.lines]))
        return self._render("proceedings-contents.html", groups=groups, labels=labels)
