"""The words of a note verbale that invites a delegation; Word and PDF set the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time

from forumapp.domain.letters import Note
from forumapp.i18n.catalogue import gettext, joined
from forumapp.i18n.catalogue import message as _
from forumapp.i18n.countries import country_name
from forumapp.i18n.words import label
from forumapp.render.letters.dates import instant
from forumapp.render.volumes.language import days, long_date, marks
from forumapp.render.wording import line

_HEADING = _("Note verbale")
_OPENING = _(
    "%(secretariat)s presents its compliments to %(addressee)s and has the honour to invite its "
    "delegation to %(event)s, to be held on %(dates)s in %(place)s."
)
_CATEGORY = _("The delegation is invited in the category: %(category)s.")
_PLACES = _("The following places are kept for the delegation: %(places)s.")
_PARTS = _("Of these, for single parts of the event: %(places)s.")
_PLACE = _("%(mode)s: %(seats)s")
_PLACE_IN_PART = _("%(part)s, %(mode)s: %(seats)s")
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
    locale = facts.locale
    place = line(facts.event.place.pick(locale))
    return NoteText(
        heading=gettext(_HEADING, locale),
        paragraphs=tuple(_paragraphs(facts)),
        signed=joined([one for one in (place, long_date(facts.day, locale)) if one], locale),
        addressee=_addressee(facts),
        secretariat=_secretariat(facts),
        issued_at=datetime.combine(facts.day, time(), UTC),
    )


def _paragraphs(facts: Note) -> Iterator[str]:
    locale, event = facts.locale, facts.event
    said = {
        "secretariat": _secretariat(facts),
        "addressee": _spoken_of(facts),
        "event": line(event.title.pick(locale)),
        "dates": days(event.starts_on, event.ends_on, locale),
        "place": line(event.place.pick(locale)),
        "name": line(facts.focal_name),
        "category": label(facts.category, locale),
    }
    yield gettext(_OPENING, locale) % said
    yield gettext(_CATEGORY, locale) % said
    yield from _places(facts)
    if facts.until:
        when = instant(facts.until, event.zone, locale)
        yield gettext(_UNTIL, locale) % {"when": when}
    if facts.focal_name:
        yield gettext(_FOCAL, locale) % said
    yield gettext(_CLOSING, locale) % said


def _places(facts: Note) -> Iterator[str]:
    """How many may come, in all and to single parts, where that is limited."""
    locale = facts.locale
    if facts.quotas:
        places = [
            gettext(_PLACE, locale) % {"mode": label(mode, locale), "seats": seats}
            for mode, seats in facts.quotas
        ]
        yield gettext(_PLACES, locale) % {"places": joined(places, locale)}
    if facts.part_quotas:
        places = [
            gettext(_PLACE_IN_PART, locale)
            % {"part": line(part.pick(locale)), "mode": label(mode, locale), "seats": seats}
            for part, mode, seats in facts.part_quotas
        ]
        yield gettext(_PARTS, locale) % {"places": marks(locale).semicolon.join(places)}


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
