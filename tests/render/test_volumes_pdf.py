"""The programme and the proceedings in print, read back as PDF."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pikepdf import Page, Pdf

from forumapp.domain.proceedings import Proceedings
from forumapp.render import pdf as setting
from forumapp.render import volumes
from forumapp.render.pdf.chapter import Typesetter
from forumapp.render.pdf.engine import write
from tests import programmes as make
from tests.render.pdf.reading import elements, opened, text_of
from tests.render.volume_facts import BASE, a_programme, some_proceedings

BASE_STYLES = Path(setting.__file__).with_name("base.css")
NATIVE = [native for *_rest, native, _country in make.NAMES if native]
PRINTED = [printed for _honorific, printed, *_rest in make.NAMES]


@pytest.fixture(scope="module")
def english() -> bytes:
    return write(volumes.programme(a_programme(), locale="en", base_url=BASE))


@pytest.fixture(scope="module")
def chinese() -> bytes:
    return write(volumes.programme(a_programme(), locale="zh", base_url=BASE))


@pytest.fixture(scope="module")
def volume() -> bytes:
    return write(volumes.proceedings(some_proceedings(a_programme()), locale="en", base_url=BASE))


def outline(pdf: Pdf) -> list[str]:
    with pdf.open_outline() as found:
        return [str(item.title) for item in found.root]


def test_a_programme_says_what_it_is(english: bytes, chinese: bytes) -> None:
    pdf = opened(english)
    assert pdf.docinfo["/Title"] == "Programme · Third Forum on Village Pilots"
    assert pdf.docinfo["/CreationDate"] == "D:20270201083000+00'00"
    assert pdf.Root.Lang == "en"
    assert str(pdf.Root.MarkInfo.Marked) == "True"
    assert opened(chinese).Root.Lang == "zh-Hans"
    assert outline(pdf) == [
        "Programme",
        "Tuesday, 9 March 2027",
        "Wednesday, 10 March 2027",
        "Thursday, 11 March 2027",
    ]


def test_each_page_says_where_it_stands(english: bytes) -> None:
    pages = len(opened(english).pages)
    last = text_of(english, "-f", str(pages))
    assert f"{pages}/{pages}" in last
    assert "FVP/3/1·ThirdForumonVillagePilots" in last
    assert "Provisionalprogramme·1February2027" in last


@pytest.mark.parametrize("name", [*PRINTED, *NATIVE])
def test_every_name_is_copied_whole(english: bytes, chinese: bytes, name: str) -> None:
    for file in (english, chinese):
        assert re.sub(r"\s", "", name) in text_of(file)


def test_a_programme_tells_times_of_venue_and_capitals(english: bytes) -> None:
    text = text_of(english)
    assert "RiversideUTC+6:30·BeijingUTC+8·PhnomPenhUTC+7" in text
    assert "09:00–10:0010:3009:30" in text


def test_what_people_typed_is_never_markup(english: bytes) -> None:
    assert "<b>Pilots</b>&practice" in text_of(english)


def test_tables_are_tagged(english: bytes) -> None:
    pdf = opened(english)
    heads = elements(pdf, "TH")
    assert {str(cell.A.Scope) for cell in heads} == {"/Column", "/Row"}
    assert elements(pdf, "H1")


def test_a_chinese_programme_puts_chinese_names_first(chinese: bytes) -> None:
    text = text_of(chinese)
    assert "张文慧兰Ms.ZHANGWenhuilan" in text
    assert "2027年3月9日星期二" in text
    assert "第2司司长，农村事务部" in text


def test_proceedings_say_what_they_are(volume: bytes) -> None:
    pdf = opened(volume)
    assert pdf.docinfo["/Title"] == "Proceedings · Third Forum on Village Pilots"
    assert pdf.Root.Lang == "en"
    titles = outline(pdf)
    assert titles[:4] == ["Contents", "Foreword", "Organisers", "Programme"]
    assert titles[-1] == "List of participants"
    labels = pdf.Root.PageLabels.Nums
    styles = [str(labels[i + 1].get("/S", "")) for i in range(0, len(labels), 2)]
    assert styles[:4] == ["", "", "/r", "/r"]
    assert set(styles[4:]) == {"/D"}


def test_proceedings_hold_every_text_under_its_speaker(volume: bytes) -> None:
    text = text_of(volume)
    assert "This volume gathers what was said".replace(" ", "") in text
    for words in ("Excellencies,", "Whatwasbuilt.", "尊敬的各位代表：感谢主办方。"):
        assert words in text
    assert "វេទិកាស្តីពីការអភិវឌ្ឍសង្គមនិងការកាត់បន្ថយភាពក្រីក្រ" in text
    assert "H.E.Mr.SokdaraVeasna:Topic1" in text


def test_contents_give_the_page_of_each_text(volume: bytes) -> None:
    contents = text_of(volume, "-f", "3", "-l", "3", "-layout")
    pdf = opened(volume)
    (page,) = (
        page
        for number, page in enumerate(pdf.pages, start=1)
        if "Excellencies," in text_of(volume, "-f", str(number), "-l", str(number))
    )
    assert f"Topic1{Page(page).label}" in contents


def test_the_list_of_participants_stands_in_its_order(volume: bytes) -> None:
    text = text_of(volume)
    listed = text[text.rindex("Thosewhoagreedtobelisted") :]
    order = ["Members", "CAMBODIA", "VIETNAM", "Internationalorganisations", "DevelopmentProgramme"]
    order += ["Otherparticipants", "THAILAND"]
    places = [listed.index(words) for words in order]
    assert places == sorted(places)
    assert listed.index("Headofdelegation") < listed.index("VIETNAM")
    assert "Online" in listed[places[-1] :]


def test_an_event_with_nothing_to_say_still_has_a_volume() -> None:
    facts = Proceedings(programme=make.a_programme(sessions=0), issued_on=date(2027, 6, 1))
    file = write(volumes.proceedings(facts, locale="en", base_url=BASE))
    assert outline(opened(file)) == ["Contents", "Organisers"]


def test_a_speaker_list_that_goes_on_says_whose_it_is() -> None:
    facts = make.a_programme(sessions=2)
    first, second = facts.sessions
    many = tuple(make.a_speaker(n, person=1 + n % 6) for n in range(1, 40))
    facts = replace(facts, sessions=(first, replace(second, speakers=many)))

    file = write(volumes.programme(facts, locale="en", base_url=BASE))

    pages = [text_of(file, "-f", str(n), "-l", str(n)) for n in range(1, 5)]
    going_on = ["Plenary:whatvillagepilotshaveshown(continued)" in page for page in pages]
    assert len(opened(file).pages) > 2
    assert going_on[:3] == [False, True, True]


def test_a_last_page_with_little_on_it_is_saved_by_setting_tighter() -> None:
    typesetter = Typesetter([BASE_STYLES.read_text()], assets={})
    pages = []
    for lines in range(32, 40):
        html = "".join(f"<p>Line {n}</p>" for n in range(lines))
        task = {"html": html, "title": "", "language": "en", "header": "", "numbered": True}
        pages.append((len(typesetter.render(html).pages), len(typesetter.settled(task).pages)))

    assert (2, 1) in pages
    assert all(settled <= loose for loose, settled in pages)
