"""The workspace's statements on the other database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forumapp.db import unit_of_work
from forumapp.domain.access import Role
from forumapp.domain.delegations import Capacity
from forumapp.domain.events import Mode
from forumapp.domain.text import Translated
from forumapp.services import audit, delegations, events, overview, publications
from forumapp.services.events import pieces
from forumapp.services.events.pieces import Piece
from tests import factories as make

pytestmark = pytest.mark.postgres


def test_the_workspace_works_on_postgresql(postgres_app: Flask) -> None:
    event = make.an_event()
    owner = make.an_actor(Role.OWNER, event)
    part, category = make.a_part(event), make.a_category(event)
    delegation = make.a_delegation(event)
    make.a_registration(
        event,
        make.a_person(event),
        category=category,
        parts=(part,),
        mode=Mode.ROOM,
        delegation_id=delegation.id,
        capacity=Capacity.HEAD,
    )
    make.a_speaker(make.a_session(event, part), make.a_person(event))
    make.publish(event)
    assert publications.announced_events()[event.id].title == event.title

    with unit_of_work():
        key = pieces.save(owner, event.id, Piece.ROOMS, values={"name": Translated(en="Hall")})
        pieces.move(owner, event.id, Piece.ROOMS, key, down=False)
        copied = events.copy(
            owner,
            event.id,
            values={
                "slug": "forum-next",
                "title": Translated(en="Next"),
                "starts_on": event.starts_on + timedelta(days=364),
            },
            now=make.NOW,
        )

    figures = overview.figures(owner, event.id, now=make.NOW)
    counts = overview.counts(owner, event.id)
    rows = delegations.listed(owner, event.id)
    strength = delegations.strength(owner, event.id, rows)
    log = audit.log(owner, event.id)
    assert events.event(copied).title["en"] == "Next"
    assert [(c.country, c.room, c.online) for c in figures.countries] == [("KH", 1, 0)]
    assert (counts.rooms, counts.sessions, counts.speakers) == (1, 1, 1)
    assert strength is not None
    assert strength[delegation.id].people == 1
    assert audit.names(log, event.id)["rooms", key]["en"] == "Hall"
    assert "rooms" in audit.nouns(owner, event.id)
    assert events.completeness.by_language(owner, event.id)
