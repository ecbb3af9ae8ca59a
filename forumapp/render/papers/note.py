"""A note verbale that invites a delegation, on a page of A4."""

from __future__ import annotations

from forumapp.domain.letters import Note
from forumapp.i18n.catalogue import html_language
from forumapp.render.letters import notes
from forumapp.render.pdf.document import Chapter, Numbering, PdfDocument
from forumapp.render.volumes.language import days, render
from forumapp.render.volumes.styles import sheet
from forumapp.render.wording import line

PAGE = "@page { size: A4; margin: 25mm 28mm 22mm }"


def note(facts: Note) -> PdfDocument:
    """The same words as in the Word document."""
    said, locale, event = notes.note(facts), facts.locale, facts.event
    html = render(
        "papers-note.html",
        locale=locale,
        event=event,
        dates=days(event.starts_on, event.ends_on, locale),
        note=said,
    )
    return PdfDocument(
        title=said.title,
        language=html_language(locale),
        created=said.issued_at,
        author=said.secretariat,
        subject=line(event.title.pick(locale)),
        chapters=(Chapter("note", said.heading, html, level=0, numbering=Numbering.NONE),),
        stylesheets=(sheet("volume"), sheet("letters"), PAGE),
        header="",
        accent=event.accent,
    )
