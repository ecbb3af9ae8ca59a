"""Facts of a programme and of a proceedings volume, rich enough to be printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from forumapp.domain.delegations import Capacity, DelegationCategory
from forumapp.domain.events import Mode
from forumapp.domain.proceedings import (
    ListedDelegation,
    ParticipantFacts,
    Proceedings,
    SpeechFacts,
)
from forumapp.domain.programme import Programme
from forumapp.domain.text import Translated
from tests import programmes as make

BASE = "https://forum.example"


def a_programme(**given: int) -> Programme:
    """A programme with a theme that would be markup, and a speaker with the longest of names."""
    facts = make.a_programme(**{"sessions": 14, **given})  # type: ignore[arg-type]  # a test gives what it names
    first = replace(facts.people[0], title=Translated(en=make.LONG_NAME))
    event = replace(facts.event, theme=Translated(en="<b>Pilots</b> & practice"))
    return replace(facts, event=event, people=(first, *facts.people[1:]))


def some_proceedings(facts: Programme, *, texts: int = 3, text: str = "") -> Proceedings:
    """A volume with a few texts and a list of seven people under four headings."""
    speakers = [speaker for session in facts.sessions for speaker in session.speakers]
    languages = ("en", "km", "zh")
    written = {
        "en": text
        or "Excellencies,\n\n## Water\n\nWhat was *built*.\n\n| A | B |\n|---|---|\n| 1 | 2 |",
        "km": "វេទិកាស្តីពីការអភិវឌ្ឍសង្គមនិងការកាត់បន្ថយភាពក្រីក្រ",
        "zh": "尊敬的各位代表：感谢主办方。",
    }
    return Proceedings(
        programme=facts,
        foreword=Translated(en="This volume gathers **what was said**."),
        foreword_by=Translated(en="The secretariat\nRiverside"),
        symbol="FVP/3/PROC",
        issued_on=date(2027, 6, 1),
        speeches=tuple(
            SpeechFacts(
                speaker_id=speaker.id,
                language=languages[number % 3],
                text=written[languages[number % 3]],
            )
            for number, speaker in enumerate(speakers[:texts])
        ),
        delegations=(
            _delegation("KH", (1, 7)),
            _delegation("VN", (6,)),
            ListedDelegation(
                category=DelegationCategory.INTERNATIONAL_ORGANISATION,
                name=Translated(en="Development Programme"),
                participants=(_listed(3),),
            ),
            ListedDelegation(category=None, country="TH", participants=(_listed(5, Mode.ONLINE),)),
        ),
    )


def _delegation(country: str, people: tuple[int, ...]) -> ListedDelegation:
    head, *others = people
    return ListedDelegation(
        category=DelegationCategory.MEMBER,
        country=country,
        participants=(_listed(head, capacity=Capacity.HEAD), *map(_listed, others)),
    )


def _listed(
    number: int, mode: Mode = Mode.ROOM, *, capacity: Capacity = Capacity.DELEGATE
) -> ParticipantFacts:
    return ParticipantFacts(person=make.a_person(number), capacity=capacity, modes=(mode,))
