"""Letters and certificates: the organiser's text with its facts, and how anyone may check it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from urllib.parse import quote

from forumapp.domain.papers import LetterFacts, LetterKind, LetterSet, Placeholder
from forumapp.domain.papers.letters import filled, grouped, name_on, plain
from forumapp.i18n.catalogue import gettext, html_language, joined
from forumapp.i18n.catalogue import message as _
from forumapp.i18n.countries import country_name
from forumapp.i18n.words import label
from forumapp.render.letters.notes import secretariat
from forumapp.render.papers.badges import shares
from forumapp.render.pdf.document import Chapter, Numbering, PdfDocument
from forumapp.render.volumes.front import qr_image
from forumapp.render.volumes.language import days, long_date, render
from forumapp.render.volumes.styles import sheet
from forumapp.render.volumes.texts import to_text
from forumapp.render.wording import line

TOGETHER = 20  # letters in one chapter
_SIGNED = tuple(f"{{{one}}}" for one in (Placeholder.TODAY, Placeholder.SECRETARIAT))
CHECK = _("Anyone can check this letter at %(address)s.")


def letter(facts: LetterFacts, *, base_url: str) -> PdfDocument:
    """The letter on a page, in its own language."""
    locale, heading = facts.language, plain(facts.heading, values(facts))
    event_title = line(facts.event.title.pick(locale))
    html = _page(facts, heading, base_url=base_url)
    return PdfDocument(
        title=f"{heading} · {line(facts.person.name)}",
        language=html_language(locale),
        created=datetime.combine(facts.day, time(), UTC),
        author=line(facts.event.contact_name.pick(locale)) or event_title,
        subject=event_title,
        chapters=(Chapter("letter", heading, html, level=0, numbering=Numbering.NONE),),
        stylesheets=(sheet("volume"), sheet("letters"), _paper(facts.kind)),
        header="",
        accent=facts.event.accent,
    )


def letters(
    held: Sequence[LetterFacts], facts: LetterSet, *, base_url: str, locale: str, created: datetime
) -> PdfDocument:
    """The letters one after the other, each on its own page and in its own language."""
    title, event_title = label(facts.kind, locale), line(facts.event.title.pick(locale))
    pages = [_page(one, plain(one.heading, values(one)), base_url=base_url) for one in held]
    return PdfDocument(
        title=f"{title} · {event_title}",
        language=html_language(locale),
        created=created,
        chapters=tuple(
            Chapter(f"letters-{number}", title, "\n".join(share), level=0, numbering=Numbering.NONE)
            for number, share in enumerate(shares(pages, TOGETHER) or ((),))
        ),
        stylesheets=(sheet("volume"), sheet("letters"), _paper(facts.kind)),
        header="",
        accent=facts.event.accent,
    )


def _page(facts: LetterFacts, heading: str, *, base_url: str) -> str:
    locale = facts.language
    return render(
        "papers-letter.html",
        locale=locale,
        language=html_language(locale),
        event=facts.event,
        dates=days(facts.event.starts_on, facts.event.ends_on, locale),
        heading=heading,
        text=to_text(body(facts)),
        signed=facts.text.rstrip().endswith(_SIGNED),
        kind=facts.kind.value,
        code=grouped(facts.code),
        picture=qr_image(address(facts, base_url=base_url)),
        check=check_words(facts, base_url=base_url),
    )


def body(facts: LetterFacts) -> str:
    """The text in Markdown with its facts."""
    return filled(facts.text, values(facts))


def address(facts: LetterFacts, *, base_url: str) -> str:
    """Where the letter can be checked."""
    return f"{base_url.rstrip('/')}/verify/{quote(grouped(facts.code), safe='-')}"


def check_words(facts: LetterFacts, *, base_url: str) -> str:
    """A sentence that says so."""
    where = address(facts, base_url=base_url).partition("://")[2]
    return gettext(CHECK, facts.language) % {"address": where}


def values(facts: LetterFacts) -> Mapping[str, str]:
    """What each placeholder stands for in this letter; empty where nothing is known."""
    locale, person, event = facts.language, facts.person, facts.event
    return {
        Placeholder.HONORIFIC: line(person.honorific),
        Placeholder.NAME: line(name_on(replace(person, honorific=""), locale)),
        Placeholder.NATIVE_NAME: line(person.native_name),
        Placeholder.TITLE: line(person.title.pick(locale)),
        Placeholder.ORGANISATION: line(person.organisation.pick(locale)),
        Placeholder.COUNTRY: _country(person.country, locale),
        Placeholder.DELEGATION: _country(facts.delegation_country, locale)
        or line(facts.delegation_name.pick(locale)),
        Placeholder.CAPACITY: label(facts.capacity, locale),
        Placeholder.CATEGORY: line(facts.category.pick(locale)),
        Placeholder.EVENT: line(event.title.pick(locale)),
        Placeholder.DATES: days(event.starts_on, event.ends_on, locale),
        Placeholder.PLACE: line(event.place.pick(locale)),
        Placeholder.VENUE: line(event.venue.pick(locale)),
        Placeholder.TODAY: long_date(facts.day, locale),
        Placeholder.CONTACT: _contact(facts, locale),
        Placeholder.SECRETARIAT: secretariat(event, locale),
        Placeholder.SESSIONS: str(facts.sessions or ""),
        **{name: line(words.pick(locale)) for name, words in facts.answers.items()},
    }


def _country(code: str, locale: str) -> str:
    return country_name(code, locale) if code else ""


def _contact(facts: LetterFacts, locale: str) -> str:
    event = facts.event
    pieces = (line(event.contact_name.pick(locale)), event.contact_email, event.contact_phone)
    return joined([piece for piece in pieces if piece], locale)


def _paper(kind: LetterKind) -> str:
    if kind is LetterKind.CERTIFICATE:
        return "@page { size: A4 landscape; margin: 22mm 30mm 20mm }"
    return "@page { size: A4; margin: 22mm 25mm 20mm }"
