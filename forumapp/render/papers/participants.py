"""The list of participants as a PDF: how it is issued, the list, what changed since the last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time

from forumapp.domain.papers import ListChange, ParticipantsList, Standing
from forumapp.i18n.catalogue import gettext, html_language
from forumapp.i18n.catalogue import message as _
from forumapp.i18n.words import edition_as
from forumapp.render.papers.changes import said
from forumapp.render.pdf.document import Chapter, PdfDocument
from forumapp.render.volumes.front import running_title
from forumapp.render.volumes.language import days, long_date, render
from forumapp.render.volumes.participants import groups, shares
from forumapp.render.volumes.styles import footer, sheet
from forumapp.render.wording import line

TITLE = _("List of participants")


def participants(
    facts: ParticipantsList,
    standing: Standing,
    *,
    changes: Iterable[ListChange] = (),
    locale: str,
    public: bool = False,
) -> PdfDocument:
    """The list in one language; a `public` one says that it holds those who agreed."""
    title = gettext(TITLE, locale)
    event_title = line(facts.event.title.pick(locale))
    status = edition_as(standing.status, standing.revision, locale)
    return PdfDocument(
        title=f"{title} · {event_title}",
        language=html_language(locale),
        created=datetime.combine(standing.day, time(), UTC),
        author=line(facts.event.contact_name.pick(locale)) or event_title,
        subject=f"{title} · {status}",
        chapters=tuple(_chapters(facts, standing, tuple(changes), locale=locale, public=public)),
        stylesheets=(
            *(sheet(name) for name in ("volume", "proceedings", "papers")),
            footer(f"{title} · {status}"),
        ),
        header=running_title(event_title, symbol=line(standing.symbol)),
        accent=facts.event.accent,
        totals=True,
    )


def _chapters(
    facts: ParticipantsList,
    standing: Standing,
    changes: tuple[ListChange, ...],
    *,
    locale: str,
    public: bool,
) -> Iterator[Chapter]:
    title = gettext(TITLE, locale)
    for number, held in enumerate(tuple(shares(facts.delegations)) or ((),)):
        html = render(
            "papers-participants.html",
            locale=locale,
            title=title,
            facts=facts,
            standing=standing,
            status=edition_as(standing.status, standing.revision, locale),
            day=long_date(standing.day, locale),
            dates=days(facts.event.starts_on, facts.event.ends_on, locale),
            groups=groups(held, locale=locale),
            first=not number,
            public=public,
        )
        key = f"participants-{number}" if number else "participants"
        yield Chapter(key, title, html, level=0 if number else 1)
    if changes:
        title = gettext(_("Changes since the edition before"), locale)
        html = render("papers-changes.html", locale=locale, said=said(changes, locale=locale))
        yield Chapter("changes", title, html)
