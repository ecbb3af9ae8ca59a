"""One of several processes that do everything to one event's seats at once.

It ends with code 0 unless something failed that isn't a refusal: a deadlock, a lock that was waited
for in vain.
"""

from __future__ import annotations

import random
import sys
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from forumapp.app import create_app
from forumapp.db import db, unit_of_work
from forumapp.domain.access import NOBODY, SYSTEM, Actor
from forumapp.domain.deciding import Act
from forumapp.domain.errors import Conflict, Invalid
from forumapp.domain.events import Mode
from forumapp.domain.registration import SeatStatus, Wish
from forumapp.models import Category, Delegation, Part, Registration, Seat
from forumapp.services import registration
from forumapp.services.registration import Chosen, Filters, promotion
from tests import factories as make
from tests.conftest import settings_in
from tests.services import registration_kit as kit

THREADS, ACTS = 3, 10
MOST = 12  # seats in the room that a part ever has


def rush(app: Flask, event_id: int, seed: int) -> None:
    """Do as many random acts, one after the other, each in a transaction of its own."""
    chance = random.Random(seed)
    with app.app_context():
        for _ in range(ACTS):
            act = chance.choice(_ACTS)
            try:
                with unit_of_work():
                    act(event_id, chance)
            except (Conflict, Invalid):
                pass
            finally:
                db.session.remove()


def _register(event_id: int, chance: random.Random) -> None:
    delegation = db.session.scalars(sa.select(Delegation.id).filter_by(event_id=event_id)).one()
    wish = Wish(
        category_id=chance.choice(_ids(Category, event_id)),
        delegation_id=chance.choice((None, delegation)),
        parts={part: chance.choice(list(Mode)) for part in _ids(Part, event_id)},
    )
    registration.register(
        NOBODY, event_id, details=kit.details(), wish=wish, key=uuid.uuid4().hex, now=make.NOW
    )


def _withdraw(event_id: int, chance: random.Random) -> None:
    registration.withdraw_own(_someone(event_id, chance), now=make.NOW)


def _answer(event_id: int, chance: random.Random) -> None:
    offered = db.session.execute(
        sa.select(Registration.person_id, Seat.part_id)
        .join(Seat, Seat.registration_id == Registration.id)
        .where(Registration.event_id == event_id, Seat.status == SeatStatus.OFFERED)
    ).all()
    if offered:
        person_id, part_id = chance.choice(offered)
        actor = Actor(person_id=person_id, name="participant")
        accept = chance.random() < 0.7
        registration.answer_offer(actor, part_id=part_id, accept=accept, now=make.NOW)


def _decide(event_id: int, chance: random.Random) -> None:
    everyone = registration.chosen_by(SYSTEM, event_id, Filters())
    some: list[Chosen] = chance.sample(list(everyone), k=min(6, len(everyone)))
    registration.decide(SYSTEM, event_id, chance.choice(list(Act)), some, now=make.NOW)


def _serve(event_id: int, _chance: random.Random) -> None:
    promotion.serve(event_id, now=make.NOW)


def _resize(event_id: int, chance: random.Random) -> None:
    part = db.session.get_one(
        Part, chance.choice(_ids(Part, event_id)), with_for_update=True, populate_existing=True
    )
    part.seats_room = chance.randint(MOST // 2, MOST)


def _someone(event_id: int, chance: random.Random) -> Actor:
    people = db.session.scalars(sa.select(Registration.person_id).filter_by(event_id=event_id))
    return Actor(person_id=chance.choice(people.all()), name="participant")


def _ids(model: type[Part] | type[Category], event_id: int) -> list[int]:
    return list(db.session.scalars(sa.select(model.id).filter_by(event_id=event_id)))


_ACTS: tuple[Callable[[int, random.Random], None], ...] = (
    _register,
    _withdraw,
    _answer,
    _decide,
    _decide,
    _serve,
    _serve,
    _resize,
)


def main() -> None:
    address, folder, event_id, seed = sys.argv[1:]
    app = create_app(settings_in(Path(folder), database_url=address))
    with ThreadPoolExecutor(THREADS) as pool:
        running = [
            pool.submit(rush, app, int(event_id), int(seed) * THREADS + number)
            for number in range(THREADS)
        ]
    for one in running:
        one.result()


if __name__ == "__main__":
    main()
