"""Making people up, and writing down the officials who are on record."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, field
from datetime import datetime

from forumapp.cli.demo import posts
from forumapp.cli.demo.names import name
from forumapp.db import db
from forumapp.domain.text import Translated
from forumapp.models import Event, Person


@dataclass
class People:
    """The people of one event, made in the same order every time."""

    event: Event
    now: datetime
    chance: random.Random
    used: set[str] = field(default_factory=set)

    def official(self, country: str) -> Person:
        return self._person(country, self.chance.choice(posts.OFFICIALS), "")

    def leader(self, country: str) -> Person:
        return self._person(country, self.chance.choice(posts.LEADERS), "leader")

    def expert(self, country: str) -> Person:
        return self._person(country, self.chance.choice(posts.EXPERTS), "")

    def scholar(self, country: str) -> Person:
        return self._person(country, self.chance.choice(posts.SCHOLARS), "scholar")

    def business(self, country: str) -> Person:
        return self._person(country, self.chance.choice(posts.BUSINESS), "")

    def on_record(
        self,
        printed: str,
        *,
        family: str,
        title: Translated,
        organisation: Translated,
        country: str,
        honorific: str = "",
    ) -> Person:
        """An official whose part in the meeting is publicly known."""
        return self._write(
            printed_name=printed,
            family_name=family,
            title=title,
            organisation=organisation,
            country=country,
            honorific=honorific,
        )

    def _person(self, country: str, title: Translated, rank: str) -> Person:
        woman = self.chance.random() < 0.5
        printed, family, native = self._unused(country, woman=woman)
        own_style = country in posts.OWN_STYLE and not rank
        honorifics = ("", "") if own_style else posts.HONORIFICS.get(rank, posts.PLAIN)
        return self._write(
            printed_name=printed,
            family_name=family,
            native_name=native,
            title=title,
            organisation=self.chance.choice(posts.MINISTRIES[country]),
            country=country,
            honorific=honorifics[0 if woman else 1],
        )

    def _unused(self, country: str, *, woman: bool) -> tuple[str, str, str]:
        """A name nobody here has yet; after many tries, one that somebody has."""
        found = name(country, woman=woman, chance=self.chance)
        for _ in range(40):
            if found[0] not in self.used:
                break
            found = name(country, woman=woman, chance=self.chance)
        self.used.add(found[0])
        return found

    def _write(self, **values: object) -> Person:
        number = len(self.used) + self.chance.randrange(10_000) * 1000
        person = Person(
            event_id=self.event.id,
            key=str(uuid.UUID(int=self.chance.getrandbits(128), version=4)),
            email=f"p{number}@delegation.example",
            created_at=self.now,
            **values,
        )
        db.session.add(person)
        db.session.flush()
        return person
