"""Writing a demonstration event down, piece by piece."""

from __future__ import annotations

import random
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from forumapp.cli.demo.people import People
from forumapp.db import db
from forumapp.domain.agenda import SessionKind
from forumapp.domain.delegations import Capacity, CredentialStatus, DelegationCategory
from forumapp.domain.events import Mode, OrganisationRole
from forumapp.domain.registration import Approval, RegistrationStatus, SeatStatus
from forumapp.domain.speakers import SpeakerMode, SpeakerStatus, SpeakingPart
from forumapp.domain.text import Translated
from forumapp.domain.video import Provider
from forumapp.models import (
    Category,
    Credential,
    Delegation,
    Event,
    Organisation,
    Part,
    Person,
    Registration,
    Room,
    Seat,
    Series,
    Session,
    Speaker,
    Track,
    VideoRoom,
    VideoRoomSession,
)

CATEGORIES = {
    "official": (Translated(en="Government official", zh="政府官员"), Approval.BY_HAND),
    "expert": (Translated(en="Expert", zh="专家"), Approval.AUTOMATIC),
    "scholar": (Translated(en="Scholar", zh="学者"), Approval.AUTOMATIC),
    "business": (Translated(en="Business representative", zh="企业代表"), Approval.BY_HAND),
}


@dataclass
class Builder:
    """One event under construction. Everything by chance comes from its own seeded chance."""

    event: Event
    now: datetime
    people: People
    chance: random.Random
    parts: list[Part] = field(default_factory=list)
    rooms: list[Room] = field(default_factory=list)
    tracks: list[Track] = field(default_factory=list)
    categories: dict[str, Category] = field(default_factory=dict)
    delegations: dict[str, Delegation] = field(default_factory=dict)
    sessions: list[Session] = field(default_factory=list)
    held: Counter[tuple[int, Mode]] = field(default_factory=Counter)

    @classmethod
    def begin(
        cls, *, now: datetime, series: tuple[Translated, int | None] | None, **values: Any
    ) -> Builder:
        """Write the event itself, in its series."""
        chance = random.Random(str(values["slug"]))
        series_id = _series(*series) if series else None
        key = str(uuid.UUID(int=chance.getrandbits(128), version=4))
        event = Event(key=key, series_id=series_id, created_at=now, **values)
        _add(event)
        builder = cls(event, now, People(event, now, chance), chance)
        for position, (code, (name, approval)) in enumerate(CATEGORIES.items()):
            row = Category(event_id=event.id, position=position, name=name, approval=approval)
            builder.categories[code] = _add(row)
        return builder

    def organisation(self, name: Translated, role: OrganisationRole, position: int) -> None:
        _add(Organisation(event_id=self.event.id, name=name, role=role, position=position))

    def part(self, name: Translated, **values: Any) -> Part:
        row = Part(event_id=self.event.id, position=len(self.parts), name=name, **values)
        self.parts.append(_add(row))
        return row

    def room(self, name: Translated, **values: Any) -> Room:
        row = Room(event_id=self.event.id, position=len(self.rooms), name=name, **values)
        self.rooms.append(_add(row))
        return row

    def track(self, name: Translated) -> Track:
        row = Track(event_id=self.event.id, position=len(self.tracks), name=name)
        self.tracks.append(_add(row))
        return row

    def delegation(self, country: str, category: DelegationCategory, **values: Any) -> Delegation:
        row = Delegation(
            event_id=self.event.id,
            position=len(self.delegations),
            country=country,
            category=category,
            **values,
        )
        self.delegations[country] = _add(row)
        return row

    def credentials(self, country: str, status: CredentialStatus, reason: str = "") -> None:
        """The letter of a delegation's ministry, handed in five days ago."""
        provisional = status is CredentialStatus.PROVISIONAL
        row = Credential(
            event_id=self.event.id,
            delegation_id=self.delegations[country].id,
            status=status,
            issuer="Ministry of Foreign Affairs",
            signatory="Director-General (illustrative)",
            rank="Director-General of Protocol",
            reason=reason,
            received_at=self.now - timedelta(days=5),
            checked_by="" if provisional else "Noor (owner)",
            checked_at=None if provisional else self.now - timedelta(days=4),
        )
        _add(row)

    def session(
        self,
        code: str,
        title: Translated,
        kind: SessionKind,
        *,
        day: date,
        at: str,
        minutes: int,
        part: Part,
        **values: Any,
    ) -> Session:
        """A session at a wall time (HH:MM) of the event's zone."""
        starts = datetime.combine(day, time.fromisoformat(at))
        values.setdefault("all_rooms", kind is SessionKind.BREAK and "room_id" not in values)
        row = Session(
            event_id=self.event.id,
            key=str(uuid.UUID(int=self.chance.getrandbits(128), version=4)),
            code=code,
            title=title,
            kind=kind,
            part_id=part.id,
            starts=starts,
            ends=starts + timedelta(minutes=minutes),
            **values,
        )
        self.sessions.append(_add(row))
        return row

    def speakers(
        self, session: Session, lines: Iterable[tuple[Person, SpeakingPart, int]], **values: Any
    ) -> list[Speaker]:
        """The speaker list: (person, part played, minutes) in order."""
        rows = [
            Speaker(
                session_id=session.id,
                person_id=person.id,
                position=position,
                part=part,
                minutes=minutes,
                mode=values.get("mode") or self._mode(person),
                status=values.get("status", SpeakerStatus.CONFIRMED),
                topic=values.get("topic", Translated()) if minutes else Translated(),
                text=values.get("text", "") if minutes else "",
            )
            for position, (person, part, minutes) in enumerate(lines)
        ]
        db.session.add_all(rows)
        db.session.flush()
        return rows

    def register(
        self,
        people: Sequence[Person],
        *,
        online: float,
        days_open: int,
        code: str = "official",
        status: RegistrationStatus = RegistrationStatus.APPROVED,
    ) -> None:
        """Register people, a share of them online, over the last days of the open window."""
        for person in people:
            delegation = self.delegations.get(person.country)
            created = self.now - timedelta(
                days=self.chance.betavariate(2, 1.3) * days_open, hours=self.chance.random() * 9
            )
            first = delegation is not None and not self._has_head(delegation)
            decided = status is not RegistrationStatus.PENDING
            registration = Registration(
                event_id=self.event.id,
                person_id=person.id,
                category_id=self.categories[code].id,
                delegation_id=delegation.id if delegation else None,
                capacity=Capacity.HEAD if first else Capacity.DELEGATE,
                status=status,
                listed=self.chance.random() < 0.92,
                idempotency_key=uuid.UUID(int=self.chance.getrandbits(128)).hex,
                same_as=uuid.UUID(int=self.chance.getrandbits(128)).hex,
                created_at=created,
                decided_at=created + timedelta(hours=5) if decided else None,
            )
            _add(registration)
            mode = Mode.ONLINE if self.chance.random() < online else Mode.ROOM
            self._seat(registration, mode)

    def video(self) -> None:
        """A plain line for each room (or one for an online event), for all but breaks."""
        followed = [
            s for s in self.sessions if s.kind not in (SessionKind.BREAK, SessionKind.SOCIAL)
        ]
        for number, room_id in enumerate(dict.fromkeys(s.room_id for s in followed), 1):
            room = VideoRoom(
                event_id=self.event.id,
                key=str(uuid.UUID(int=self.chance.getrandbits(128), version=4)),
                name=f"Line {number}",
                provider=Provider.PLAIN,
                address=f"https://video.example/{self.event.slug}/{number}",
                passcode=f"{self.chance.randrange(10**8):08d}",
                dial_in="+86 771 555 0101",
                host_link=f"https://video.example/{self.event.slug}/{number}/host",
                capacity=500,
            )
            _add(room)
            db.session.add_all(
                VideoRoomSession(video_room_id=room.id, session_id=session.id)
                for session in followed
                if session.room_id == room_id
            )
        db.session.flush()

    def event_people(self) -> list[Person]:
        """Everyone written down for the event so far, in order."""
        query = db.session.query(Person).filter_by(event_id=self.event.id)
        return query.order_by(Person.id).all()

    def _seat(self, registration: Registration, mode: Mode) -> None:
        offered = [p for p in self.parts if _seats(p, mode) != 0]
        chosen = [p for p in offered if self.chance.random() < 0.85] or offered[:1]
        db.session.add_all(
            Seat(
                registration_id=registration.id,
                part_id=part.id,
                mode=mode,
                status=self._seat_status(part, mode),
                asked_at=registration.created_at,
            )
            for part in chosen
        )
        db.session.flush()

    def _seat_status(self, part: Part, mode: Mode) -> SeatStatus:
        """Held while the part has seats in this mode, then waiting."""
        capacity, held = _seats(part, mode), self.held[part.id, mode]
        if capacity is not None and held >= capacity:
            return SeatStatus.WAITING
        self.held[part.id, mode] += 1
        return SeatStatus.HELD

    def _has_head(self, delegation: Delegation) -> bool:
        heads = db.session.query(Registration).filter_by(
            delegation_id=delegation.id, capacity=Capacity.HEAD
        )
        return db.session.query(heads.exists()).scalar() is True

    def _mode(self, person: Person) -> SpeakerMode:
        host = self.delegations.get(person.country)
        if host is not None and host.hosting:
            return SpeakerMode.ROOM
        return self.chance.choice((SpeakerMode.ROOM, SpeakerMode.VIDEO_LINK))


def _seats(part: Part, mode: Mode) -> int | None:
    return part.seats_room if mode is Mode.ROOM else part.seats_online


def _series(name: Translated, since: int | None) -> int:
    known = next((s for s in db.session.query(Series) if s.name == name), None)
    return (known or _add(Series(name=name, since=since))).id


def _add(row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    return row
