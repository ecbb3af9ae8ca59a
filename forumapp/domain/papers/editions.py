"""Editions of the list of participants: what may follow what, and what sets two of them apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from forumapp.domain.proceedings import ListedDelegation, ParticipantFacts
from forumapp.domain.programme import EventFacts


class EditionStatus(StrEnum):
    PROVISIONAL = "provisional"
    REVISED = "revised"
    CORRIGENDUM = "corrigendum"
    FINAL = "final"


class ListChangeKind(StrEnum):
    """How a person stands in a list, compared with an earlier one."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class ListField(StrEnum):
    """What can be printed otherwise of a person who stands in both lists."""

    NAME = "name"
    POST = "post"
    CAPACITY = "capacity"
    DELEGATION = "delegation"
    ATTENDANCE = "attendance"


_SUFFIX = re.compile(r"(?:/(?:Rev|Corr)\.\d+|/Final)+$")
_CORRECTED = re.compile(r"/Corr\.\d+$")


def may_follow(before: Sequence[EditionStatus]) -> tuple[EditionStatus, ...]:
    """What the next edition may be: the first is no revision, and only a corrigendum mends a final.

    `before` has every edition so far, the earliest first.
    """
    if not before:
        return (EditionStatus.PROVISIONAL, EditionStatus.FINAL)
    if EditionStatus.FINAL in before:
        return (EditionStatus.CORRIGENDUM,)
    return (EditionStatus.REVISED, EditionStatus.CORRIGENDUM, EditionStatus.FINAL)


def next_revision(status: EditionStatus, before: Sequence[EditionStatus]) -> int:
    """The number in Revised 2 and Corrigendum 1; 0 for what carries none.

    Revisions count on through the event; corrigenda begin anew with each edition they correct.
    """
    if status is EditionStatus.REVISED:
        return 1 + list(before).count(status)
    if status is not EditionStatus.CORRIGENDUM:
        return 0
    number = 1
    for earlier in reversed(before):
        if earlier is not status:
            break
        number += 1
    return number


def next_symbol(before: str, status: EditionStatus, revision: int) -> str:
    """FVP/INF.1 becomes FVP/INF.1/Rev.1, that FVP/INF.1/Rev.1/Corr.1; empty stays empty."""
    if not before:
        return ""
    stem = _SUFFIX.sub("", before)
    return {
        EditionStatus.PROVISIONAL: stem,
        EditionStatus.REVISED: f"{stem}/Rev.{revision}",
        EditionStatus.CORRIGENDUM: f"{_CORRECTED.sub('', before)}/Corr.{revision}",
        EditionStatus.FINAL: f"{stem}/Final",
    }[status]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a list is issued. `status` None is a working draft, `day` that of issue by the venue."""

    status: EditionStatus | None
    revision: int = 0
    symbol: str = ""
    note: str = ""
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantsList:
    """Everyone who takes part, in the order of protocol.

    `agreed` are the numbers of those who agreed to be listed where everyone may read it.
    """

    event: EventFacts
    delegations: tuple[ListedDelegation, ...] = ()
    agreed: tuple[int, ...] = ()

    @property
    def people(self) -> int:
        """How many are listed."""
        return sum(len(one.participants) for one in self.delegations)

    def public(self) -> ParticipantsList:
        """Those alone who agreed; a delegation of which nobody did isn't named."""
        agreed = frozenset(self.agreed)
        shown = (
            replace(one, participants=tuple(p for p in one.participants if p.person.id in agreed))
            for one in self.delegations
        )
        return replace(self, delegations=tuple(one for one in shown if one.participants))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a person stands in a list."""

    delegation: ListedDelegation
    participant: ParticipantFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChange:
    """One person who stands otherwise; `fields` says what of them, where they stand in both."""

    kind: ListChangeKind
    before: Place | None = None
    after: Place | None = None
    fields: tuple[ListField, ...] = ()


def compare_lists(before: ParticipantsList, after: ParticipantsList) -> tuple[ListChange, ...]:
    """What became otherwise, in the order of the later list; then who left."""
    old, new = _places(before), _places(after)
    found = [
        _change(old[person_id], place) if person_id in old else _added(place)
        for person_id, place in new.items()
    ]
    gone = (place for person_id, place in old.items() if person_id not in new)
    return (
        *(one for one in found if one is not None),
        *(ListChange(kind=ListChangeKind.REMOVED, before=place) for place in gone),
    )


def _places(people: ParticipantsList) -> Mapping[int, Place]:
    return {
        one.person.id: Place(delegation=delegation, participant=one)
        for delegation in people.delegations
        for one in delegation.participants
    }


def _added(place: Place) -> ListChange:
    return ListChange(kind=ListChangeKind.ADDED, after=place)


def _change(before: Place, after: Place) -> ListChange | None:
    differing = tuple(_differing(before, after))
    if not differing:
        return None
    return ListChange(kind=ListChangeKind.CHANGED, before=before, after=after, fields=differing)


def _differing(before: Place, after: Place) -> Iterable[ListField]:
    old, new = _shown(before), _shown(after)
    return (field for field in ListField if old[field] != new[field])


def _shown(place: Place) -> Mapping[ListField, object]:
    """What a list prints of a person; a place inside the delegation is no change of the person."""
    one, heading = place.participant, place.delegation
    person = one.person
    names = (person.honorific, person.printed_name, person.family_name, person.native_name)
    return {
        ListField.NAME: names,
        ListField.POST: (person.title, person.organisation),
        ListField.CAPACITY: one.capacity,
        ListField.DELEGATION: (heading.category, heading.country, heading.name),
        ListField.ATTENDANCE: one.online,
    }
