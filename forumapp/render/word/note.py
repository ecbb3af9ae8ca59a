"""A note verbale that invites a delegation, as a Word document for the secretariat's own paper."""

from __future__ import annotations

from datetime import UTC, datetime, time

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from forumapp.domain.letters import Note
from forumapp.i18n.catalogue import gettext, joined
from forumapp.i18n.catalogue import message as _
from forumapp.i18n.countries import country_name
from forumapp.i18n.words import label
from forumapp.render.letters.dates import instant
from forumapp.render.volumes.language import days, long_date
from forumapp.render.word import page
from forumapp.render.word.text import write
from forumapp.render.wording import line

_OPENING = _(
    "%(secretariat)s presents its compliments to %(addressee)s and has the honour to invite its "
    "delegation to %(event)s, to be held on %(dates)s in %(place)s."
)
_PLACES = _("The following places are kept for the delegation: %(places)s.")
_UNTIL = _(
    "It would be grateful if the members of the delegation were nominated, and their credentials "
    "handed in, by %(when)s."
)
_FOCAL = _(
    "The focal point, %(name)s, has been sent a personal link by e-mail for that purpose; no "
    "account is needed."
)
_CLOSING = _(
    "%(secretariat)s avails itself of this opportunity to renew to %(addressee)s the assurances "
    "of its highest consideration."
)

_TITLED = ("Kingdom", "Republic", "People's", "Socialist", "Democratic", "Lao", "Union", "State")


def note(facts: Note) -> bytes:
    """The note in its language, without any link: that goes to the focal point alone."""
    locale, event = facts.locale, facts.event
    title = line(event.title.pick(locale))
    heading = gettext(_("Note verbale"), locale)
    document = page.sheet(locale=locale, wide=False)
    write(document.add_paragraph(style="Title"), heading)
    for text in _paragraphs(facts):
        paragraph = write(document.add_paragraph(), text)
        paragraph.paragraph_format.space_after = Pt(10)
    signed = joined([line(event.place.pick(locale)), long_date(facts.day, locale)], locale)
    write(document.add_paragraph(), signed).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    write(document.add_paragraph(), _addressee(facts))
    issued_at = datetime.combine(facts.day, time(), UTC)
    page.describe(
        document,
        title=f"{heading} · {_addressee(facts)}",
        subject=title,
        author=_secretariat(facts),
        locale=locale,
        issued_at=issued_at,
    )
    return page.packed(document, issued_at=issued_at)


def _paragraphs(facts: Note) -> list[str]:
    locale, event = facts.locale, facts.event
    said = {
        "secretariat": _secretariat(facts),
        "addressee": _spoken_of(facts),
        "event": line(event.title.pick(locale)),
        "dates": days(event.starts_on, event.ends_on, locale),
        "place": line(event.place.pick(locale)),
        "name": line(facts.focal_name),
    }
    found = [gettext(_OPENING, locale) % said]
    if facts.quotas:
        places = [f"{label(mode, locale)}: {seats}" for mode, seats in facts.quotas]
        found.append(gettext(_PLACES, locale) % {"places": joined(places, locale)})
    if facts.until:
        when = instant(facts.until, event.zone, locale)
        found.append(gettext(_UNTIL, locale) % {"when": when})
    if facts.focal_name:
        found.append(gettext(_FOCAL, locale) % said)
    return [*found, gettext(_CLOSING, locale) % said]


def _secretariat(facts: Note) -> str:
    name = line(facts.event.contact_name.pick(facts.locale))
    return name or gettext(_("The secretariat"), facts.locale)


def _spoken_of(facts: Note) -> str:
    """The addressee inside a sentence: English puts an article before a Kingdom or a Republic."""
    name = _addressee(facts)
    titled = facts.locale == "en" and facts.country and name.split()[0] in _TITLED
    return f"the {name}" if titled else name


def _addressee(facts: Note) -> str:
    """A state by its formal name, an organisation by its own."""
    if facts.country:
        return country_name(facts.country, facts.locale, formal=True)
    return line(facts.name.pick(facts.locale))
