"""What the domain's codes are called."""

from __future__ import annotations

from collections import Counter

import pytest

from forumapp.domain.events import EventFormat, Mode
from forumapp.domain.programme import ChangeKind
from forumapp.domain.video import Admitted
from forumapp.i18n.words import WORDS, label


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (Mode.ROOM, "In the room"),
        (ChangeKind.ROOM, "Place"),
        (Mode.ONLINE, "Online"),
        (EventFormat.ONLINE, "Online"),
        (Admitted.ONLINE, "Those who take part online"),
    ],
)
def test_codes_with_the_same_value_keep_their_own_words(code: Mode, words: str) -> None:
    assert label(code, "en") == words


def test_every_code_of_a_kind_has_one_name() -> None:
    named = Counter((type(code), code.value) for code, _words in WORDS)
    assert set(named.values()) == {1}
    for kind in {type(code) for code, _words in WORDS}:
        assert {code.value for code in kind} == {value for k, value in named if k is kind}
