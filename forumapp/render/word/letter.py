"""A letter as a Word document, to be put on the secretariat's own paper."""

from __future__ import annotations

from datetime import UTC, datetime, time
from html.parser import HTMLParser
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH

from forumapp.domain.papers import LetterFacts, LetterKind
from forumapp.domain.papers.letters import grouped, plain
from forumapp.render.markdown import to_html
from forumapp.render.papers.letter import body, check_words, values
from forumapp.render.volumes.language import days
from forumapp.render.word import page
from forumapp.render.word.text import write
from forumapp.render.wording import line

_BLOCKS = {"p": None, "blockquote": None, "li": "List Bullet"} | {
    f"h{level}": "Heading 1" for level in range(2, 7)
}


def letter(facts: LetterFacts, *, base_url: str) -> bytes:
    """The letter in its own language."""
    locale, heading = facts.language, plain(facts.heading, values(facts))
    event_title = line(facts.event.title.pick(locale))
    certificate = facts.kind is LetterKind.CERTIFICATE
    document = page.sheet(locale=locale, wide=certificate)
    occasion = days(facts.event.starts_on, facts.event.ends_on, locale)
    write(document.add_paragraph(), event_title, bold=True)
    write(document.add_paragraph(), occasion, quiet=True)
    write(document.add_paragraph(style="Title"), heading)
    _Body(document, centred=certificate).feed(to_html(body(facts)))
    write(document.add_paragraph(), grouped(facts.code), bold=True)
    write(document.add_paragraph(), check_words(facts, base_url=base_url), quiet=True)
    issued_at = datetime.combine(facts.day, time(), UTC)
    page.describe(
        document,
        title=f"{heading} · {line(facts.person.name)}",
        subject=event_title,
        author=line(facts.event.contact_name.pick(locale)) or event_title,
        locale=locale,
        issued_at=issued_at,
    )
    return page.packed(document, issued_at=issued_at)


class _Body(HTMLParser):
    """Clean HTML as paragraphs: what a letter needs, bold and slanted."""

    def __init__(self, document: Any, *, centred: bool) -> None:
        super().__init__()
        self._document, self._centred = document, centred
        self._paragraph: Any = None
        self._open: list[str] = []
        self._begins = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS and not (tag == "p" and {"li", "blockquote"} & set(self._open)):
            self._paragraph = self._document.add_paragraph(style=_BLOCKS[tag])
            if self._centred:
                self._paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if tag == "br" and self._paragraph is not None:
            self._paragraph.add_run().add_break()
        else:
            self._open.append(tag)
        self._begins = self._begins or tag == "br" or tag in _BLOCKS

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        words = data.replace("\n", " ")
        if self._begins:  # white space at the beginning of a line says nothing
            words = words.lstrip()
        if not words.strip() and not set(self._open) & set(_BLOCKS):
            return
        if self._paragraph is None:
            self._paragraph = self._document.add_paragraph()
        self._begins = False
        write(self._paragraph, words, bold="strong" in self._open, italic="em" in self._open)
