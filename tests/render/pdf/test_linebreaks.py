"""Scripts without spaces get places to wrap at, and everything else stays as it is."""

from __future__ import annotations

from xml.etree.ElementTree import Comment, fromstring, tostring

import pytest

from forumapp.render.pdf.linebreaks import ZERO_WIDTH_SPACE, add_breaks, with_breaks
from tests.render.pdf import sample

BROKEN = {
    "th": "การ|ประชุม|ระหว่าง|จีน|กับ|อาเซียน",
    "lo": "ກອງ|ປະຊຸມ|ລະຫວ່າງ|ຈີນ|ແລະ|ອາຊຽນ",
    "km": "ការ|អភិវឌ្ឍ|សង្គម|និង|ភាព|ក្រីក្រ",
    "my": "တရုတ်|နှင့်|လူမှု|ဖွံ့ဖြိုး|တိုးတက်|ရေး",
}


@pytest.mark.parametrize("language", BROKEN)
def test_words_may_wrap(language: str) -> None:
    text = BROKEN[language].replace("|", "")
    assert with_breaks(text).replace(ZERO_WIDTH_SPACE, "|") == BROKEN[language]


@pytest.mark.parametrize("language", ["vi", "zh"])
def test_other_scripts_are_left_to_pango(language: str) -> None:
    assert with_breaks(sample.TEXTS[language]) == sample.TEXTS[language]


@pytest.mark.parametrize("language", BROKEN)
def test_nothing_but_places_to_wrap_is_added_and_only_once(language: str) -> None:
    text = f"(A) {sample.TEXTS[language]} – {sample.NAMES[language]}/2"
    broken = with_breaks(text)
    assert broken.replace(ZERO_WIDTH_SPACE, "") == text
    assert with_breaks(broken) == broken
    assert ZERO_WIDTH_SPACE * 2 not in broken


def test_only_the_readable_text_of_a_page_is_broken() -> None:
    text = BROKEN["km"].replace("|", "")
    page = (
        f"<html><head><title>{text}</title></head><body><p>{text}<b>{text}</b>{text}</p>"
        f'<svg xmlns="http://www.w3.org/2000/svg"><text>{text}</text></svg>{text}</body></html>'
    )
    root = fromstring(page)
    remark = Comment(text)
    remark.tail = text
    root[1].append(remark)
    add_breaks(root)
    result = tostring(root, encoding="unicode")
    broken = BROKEN["km"].replace("|", ZERO_WIDTH_SPACE)
    assert result.count(broken) == 5
    assert result.count(text) == 3


def test_a_name_is_parted_between_its_words_and_one_of_a_single_word_where_it_may_be() -> None:
    root = fromstring(
        '<p><span class="native">ທ້າວ ພົມມະຈັນ</span><span class="native">ဒေါ်ခင်သန်း</span></p>'
    )
    add_breaks(root)

    several, single = (span.text for span in root)
    assert several == "ທ້າວ ພົມມະຈັນ"
    assert single == with_breaks("ဒေါ်ခင်သန်း") != "ဒေါ်ခင်သန်း"
