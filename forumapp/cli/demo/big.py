"""An event of 1,000 sessions in 30 rooms over two days, for measuring."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from forumapp.cli.demo.builder import Builder
from forumapp.cli.demo.topics import DESCRIPTION, TOPICS
from forumapp.domain.agenda import SessionKind
from forumapp.domain.delegations import DelegationCategory
from forumapp.domain.events import EventFormat, EventKind, EventState
from forumapp.domain.speakers import SpeakingPart
from forumapp.domain.text import Translated
from forumapp.models import Event

T = Translated
COUNTRIES = ("CN", "KH", "LA", "MM", "TH", "VN")
SESSIONS, ROOMS, DAYS = 1000, 30, 2
FIRST = date(2027, 3, 8)


def load(now: datetime, *, slug: str = "big", sessions: int = SESSIONS) -> Event:
    """Write the event down; each of its people speaks in six or seven of its sessions."""
    builder = Builder.begin(
        now=now,
        series=None,
        slug=slug,
        edition=None,
        kind=EventKind.FORUM,
        title=T(en=f"{sessions:,} sessions", zh=f"{sessions}场会议"),
        starts_on=FIRST,
        ends_on=FIRST + timedelta(days=DAYS - 1),
        zone="Asia/Yangon",
        place=T(en="Yangon", zh="仰光"),
        format=EventFormat.HYBRID,
        languages=("en", "zh"),
        capitals=("Asia/Bangkok", "Asia/Shanghai"),
        state=EventState.PUBLISHED,
        registration_opens_at=now - timedelta(days=1),
        symbol="BIG/1",
    )
    for country in COUNTRIES:
        builder.delegation(country, DelegationCategory.MEMBER)
    part = builder.part(T(en="Everything", zh="全部"), seats_room=500, seats_online=500)
    rooms = [
        builder.room(T(en=f"Room {n}", zh=f"{n}号厅"), capacity=60) for n in range(1, ROOMS + 1)
    ]
    people = [builder.people.expert(COUNTRIES[n % 6]) for n in range(sessions * 3 // 10)]
    for number in range(sessions):
        slot, room = divmod(number, ROOMS)
        day, slot = divmod(slot, 17)
        minutes = 8 * 60 + slot * 40
        session = builder.session(
            f"S{number + 1}",
            TOPICS[number % len(TOPICS)],
            SessionKind.PARALLEL,
            day=FIRST + timedelta(days=day),
            at=f"{minutes // 60:02d}:{minutes % 60:02d}",
            minutes=35,
            part=part,
            room_id=rooms[room].id,
            description=DESCRIPTION,
        )
        builder.speakers(
            session,
            (
                (people[number % len(people)], SpeakingPart.CHAIR, 5),
                (people[(number * 7 + 1) % len(people)], SpeakingPart.PRESENTATION, 25),
            ),
        )
    builder.register(people, online=0.5, days_open=10)
    return builder.event
