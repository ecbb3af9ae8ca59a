"""Lists on paper for those who run the house: flags, seats, and who may enter a room."""

from __future__ import annotations

from datetime import datetime

from forumapp.domain.papers import DoorList, ParticipantsList
from forumapp.domain.papers.seating import SeatingPlan
from forumapp.domain.programme import EventFacts
from forumapp.i18n.catalogue import gettext, html_language
from forumapp.i18n.catalogue import message as _
from forumapp.render.pdf.document import Chapter, PdfDocument
from forumapp.render.volumes.language import hours_of_day, render
from forumapp.render.volumes.participants import heading
from forumapp.render.volumes.styles import footer, sheet
from forumapp.render.wording import line, span


def flags(facts: ParticipantsList, *, locale: str, created: datetime) -> PdfDocument:
    """The states in the room in their order, in each of the event's languages."""
    title = gettext(_("Order of flags"), locale)
    languages = (locale, *(code for code in facts.event.languages if code != locale))
    states = [one for one in facts.delegations if one.country]
    others = [one for one in facts.delegations if not one.country]
    html = render(
        "papers-flags.html",
        locale=locale,
        title=title,
        event=facts.event,
        languages=languages,
        states=[(one, [heading(one, code) for code in languages]) for one in states],
        others=[(one, [heading(one, code) for code in languages]) for one in others],
    )
    return _document(title, html, facts.event, locale=locale, created=created)


def seating(facts: SeatingPlan, *, locale: str, created: datetime) -> PdfDocument:
    """The delegations at their tables, row by row before the podium, and who was moved by hand."""
    title = gettext(_("Seating plan"), locale)
    html = render(
        "papers-seating.html",
        locale=locale,
        title=title,
        facts=facts,
        names={table.id: heading(table.delegation, locale) for table in facts.tables},
    )
    return _document(title, html, facts.event, locale=locale, created=created)


def door_list(facts: DoorList, *, locale: str, created: datetime) -> PdfDocument:
    """Who may be in the room of a session, by family name, with a box to tick."""
    title = gettext(_("Door list"), locale)
    html = render(
        "papers-door.html",
        locale=locale,
        title=title,
        facts=facts,
        when=hours_of_day(facts.starts.date(), span(facts.starts, facts.ends), locale),
        lines=[
            (one, heading(one.delegation, locale) if one.delegation else "") for one in facts.lines
        ],
    )
    return _document(title, html, facts.event, locale=locale, created=created)


def _document(
    title: str, html: str, event: EventFacts, *, locale: str, created: datetime
) -> PdfDocument:
    event_title = line(event.title.pick(locale))
    return PdfDocument(
        title=f"{title} · {event_title}",
        language=html_language(locale),
        created=created,
        chapters=(Chapter("list", title, html),),
        stylesheets=(*(sheet(name) for name in ("volume", "proceedings", "papers")), footer(title)),
        header=event_title,
        accent=event.accent,
        totals=True,
    )
