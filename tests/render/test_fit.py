"""How large a name may be set: by its letters, so that no script runs out of its box."""

from __future__ import annotations

import pytest

from forumapp.render.papers import fit

SIZES = range(40, 5, -1)


@pytest.mark.parametrize(
    ("longer", "shorter"),
    [
        ("TEA Banh Vongsavanh Ratanakosin", "TEA Banh"),
        ("សម្ដេចពិជ័យសេនា ទៀ បាញ់ វង្សសាវណ្ណ រតនកោសិន្ទ្រ", "ទៀ បាញ់"),
        ("ဒေါ်ခင်ငြိမ်းချမ်းသန္တာအေးမြတ်မွန်ထက်အောင်", "ဒေါ်ခင်"),
        ("艾力扎提·阿卜杜热合曼·买买提吐尔逊", "刘焕鑫"),
    ],
)
def test_a_longer_name_is_set_smaller_and_has_room(longer: str, shorter: str) -> None:
    small, large = (fit.size(text, SIZES, width=60, most=2) for text in (longer, shorter))

    assert small < large
    assert fit.lines(longer, small, width=60) <= 2
    assert fit.lines(longer, small + 1, width=60) > 2


def test_a_word_that_may_not_be_cut_is_set_on_one_line() -> None:
    points = fit.size("CAMBODIA", SIZES, width=60, most=2)

    assert fit.ems("CAMBODIA") * points * fit.MM <= 60
    assert fit.lines("", 10, width=60) == 0


def test_a_name_of_several_words_is_parted_between_them_alone() -> None:
    name = "ពិជ័យសេនា រតនកោសិន្ទ្រ"
    points = fit.size(name, SIZES, width=60, most=2)

    assert max(map(fit.ems, name.split())) * points * fit.MM <= 60
