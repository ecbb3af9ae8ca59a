"""A note verbale that invites a delegation, as a Word document for the secretariat's own paper."""

from __future__ import annotations

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from forumapp.domain.letters import Note
from forumapp.render.letters import notes
from forumapp.render.word import page
from forumapp.render.word.text import write
from forumapp.render.wording import line


def note(facts: Note) -> bytes:
    """The note in its language."""
    said, document = notes.note(facts), page.sheet(locale=facts.locale, wide=False)
    write(document.add_paragraph(style="Title"), said.heading)
    for text in said.paragraphs:
        paragraph = write(document.add_paragraph(), text)
        paragraph.paragraph_format.space_after = Pt(10)
    write(document.add_paragraph(), said.signed).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    write(document.add_paragraph(), said.addressee)
    page.describe(
        document,
        title=said.title,
        subject=line(facts.event.title.pick(facts.locale)),
        author=said.secretariat,
        locale=facts.locale,
        issued_at=said.issued_at,
    )
    return page.packed(document, issued_at=said.issued_at)
