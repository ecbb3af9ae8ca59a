"""The words of a note verbale that invites a delegation; Word and PDF set the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time

from forumapp.domain.letters import Note
from forumapp.domain.papers.letters import plain
from forumapp.domain.papers.notes import NotePlaceholder, paragraphs
from forumapp.domain.programme import EventFacts
from forumapp.i18n.catalogue import gettext, joined
from forumapp.i18n.catalogue import message as _
from forumapp.i18n.countries import country_name
from forumapp.i18n.words import label
from forumapp.render.letters.dates import instant
from forumapp.render.volumes.language import days, long_date, marks
from forumapp.render.wording import line

_PLACE = _("%(mode)s: %(seats)s")
_PLACE_IN_PART = _("%(part)s, %(mode)s: %(seats)s")
_OFFICES = {"Secretariat", "Ministry", "Department", "Office", "Government", "Embassy"}
_TITLED = ("Kingdom", "Republic", "People's", "Socialist", "Democratic", "Lao", "Union", "State")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteText:
    """A note in words, without any link: that goes to the focal point alone.

    `signed` is the place and the day.
    """

    heading: str
    paragraphs: tuple[str, ...]
    signed: str
    addressee: str
    secretariat: str
    issued_at: datetime

    @property
    def title(self) -> str:
        return f"{self.heading} · {self.addressee}"


def note(facts: Note) -> NoteText:
    """The note in its language."""
    locale, values = facts.locale, _values(facts)
    place = line(facts.event.place.pick(locale))
    return NoteText(
        heading=plain(facts.heading, values),
        paragraphs=tuple(paragraphs(facts.text, values)),
        signed=joined([one for one in (place, long_date(facts.day, locale)) if one], locale),
        addressee=_addressee(facts),
        secretariat=secretariat(facts.event, locale),
        issued_at=datetime.combine(facts.day, time(), UTC),
    )


def _values(facts: Note) -> dict[str, str]:
    """What the placeholders stand for; empty where the delegation has no such thing."""
    locale, event = facts.locale, facts.event
    return {
        NotePlaceholder.SECRETARIAT: _beginning(secretariat(event, locale), locale),
        NotePlaceholder.ADDRESSEE: _spoken_of(facts),
        NotePlaceholder.EVENT: line(event.title.pick(locale)),
        NotePlaceholder.DATES: days(event.starts_on, event.ends_on, locale),
        NotePlaceholder.PLACE: line(event.place.pick(locale)),
        NotePlaceholder.CATEGORY: label(facts.category, locale),
        NotePlaceholder.PLACES: _places(facts),
        NotePlaceholder.PLACES_IN_PARTS: _places_in_parts(facts),
        NotePlaceholder.DEADLINE: instant(facts.until, event.zone, locale) if facts.until else "",
        NotePlaceholder.FOCAL_POINT: line(facts.focal_name),
    }


def _places(facts: Note) -> str:
    """How many may come, where that is limited."""
    locale = facts.locale
    places = (
        gettext(_PLACE, locale) % {"mode": label(mode, locale), "seats": seats}
        for mode, seats in facts.quotas
    )
    return joined(places, locale)


def _places_in_parts(facts: Note) -> str:
    locale = facts.locale
    places = (
        gettext(_PLACE_IN_PART, locale)
        % {"part": line(part.pick(locale)), "mode": label(mode, locale), "seats": seats}
        for part, mode, seats in facts.part_quotas
    )
    return marks(locale).semicolon.join(places)


def secretariat(event: EventFacts, locale: str) -> str:
    """Who writes for an event."""
    return line(event.contact_name.pick(locale)) or gettext(_("The secretariat"), locale)


def _beginning(name: str, locale: str) -> str:
    """Who writes, where a sentence begins: English puts an article before an office."""
    return f"The {name}" if locale == "en" and name.split(maxsplit=1)[0] in _OFFICES else name


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
