"""What a secretariat wrote to many, in the words of one reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from forumapp.domain.circulars import CircularFacts, Placeholder, filled
from forumapp.domain.letters import Letter
from forumapp.render.letters.dates import dates
from forumapp.render.letters.pieces import addressed
from forumapp.render.markdown import to_html


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The same text twice: Markdown as it was written, and HTML."""

    text: str
    html: Markup


def subject(letter: Letter, circular: CircularFacts) -> str:
    """The subject with the reader's own values; a link has no place there."""
    return filled(circular.subject.pick(letter.locale), _values(letter, link=""))


def body(letter: Letter, *, base_url: str) -> Body | None:
    """The text with the reader's own values, None in a mail that is no circular."""
    if letter.circular is None:
        return None
    written = letter.circular.body.pick(letter.locale)
    link = f"{base_url}{letter.own_path}?lang={letter.locale}"
    return Body(
        text=filled(written, _values(letter, link=link)),
        html=Markup(to_html(filled(written, _values(letter, link=f"<{link}>")))),  # noqa: S704  cleaned
    )


def _values(letter: Letter, *, link: str) -> Mapping[str, str]:
    event = letter.event
    return {
        Placeholder.NAME: addressed(letter.person, letter.locale),
        Placeholder.EVENT: event.title.pick(letter.locale),
        Placeholder.DATES: dates(event, letter.locale),
        Placeholder.PLACE: event.place.pick(letter.locale),
        Placeholder.LINK: link,
    }
