"""Editions of the list of participants: what may follow what, symbols, and comparing two lists."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forumapp.domain.delegations import Capacity, DelegationCategory
from forumapp.domain.events import Mode
from forumapp.domain.papers import (
    EditionStatus,
    ListChangeKind,
    ListField,
    ParticipantsList,
    compare_lists,
    may_follow,
    next_revision,
    next_symbol,
)
from forumapp.domain.people import PersonFacts
from forumapp.domain.proceedings import ListedDelegation, ParticipantFacts
from tests.programmes import an_event

PROVISIONAL, REVISED = EditionStatus.PROVISIONAL, EditionStatus.REVISED
CORRIGENDUM, FINAL = EditionStatus.CORRIGENDUM, EditionStatus.FINAL


@pytest.mark.parametrize(
    ("before", "allowed"),
    [
        ((), (PROVISIONAL, FINAL)),
        ((PROVISIONAL,), (REVISED, CORRIGENDUM, FINAL)),
        ((PROVISIONAL, REVISED, CORRIGENDUM), (REVISED, CORRIGENDUM, FINAL)),
        ((FINAL,), (CORRIGENDUM,)),
        ((PROVISIONAL, FINAL, CORRIGENDUM), (CORRIGENDUM,)),
    ],
)
def test_nothing_but_a_corrigendum_follows_a_final_list(
    before: tuple[EditionStatus, ...], allowed: tuple[EditionStatus, ...]
) -> None:
    assert may_follow(before) == allowed


def test_revisions_count_on_and_corrigenda_begin_anew() -> None:
    history = (PROVISIONAL, CORRIGENDUM, REVISED, CORRIGENDUM, CORRIGENDUM, REVISED, FINAL)
    numbers = [next_revision(one, history[:at]) for at, one in enumerate(history)]

    assert numbers == [0, 1, 1, 1, 2, 2, 0]


def test_a_symbol_says_what_it_revises_and_corrects() -> None:
    symbol, found = "FVP/3/INF.1", []
    for status, revision in ((PROVISIONAL, 0), (REVISED, 1), (CORRIGENDUM, 1), (REVISED, 2)):
        symbol = next_symbol(symbol, status, revision)
        found.append(symbol)

    assert found == [
        "FVP/3/INF.1",
        "FVP/3/INF.1/Rev.1",
        "FVP/3/INF.1/Rev.1/Corr.1",
        "FVP/3/INF.1/Rev.2",
    ]
    assert next_symbol(symbol, FINAL, 0) == "FVP/3/INF.1/Final"
    assert next_symbol("FVP/3/INF.1/Final", CORRIGENDUM, 1) == "FVP/3/INF.1/Final/Corr.1"
    assert next_symbol("", REVISED, 1) == ""


def someone(number: int, name: str) -> ParticipantFacts:
    return ParticipantFacts(
        person=PersonFacts(id=number, key=f"p{number}", printed_name=name),
        capacity=Capacity.DELEGATE,
        modes=(Mode.ROOM,),
    )


def a_list(country: str, *people: ParticipantFacts) -> ParticipantsList:
    delegation = ListedDelegation(
        category=DelegationCategory.MEMBER, country=country, participants=people
    )
    return ParticipantsList(event=an_event(), delegations=(delegation,), agreed=(1,))


def test_a_comparison_says_who_came_who_left_and_what_is_printed_otherwise() -> None:
    sok, aye, hap = someone(1, "SOK Dara"), someone(2, "Aye Aye"), someone(3, "HAP Omaly")
    promoted = replace(sok, capacity=Capacity.HEAD, modes=(Mode.ONLINE,), position=7)

    changes = compare_lists(a_list("KH", sok, aye), a_list("KH", promoted, hap))

    assert [(one.kind, one.fields) for one in changes] == [
        (ListChangeKind.CHANGED, (ListField.CAPACITY, ListField.ATTENDANCE)),
        (ListChangeKind.ADDED, ()),
        (ListChangeKind.REMOVED, ()),
    ]
    assert compare_lists(a_list("KH", sok, aye), a_list("KH", aye, sok)) == ()
    moved = compare_lists(a_list("KH", sok), a_list("LA", sok))
    assert [one.fields for one in moved] == [(ListField.DELEGATION,)]


def test_the_public_list_has_those_alone_who_agreed() -> None:
    shown = a_list("KH", someone(1, "SOK Dara"), someone(2, "Aye Aye")).public()

    assert [one.person.id for one in shown.delegations[0].participants] == [1]
    assert a_list("KH", someone(2, "Aye Aye")).public().delegations == ()
