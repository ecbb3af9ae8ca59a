"""Organisations, parts, rooms, tracks and categories: one mechanism for all."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Actor, Role
from forumapp.domain.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from forumapp.domain.events import Mode, OrganisationRole
from forumapp.domain.registration import Approval, SeatStatus
from forumapp.domain.text import Translated
from forumapp.models import AuditEntry, Event, Seat
from forumapp.services.events import pieces
from forumapp.services.events.pieces import Piece, Use
from tests import factories as make

NAME = Translated(en="One", zh="一")
VALUES: dict[Piece, dict[str, Any]] = {
    Piece.ORGANISATIONS: {
        "name": NAME,
        "role": OrganisationRole.HOST,
        "url": "https://ministry.example",
        "logo": "",
    },
    Piece.PARTS: {
        "name": NAME,
        "description": Translated(en="Two\nlines"),
        "seats_room": 50,
        "seats_online": None,
    },
    Piece.ROOMS: {"name": NAME, "capacity": 200, "seating": "theatre"},
    Piece.TRACKS: {"name": NAME},
    Piece.CATEGORIES: {"name": NAME, "approval": Approval.BY_HAND},
}
every_piece = pytest.mark.parametrize("piece", list(Piece))


@pytest.fixture
def event(app: Flask) -> Event:
    return make.an_event()


@pytest.fixture
def editor(event: Event) -> Actor:
    return make.an_actor(Role.EDITOR, event)


def add(editor: Actor, event: Event, piece: Piece, **changes: Any) -> int:
    with unit_of_work():
        return pieces.save(editor, event.id, piece, values={**VALUES[piece], **changes})


def names(editor: Actor, event: Event, piece: Piece) -> list[str]:
    return [row.name.pick("en") for row in pieces.listed(editor, event.id, piece)]


@every_piece
def test_a_piece_is_kept_as_it_was_entered(event: Event, editor: Actor, piece: Piece) -> None:
    key = add(editor, event, piece)

    row = pieces.get(editor, event.id, piece, key)

    assert {name: getattr(row, name) for name in VALUES[piece]} == VALUES[piece]


@every_piece
def test_pieces_move_one_step_and_stop_at_the_ends(
    event: Event, editor: Actor, piece: Piece
) -> None:
    keys = [add(editor, event, piece, name=Translated(en=name)) for name in "ABC"]

    for key, down in ((keys[0], True), (keys[2], False), (keys[2], False), (keys[2], False)):
        with unit_of_work():
            pieces.move(editor, event.id, piece, key, down=down)

    assert names(editor, event, piece) == ["C", "B", "A"]


@every_piece
def test_a_piece_that_nothing_needs_is_removed(event: Event, editor: Actor, piece: Piece) -> None:
    key = add(editor, event, piece)
    with unit_of_work():
        pieces.delete(editor, event.id, piece, key)
    assert names(editor, event, piece) == []


@pytest.mark.parametrize(
    ("piece", "nouns"),
    [
        (Piece.PARTS, ("sessions", "registrations")),
        (Piece.ROOMS, ("sessions",)),
        (Piece.TRACKS, ("sessions",)),
        (Piece.CATEGORIES, ("registrations",)),
    ],
)
def test_a_piece_in_use_stays_and_says_what_uses_it(
    event: Event, editor: Actor, piece: Piece, nouns: tuple[str, ...]
) -> None:
    keys = {kind: add(editor, event, kind) for kind in Piece}
    part_id, category_id = keys[Piece.PARTS], keys[Piece.CATEGORIES]
    part = make.a_part(event)
    make.a_session(
        event, part, code="S1", room_id=keys[Piece.ROOMS], track_id=keys[Piece.TRACKS],
        part_id=part_id,
    )  # fmt: skip
    person = make.a_person(event)
    category = make.a_category(event)
    registration = make.a_registration(event, person, category=category, category_id=category_id)
    make._add(
        Seat(),
        registration_id=registration.id,
        part_id=part_id,
        mode=Mode.ROOM,
        status=SeatStatus.HELD,
        asked_at=make.NOW,
    )

    with pytest.raises(Conflict) as refusal, unit_of_work():
        pieces.delete(editor, event.id, piece, keys[piece])

    expected = [
        Use(noun=noun, count=1, examples=("S1",) if noun == "sessions" else ()) for noun in nouns
    ]
    assert list(refusal.value.facts["uses"]) == expected  # type: ignore[call-overload]  # facts are of any type
    assert pieces.uses(editor, event.id, piece, keys[piece]) == tuple(expected)
    assert pieces.use_counts(editor, event.id, piece)[keys[piece]] == 1


@pytest.mark.parametrize(
    ("piece", "changes", "errors"),
    [
        (Piece.ROOMS, {"name": Translated()}, {"name": "required"}),
        (Piece.ROOMS, {"name": Translated(zh="长" * 201)}, {"name.zh": "too_many_characters"}),
        (Piece.ROOMS, {"capacity": 10**12}, {"capacity": "out_of_range"}),
        (Piece.ROOMS, {"seating": "x" * 201}, {"seating": "too_many_characters"}),
        (Piece.PARTS, {"seats_room": -1}, {"seats_room": "out_of_range"}),
        (Piece.ORGANISATIONS, {"role": "king"}, {"role": "not_a_choice"}),
        (Piece.ORGANISATIONS, {"url": "javascript:alert(1)"}, {"url": "not_an_address"}),
        (Piece.CATEGORIES, {"approval": ""}, {"approval": "not_a_choice"}),
    ],
)
def test_what_cannot_be_is_not_kept(
    event: Event, editor: Actor, piece: Piece, changes: dict[str, Any], errors: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refusal:
        add(editor, event, piece, **changes)
    assert dict(refusal.value.errors) == errors
    assert names(editor, event, piece) == []


@every_piece
def test_a_stale_save_says_both_versions(event: Event, editor: Actor, piece: Piece) -> None:
    key = add(editor, event, piece)

    def rename(name: str) -> None:
        with unit_of_work():
            values = {**VALUES[piece], "name": Translated(en=name)}
            pieces.save(editor, event.id, piece, key, values=values, version=1)

    rename("Theirs")
    with pytest.raises(Stale) as stale:
        rename("Mine")

    assert (stale.value.yours, stale.value.theirs) == (
        {"name": Translated(en="Mine")},
        {"name": Translated(en="Theirs")},
    )


@every_piece
@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.VIEWER])
def test_who_may_not_edit_reads_and_changes_nothing(
    event: Event, editor: Actor, piece: Piece, role: Role
) -> None:
    key = add(editor, event, piece)
    reader = make.an_actor(role, event)

    assert len(pieces.listed(reader, event.id, piece)) == 1
    for act in (
        lambda: pieces.save(reader, event.id, piece, key, values=VALUES[piece], version=1),
        lambda: pieces.save(reader, event.id, piece, values=VALUES[piece]),
        lambda: pieces.move(reader, event.id, piece, key, down=True),
        lambda: pieces.delete(reader, event.id, piece, key),
    ):
        with pytest.raises(Forbidden), unit_of_work():
            act()


@every_piece
def test_another_events_piece_is_not_there(event: Event, editor: Actor, piece: Piece) -> None:
    other = make.an_event()
    foreign = add(make.an_actor(Role.OWNER, other), other, piece)

    for act in (
        lambda: pieces.get(editor, event.id, piece, foreign),
        lambda: pieces.save(editor, event.id, piece, foreign, values=VALUES[piece], version=1),
        lambda: pieces.move(editor, event.id, piece, foreign, down=True),
        lambda: pieces.delete(editor, event.id, piece, foreign),
        lambda: pieces.uses(editor, event.id, piece, foreign),
        lambda: pieces.listed(editor, other.id, piece),
    ):
        with pytest.raises(NotFound), unit_of_work():
            act()


def test_a_removed_piece_stays_in_the_log(event: Event, editor: Actor) -> None:
    key = add(editor, event, Piece.ROOMS)
    with unit_of_work():
        pieces.delete(editor, event.id, Piece.ROOMS, key)
    entry = db.session.query(AuditEntry).filter_by(noun="rooms", action="delete").one()
    assert (entry.event_id, entry.before["name"]) == (event.id, {"en": "One", "zh": "一"})
