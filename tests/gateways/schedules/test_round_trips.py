"""What an export gives, taken in again, changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import product
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forumapp.domain.agenda import SessionKind, Visibility
from forumapp.domain.programme import Programme, SessionFacts
from forumapp.domain.schedules import (
    Ask,
    KnownEvent,
    KnownLine,
    KnownPerson,
    KnownSession,
    Named,
    Outcome,
    Plan,
    plan,
)
from forumapp.domain.speakers import SpeakerFacts, SpeakerMode, SpeakerStatus, SpeakingPart
from forumapp.domain.text import Translated, one_line
from forumapp.gateways.schedules import reading
from forumapp.render import schedule
from forumapp.render.schedule import Format, Wanted, Working
from tests.gateways.schedules.told import TODAY
from tests.programmes import FIRST_DAY, a_programme, a_session, a_speaker

Kind = TypeVar("Kind")
VIDEO = "Main video room"


def known(programme: Programme) -> KnownEvent:
    """The event that a programme was exported from."""
    event = programme.event
    return KnownEvent(
        key=event.key,
        title=event.title,
        venue=event.venue,
        zone=event.zone,
        languages=event.languages,
        first_day=event.starts_on,
        last_day=event.ends_on,
        sessions=tuple(_session(session) for session in programme.sessions),
        people=tuple(_as(KnownPerson, person) for person in programme.people),
        parts=tuple(_as(Named, part) for part in programme.parts),
        tracks=tuple(_as(Named, track) for track in programme.tracks),
        rooms=tuple(_as(Named, room) for room in programme.rooms),
        video_rooms=(Named(id=7, name=Translated(en=VIDEO)),),
    )


def _session(facts: SessionFacts) -> KnownSession:
    lines = tuple(_as(KnownLine, line) for line in facts.speakers)
    return _as(
        KnownSession, facts, video_room_id=7 if facts.online else None, lines=lines, parked=False
    )


def _as(kind: Callable[..., Kind], source: object, /, **more: object) -> Kind:
    """A value of this kind with what the source has under the same names."""
    names = kind.__dataclass_fields__.keys() - more.keys()  # type: ignore[attr-defined]  # its types don't tell
    return kind(**{name: getattr(source, name) for name in names}, **more)


def taken_in(programme: Programme, kind: Format, locale: str) -> Plan:
    """What taking the file of this kind and language in would do to the event it came from."""
    event = programme.event
    working = Working(video_rooms={s.id: VIDEO for s in programme.sessions if s.online})
    wanted = Wanted(
        locale=locale,
        base_url="https://forum.example",
        working=working if kind.works else None,
    )
    data = schedule.file(programme, kind, wanted)
    ask = Ask(
        zone=event.zone,
        languages=event.languages,
        first_day=event.starts_on,
        last_day=event.ends_on,
        today=TODAY,
    )
    return plan(reading.read(data, ask), known(programme))


def differences(planned: Plan) -> list[object]:
    return [
        *(
            (row.name, row.outcome, row.differences, row.findings)
            for row in planned.rows
            if row.outcome is not Outcome.UNCHANGED
        ),
        *((one.name, one.differences) for one in planned.people),
        *(planned.parts + planned.tracks + planned.rooms),
        *planned.findings,
    ]


@pytest.mark.parametrize(("kind", "locale"), list(product(Format, ("en", "zh"))))
def test_a_programme_that_was_exported_comes_back_unchanged(kind: Format, locale: str) -> None:
    programme = a_programme()

    planned = taken_in(programme, kind, locale)

    assert differences(planned) == []
    assert planned.counts[Outcome.UNCHANGED] == len(programme.sessions)
    assert not planned.does_something


LETTERS = st.characters(codec="utf-8", exclude_categories=("C", "Z"))
WORDS = st.text(LETTERS | st.just(" "), min_size=1, max_size=30).map(one_line).filter(bool)
PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=3).map("\n\n".join)
MINUTES = st.integers(0, 24 * 60 - 1)


def texts(of: st.SearchStrategy[str], *, empty: bool) -> st.SearchStrategy[Translated]:
    """Texts in one or both of the event's languages."""
    written = st.dictionaries(st.sampled_from(("en", "zh")), of, min_size=0 if empty else 1)
    return written.map(Translated)


@st.composite
def sessions(draw: st.DrawFn, number: int) -> SessionFacts:
    starts = datetime.combine(FIRST_DAY, time()) + timedelta(minutes=draw(MINUTES))
    lines = draw(st.lists(st.integers(1, 3), max_size=3))
    return replace(
        a_session(number, starts=starts, ends=starts + timedelta(minutes=1 + draw(MINUTES))),
        title=draw(texts(WORDS, empty=False)),
        kind=draw(st.sampled_from(SessionKind)),
        room_id=draw(st.none() | st.just(1)),
        track_id=draw(st.none() | st.just(1)),
        languages=draw(st.sampled_from(((), ("en",), ("zh", "en"), ("km", "my")))),
        interpretation=draw(st.sampled_from(((), ("zh",)))),
        description=draw(texts(PARAGRAPHS, empty=True)),
        visibility=draw(st.sampled_from(Visibility)),
        all_rooms=draw(st.booleans()),
        online=draw(st.booleans()),
        speakers=tuple(draw(speakers(10 * number + n, person)) for n, person in enumerate(lines)),
    )


@st.composite
def speakers(draw: st.DrawFn, number: int, person: int) -> SpeakerFacts:
    return replace(
        a_speaker(number, person=person),
        part=draw(st.sampled_from(SpeakingPart)),
        minutes=draw(st.integers(0, 120)),
        mode=draw(st.sampled_from(SpeakerMode)),
        status=draw(st.sampled_from(SpeakerStatus)),
        topic=draw(texts(WORDS, empty=True)),
    )


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    made = a_programme()
    people = tuple(
        replace(
            person,
            title=draw(texts(WORDS, empty=True)),
            organisation=draw(texts(WORDS, empty=True)),
            country=draw(st.sampled_from(("", "KH", "TL"))),
        )
        for person in made.people
    )
    count = draw(st.integers(1, 3))
    held = tuple(draw(sessions(number)) for number in range(1, count + 1))
    return replace(made, people=people, sessions=held)


@settings(max_examples=30, deadline=None)
@given(
    programme=programmes(),
    kind=st.sampled_from([kind for kind in Format if kind is not Format.DOCX]),
    locale=st.sampled_from(("en", "zh")),
)
def test_whatever_was_exported_comes_back_unchanged(
    programme: Programme, kind: Format, locale: str
) -> None:
    assert differences(taken_in(programme, kind, locale)) == []
