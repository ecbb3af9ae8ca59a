"""The list of participants as a table, a row for each person."""

from __future__ import annotations

from forumapp.domain.papers import ParticipantsList
from forumapp.domain.proceedings import ListedDelegation, ParticipantFacts
from forumapp.i18n.catalogue import gettext
from forumapp.i18n.catalogue import message as _
from forumapp.i18n.words import label
from forumapp.render.sheets import Cell, Table
from forumapp.render.volumes.participants import groups
from forumapp.render.wording import line

_HEADINGS = (
    _("Number"),
    _("Category"),
    _("Delegation"),
    _("Capacity in the delegation"),
    _("Honorific"),
    _("Name"),
    _("Family name"),
    _("Name in native script"),
    _("Title or position"),
    _("Organisation"),
    _("Attendance"),
    _("Agreed to be listed publicly"),
)


def table(facts: ParticipantsList, *, locale: str) -> Table:
    """Everyone of the list in its order."""
    agreed = frozenset(facts.agreed)
    said = {True: gettext(_("Yes"), locale), False: gettext(_("No"), locale)}
    people = (
        (category, title, delegation, one)
        for category, delegations in groups(facts.delegations, locale=locale)
        for title, delegation in delegations
        for one in delegation.participants
    )
    return Table(
        title=gettext(_("List of participants"), locale),
        headings=[gettext(heading, locale) for heading in _HEADINGS],
        rows=[
            (
                number,
                category,
                title,
                *_cells(delegation, one, locale),
                said[one.person.id in agreed],
            )
            for number, (category, title, delegation, one) in enumerate(people, 1)
        ],
    )


def _cells(delegation: ListedDelegation, one: ParticipantFacts, locale: str) -> tuple[Cell, ...]:
    person = one.person
    modes = [label(mode, locale) for mode in one.modes]
    return (
        label(one.capacity, locale) if delegation.category else "",
        person.honorific,
        person.printed_name,
        person.family_name,
        person.native_name,
        line(person.title.pick(locale)),
        line(person.organisation.pick(locale)),
        " · ".join(modes),
    )
