"""The programme and the proceedings as chapters, before they are set."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from forumapp.domain.delegations import Capacity, DelegationCategory
from forumapp.domain.events import EventFormat
from forumapp.domain.people import PersonFacts
from forumapp.domain.proceedings import ListedDelegation, ParticipantFacts
from forumapp.domain.programme import ReleaseStatus
from forumapp.domain.text import Translated
from forumapp.render import volumes
from forumapp.render.pdf.document import PdfDocument
from forumapp.render.volumes import sessions as papers
from forumapp.render.volumes.clocks import clocks
from forumapp.render.volumes.days import pieces
from forumapp.render.wording import Wording
from tests import programmes as make
from tests.render.volume_facts import BASE, some_proceedings


def html_of(document: PdfDocument) -> str:
    """All chapters that don't wait for page numbers."""
    return "".join(c.html for c in document.chapters if isinstance(c.html, str))


@pytest.mark.parametrize(
    ("status", "number", "words"),
    [
        (ReleaseStatus.PROVISIONAL, 1, "Provisional programme"),
        (ReleaseStatus.REVISED, 3, "Programme, revised 2"),
        (ReleaseStatus.REVISED, 1, "Programme, revised 1"),
        (ReleaseStatus.ADOPTED, 4, "Programme as adopted"),
    ],
)
def test_a_programme_says_how_it_is_issued(status: ReleaseStatus, number: int, words: str) -> None:
    facts = make.a_programme(sessions=2)
    facts = replace(facts, release=replace(facts.release, status=status, number=number))
    assert words in html_of(volumes.programme(facts, locale="en", base_url=BASE))


def test_few_sessions_stand_on_one_sheet_with_the_cover() -> None:
    (chapter,) = volumes.programme(
        make.a_programme(sessions=1), locale="en", base_url=BASE
    ).chapters
    assert isinstance(chapter.html, str)
    assert chapter.html.index("Third Forum") < chapter.html.index("Opening ceremony")


def test_a_topic_is_printed_where_it_says_more_than_the_title() -> None:
    facts = make.a_programme(sessions=1)
    session = facts.sessions[0]
    chair, second, *others = session.speakers
    lines = (replace(chair, topic=session.title), second, *others)
    facts = replace(facts, sessions=(replace(session, speakers=lines),))

    html = html_of(volumes.programme(facts, locale="en", base_url=BASE))

    assert f"“{session.title['en']}”" not in html
    assert f"“{second.topic['en']}”" in html


def test_a_part_is_named_on_the_cover_and_in_the_title() -> None:
    facts = make.a_programme(sessions=4, parts=2)
    part = facts.parts[1]
    document = volumes.programme(facts.of_part(part.id), locale="en", base_url=BASE, part=part)
    assert document.title == "Programme · Part 2 · Third Forum on Village Pilots"
    assert "S002" in html_of(document)
    assert "S001" not in html_of(document)


def test_logos_stand_with_their_organisations() -> None:
    facts = make.a_programme(sessions=1)
    html = html_of(volumes.programme(facts, locale="en", base_url=BASE, logos={1: "logo.png"}))
    assert 'src="asset:logo.png" alt="Logo of Ministry of Villages"' in html


def test_a_large_programme_is_a_timetable_of_many_chapters() -> None:
    facts = make.a_programme(sessions=400)
    document = volumes.programme(facts, locale="en", base_url=BASE)
    assert len(document.chapters) == 1 + len(facts.by_day())
    assert html_of(document).count('class="fixed timetable"') == len(facts.by_day())


def test_a_long_day_is_cut_where_sessions_start_together() -> None:
    facts = make.a_programme(sessions=60)
    cut = pieces(facts, most=20)
    assert tuple(session for piece in cut for session in piece.sessions) == facts.sessions
    for before, after in pairwise(cut):
        assert before.sessions[-1].starts < after.sessions[0].starts
    assert [piece.since for piece in cut] == ["", "16:30", "", "16:30", ""]


def test_capitals_that_agree_share_a_clock() -> None:
    facts = make.a_programme(sessions=2, zone="Asia/Shanghai")
    facts = replace(
        facts,
        event=replace(
            facts.event,
            capitals=("Asia/Manila", "Asia/Bangkok", "Asia/Yangon", "Asia/Ho_Chi_Minh"),
        ),
    )
    found = clocks(facts, facts.sessions, locale="en")
    assert [(clock.places, clock.offset) for clock in found] == [
        (("Riverside", "Manila"), "UTC+8"),
        (("Bangkok", "Hanoi"), "UTC+7"),
        (("Yangon",), "UTC+6:30"),
    ]


def test_a_time_on_another_day_says_so() -> None:
    facts = make.a_programme(sessions=1, zone="Pacific/Auckland")
    facts = replace(facts, event=replace(facts.event, capitals=("America/Lima",)))
    (session,) = facts.sessions
    _venue, lima = clocks(facts, facts.sessions, locale="en")
    shown = lima.shows(facts.starts_at(session), day=session.starts)
    assert shown == "15:00 (\N{MINUS SIGN}1)"


def test_texts_too_long_for_one_chapter_go_on_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "TOGETHER", 1000)
    facts = some_proceedings(make.a_programme(sessions=2), texts=2, text="Long. " * 150)
    document = volumes.proceedings(facts, locale="en", base_url=BASE)
    assert [chapter.key for chapter in document.chapters if chapter.key.startswith("session")] == [
        "session-1",
        "session-2",
    ]
    monkeypatch.setattr(papers, "TOGETHER", 500)
    document = volumes.proceedings(facts, locale="en", base_url=BASE)
    below = next(chapter for chapter in document.chapters if chapter.key == "session-1-1")
    assert (below.level, below.title) == (2, "Opening ceremony (continued)")


def test_sessions_without_texts_share_a_chapter_and_pauses_have_none() -> None:
    facts = make.a_programme(sessions=4)
    quiet = replace(facts.sessions[3], speakers=())
    facts = replace(facts, sessions=(*facts.sessions[:3], quiet))
    found = papers.papers(
        some_proceedings(facts, texts=1), Wording(facts, locale="en", base_url=BASE)
    )
    assert [paper.sessions for paper in found] == [(1,), (2, 3)]
    assert "Tea break" not in "".join(str(paper.chapter.html) for paper in found)


def test_headings_of_texts_stand_below_their_speaker() -> None:
    facts = make.a_programme(sessions=1)
    html = html_of(
        volumes.proceedings(
            some_proceedings(facts, texts=1, text="# One\n\n<script>x</script>"),
            locale="en",
            base_url=BASE,
        )
    )
    assert "<h3>One</h3>" in html
    assert "<script>" not in html


def test_a_list_of_thousands_is_set_in_several_chapters() -> None:
    people = tuple(
        ParticipantFacts(person=make.a_person(n), capacity=Capacity.DELEGATE) for n in range(1, 301)
    )
    facts = some_proceedings(make.a_programme(sessions=1))
    facts = replace(
        facts,
        delegations=tuple(
            ListedDelegation(category=DelegationCategory.MEMBER, country=code, participants=people)
            for code in ("KH", "LA", "MM")
        ),
    )
    chapters = volumes.proceedings(facts, locale="en", base_url=BASE).chapters
    assert [c.key for c in chapters if c.key.startswith("participants")] == [
        "participants",
        "participants-1",
        "participants-2",
    ]


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_bare_facts_make_a_programme(locale: str) -> None:
    facts = make.a_programme(sessions=1, event_format=EventFormat.ONLINE)
    person = PersonFacts(id=1, key="k", printed_name="\u202eReversed <Name>\ud800")
    bare = replace(
        facts,
        event=replace(
            facts.event,
            series=Translated(),
            edition=None,
            theme=Translated(),
            place=Translated(),
            venue=Translated(),
            capitals=(),
            contact_name=Translated(),
            contact_email="",
            organisations=(),
        ),
        release=replace(
            facts.release, symbol="", issued_at=datetime(2027, 2, 1, tzinfo=UTC) + timedelta(1)
        ),
        people=(person,),
    )
    html = html_of(volumes.programme(bare, locale=locale, base_url=BASE))
    assert "&lt;Name&gt;" in html
    assert "\ud800" not in html


def test_chapters_have_keys_of_their_own() -> None:
    document = volumes.proceedings(
        some_proceedings(make.a_programme(sessions=40)), locale="zh", base_url=BASE
    )
    keys = [chapter.key for chapter in document.chapters]
    assert len(set(keys)) == len(keys)
