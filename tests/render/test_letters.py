"""Every kind of mail in every language, compared with those under tests/golden/mail.

UPDATE_GOLDEN=1 writes them anew; read the difference before committing it.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from forumapp.domain.events import EventFormat
from forumapp.domain.letters import Letter
from forumapp.domain.mail import MailKind
from forumapp.domain.text import Translated
from forumapp.i18n import catalogue
from forumapp.render import letters
from tests import letters as make
from tests import news
from tests.programmes import LONG_NAME, a_person, a_programme

FOLDER = Path(__file__).parent.parent / "golden" / "mail"
BASE = "https://forum.example"
NAMES = (*make.samples("en"), *news.SAMPLES)
LOCALES = ("en", "zh")


def written(name: str, locale: str) -> letters.Written:
    samples = {**make.samples(locale), **{key: made(locale) for key, made in news.SAMPLES.items()}}
    return letters.write(samples[name], base_url=BASE)


class Seen(HTMLParser):
    """The words a reader sees, and where the links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.pictures: list[str] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in ("meta", "img", "br"):
            self.open.append(tag)
        if tag == "a":
            self.links.append(given["href"] or "")
        if tag == "img":
            self.pictures.append(given["src"] or "")
            assert given["alt"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "title"):
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", NAMES)
def test_the_mail_is_as_it_was(name: str, locale: str) -> None:
    made = written(name, locale)
    text = f"Subject: {made.subject}\n\n{made.text}"
    for file, data in (
        (FOLDER / f"{name}.{locale}.txt", text),
        (FOLDER / f"{name}.{locale}.html", made.html),
    ):
        if os.environ.get("UPDATE_GOLDEN"):
            file.write_text(data, encoding="utf-8")
        assert data == file.read_text(encoding="utf-8")


def test_every_kind_has_a_golden_file_and_none_is_left_over() -> None:
    assert {name.split("-")[0] for name in NAMES} == set(MailKind)
    assert {file.name for file in FOLDER.iterdir()} == {
        f"{name}.{locale}.{face}"
        for name in NAMES
        for locale in LOCALES
        for face in ("txt", "html")
    }
    assert set(LOCALES) == set(catalogue.locales())


@pytest.mark.parametrize("name", NAMES)
def test_text_and_html_lead_to_the_same_places(name: str) -> None:
    made = written(name, "en")
    seen = Seen(made.html)
    links = {link for link in seen.links if not link.startswith("mailto:")}

    assert seen.open == []
    assert {link.rstrip(".") for link in re.findall(r"https://\S+", made.text)} <= links
    assert all(link == BASE + "/" or link.startswith(f"{BASE}/") for link in links)


def test_the_confirmation_tells_everything_in_words() -> None:
    seen = Seen(written("registered", "en").html)

    assert f"{BASE}/me/open/personal-token?lang=en" in seen.links
    assert seen.pictures == ["cid:badge"]
    for said in (
        "Dear Ms. ZHANG Wenhuilan,",
        "Forum on Village Pilots Confirmed In the room",
        "Meeting of the working group On the waiting list Online",
        "9 March 2027 09:00–17:30 (UTC+6:30) Beijing 10:30–19:00 (UTC+8)",
        "Riverside Hall, Riverside",
        "You can change or withdraw your registration there until 1 March 2027 16:00 (UTC+6:30).",
        "Opening ceremony Panellist",
        "your turn at about 09:15",
        "secretariat@forum.example",
    ):
        assert said in seen.text


def test_a_mail_in_chinese_addresses_a_chinese_reader_in_their_characters() -> None:
    made = written("registered", "zh")

    assert "张文慧兰" in made.text
    assert "Dear" not in made.text
    assert 'lang="zh-Hans"' in made.html
    assert "?lang=zh" in made.text


def test_who_is_not_approved_is_promised_nothing() -> None:
    pending, waiting = written("registered-pending", "en"), written("registered-waiting", "en")

    assert pending.subject.startswith("We have your registration")
    assert "Awaiting approval" in pending.text
    assert waiting.subject.startswith("You are on the waiting list")
    assert not {"confirmed", "welcoming"} & {*pending.text.split(), *waiting.text.split()}


def test_what_people_type_is_text_and_never_markup() -> None:
    hostile = '<b onclick="x">{{ letter }} %(event)s\r\nBcc: all@example.org</b>'
    letter = make.a_letter(
        MailKind.REJECTED,
        person=replace(a_person(1), printed_name=hostile, native_name="", honorific=""),
        reason=f"{hostile}\nsecond line",
    )
    letter = replace(
        letter,
        programme=replace(
            letter.programme,
            event=replace(letter.programme.event, title=Translated(en=hostile)),
        ),
    )

    made = letters.write(letter, base_url=BASE)

    assert "\n" not in made.subject
    assert "<b onclick" not in made.html
    assert "{{ letter }}" in made.html
    assert "&lt;b onclick" in made.html
    assert "{{ letter }} %(event)s" in made.text


def test_a_very_long_name_is_whole() -> None:
    letter = make.a_letter(person=replace(a_person(1), printed_name=LONG_NAME, native_name=""))

    made = letters.write(letter, base_url=BASE)

    assert LONG_NAME in made.text
    assert LONG_NAME in Seen(made.html).text


def test_an_online_event_without_a_programme_says_where_and_when_it_can() -> None:
    bare = a_programme(sessions=0, event_format=EventFormat.ONLINE)
    letter: Letter = make.a_letter(programme=bare, changes_until=None)

    made = letters.write(letter, base_url=BASE)

    assert "Online (video link)" in made.text
    assert "9 March 2027" in made.text
    assert "until" not in made.text.replace("until 1", "")
