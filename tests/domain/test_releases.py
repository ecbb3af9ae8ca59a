"""What two releases differ in beside their sessions."""

from __future__ import annotations

from dataclasses import replace

from forumapp.domain.releases import FrameKind, compare_frame
from forumapp.domain.text import Translated
from tests.programmes import a_programme


def test_the_first_release_changes_no_names() -> None:
    assert compare_frame(None, a_programme()) == ()
    assert compare_frame(a_programme(), a_programme()) == ()


def test_what_is_written_otherwise_is_told_once() -> None:
    before = a_programme()
    hall = replace(before.rooms[0], name=Translated(en="Great Hall"))
    person = replace(before.people[1], honorific="H.E.")
    event = replace(before.event, venue=Translated(en="Elsewhere"), organisations=())
    after = replace(
        before,
        event=event,
        rooms=(hall, *before.rooms[1:]),
        people=(before.people[0], person, *before.people[2:]),
    )

    found = compare_frame(before, after)

    assert [change.kind for change in found] == [
        FrameKind.EVENT,
        FrameKind.ORGANISERS,
        FrameKind.ROOM,
        FrameKind.PERSON,
    ]
    assert found[2].after == hall
    assert found[3].before == before.people[1]


def test_what_only_one_of_them_has_is_no_change() -> None:
    programme = a_programme()
    assert compare_frame(replace(programme, people=(), tracks=()), programme) == ()
