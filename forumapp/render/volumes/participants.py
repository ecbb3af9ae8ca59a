"""The list of participants in protocol order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from forumapp.domain.delegations import DelegationCategory
from forumapp.domain.proceedings import ListedDelegation, Proceedings, listed_under
from forumapp.i18n.catalogue import gettext
from forumapp.i18n.catalogue import message as _
from forumapp.i18n.countries import country_name
from forumapp.render.pdf.document import Chapter
from forumapp.render.volumes.language import render
from forumapp.render.volumes.sessions import Line
from forumapp.render.wording import line

# People in one chapter, some thirty pages.
TOGETHER = 400

HEADINGS = {
    DelegationCategory.MEMBER: _("Members"),
    DelegationCategory.OBSERVER: _("Observers"),
    DelegationCategory.INTERNATIONAL_ORGANISATION: _("International organisations"),
    DelegationCategory.PARTNER: _("Partners"),
    None: _("Other participants"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter of the list with its lines of the contents."""

    chapter: Chapter
    lines: tuple[Line, ...]


def sections(facts: Proceedings, *, locale: str) -> tuple[Section, ...]:
    """The list's chapters: one as a rule, several for a congress, none when nobody is listed."""
    title = gettext(_("List of participants"), locale)
    return tuple(
        _section(number, held, title=title, locale=locale)
        for number, held in enumerate(shares(facts.delegations))
    )


def _section(
    number: int, held: tuple[ListedDelegation, ...], *, title: str, locale: str
) -> Section:
    key = f"participants-{number}" if number else "participants"
    if number:
        title = gettext(_("%(title)s (continued)"), locale) % {"title": title}
    html = render(
        "proceedings-participants.html",
        locale=locale,
        title=title,
        first=not number,
        groups=groups(held, locale=locale),
    )
    level = 2 if number else 1
    return Section(Chapter(key, title, html, level=level), () if number else ((1, key, title, ""),))


def groups(
    delegations: Iterable[ListedDelegation], *, locale: str
) -> list[tuple[str, list[tuple[str, ListedDelegation]]]]:
    """Each category's heading, with its delegations and what each is called."""
    return [
        (gettext(HEADINGS[category], locale), [(heading(one, locale), one) for one in group])
        for category, group in groupby(delegations, key=lambda one: listed_under(one.category))
    ]


def heading(delegation: ListedDelegation, locale: str) -> str:
    """A state in capitals, an organisation as it writes itself."""
    if delegation.country:
        return country_name(delegation.country, locale).upper()
    return line(delegation.name.pick(locale))


def shares(delegations: tuple[ListedDelegation, ...]) -> Iterator[tuple[ListedDelegation, ...]]:
    """The delegations in shares that one chapter holds."""
    held: list[ListedDelegation] = []
    count = 0
    for delegation in delegations:
        if held and count + len(delegation.participants) > TOGETHER:
            yield tuple(held)
            held, count = [], 0
        held.append(delegation)
        count += len(delegation.participants)
    if held:
        yield tuple(held)
