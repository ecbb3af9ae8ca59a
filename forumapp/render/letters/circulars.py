"""What a secretariat wrote to many, in the words of one reader."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from forumapp.domain.circulars import CircularFacts, Own, Placeholder, filled
from forumapp.domain.letters import Letter
from forumapp.domain.papers.letters import escaped
from forumapp.i18n.catalogue import gettext, joined
from forumapp.i18n.catalogue import message as _
from forumapp.i18n.words import label
from forumapp.render.letters.dates import dates
from forumapp.render.letters.pieces import addressed
from forumapp.render.markdown import to_html
from forumapp.render.wording import line

_TEST = _("Test: %(subject)s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The same text twice: Markdown as it was written, and HTML."""

    text: str
    html: Markup


def subject(letter: Letter, circular: CircularFacts) -> str:
    """The subject with the reader's own values; addresses have no place there."""
    text = filled(circular.subject.pick(letter.locale), {**_values(letter), **_answers(letter)})
    return gettext(_TEST, letter.locale) % {"subject": text} if circular.test else text


def body(letter: Letter, *, base_url: str) -> Body | None:
    """The text with the reader's own values, None in a mail that is no circular."""
    if letter.circular is None:
        return None
    written = letter.circular.body.pick(letter.locale)
    values, addresses, answers = _values(letter), _addresses(letter, base_url), _answers(letter)
    marked = {name: f"<{address}>" for name, address in addresses.items()}
    marked |= {name: escaped(answer) for name, answer in answers.items()}
    return Body(
        text=filled(written, {**values, **addresses, **answers}),
        html=Markup(to_html(filled(written, {**values, **marked}))),  # noqa: S704  cleaned
    )


_NAMES = {Own.SCHEDULE: _("My schedule"), Own.BADGE: _("Badge")}


def paper_name(what: Own, locale: str) -> str:
    """What a reader's own paper is called, in the mail and as a file."""
    return label(what.letter, locale) if what.letter else gettext(_NAMES[what], locale)


def attached(letter: Letter) -> list[str]:
    """The names of what goes with the mail."""
    circular = letter.circular
    if circular is None:
        return []
    own = [paper_name(paper.what, letter.locale) for paper in circular.papers]
    return [*own, *(line(file.name) for file in circular.files)]


def _addresses(letter: Letter, base_url: str) -> dict[str, str]:
    return {
        Placeholder.LINK: f"{base_url}{letter.own_path}?lang={letter.locale}",
        Placeholder.PROGRAMME: f"{base_url}/events/{letter.event.slug}/programme",
    }


def _answers(letter: Letter) -> dict[str, str]:
    """What the reader answered, each on one line."""
    answers = letter.circular.answers if letter.circular else {}
    return {name: line(words.pick(letter.locale)) for name, words in answers.items()}


def _values(letter: Letter) -> dict[str, str]:
    event = letter.event
    contact = (event.contact_name.pick(letter.locale), event.contact_email, event.contact_phone)
    return {
        Placeholder.NAME: addressed(letter.person, letter.locale),
        Placeholder.EVENT: event.title.pick(letter.locale),
        Placeholder.DATES: dates(event, letter.locale),
        Placeholder.PLACE: event.place.pick(letter.locale),
        Placeholder.VENUE: event.venue.pick(letter.locale),
        Placeholder.CONTACT: joined([one for one in contact if one], letter.locale),
        Placeholder.LINK: "",
        Placeholder.PROGRAMME: "",
    }
