"""The text of a note verbale."""

from __future__ import annotations

from forumapp.domain.papers.notes import paragraphs

TEXT = """Compliments to {addressee},
in {place}.

Places: {places}.

By {deadline}, through {focal_point}."""


def test_a_paragraph_about_what_there_is_not_is_left_out() -> None:
    said = {"addressee": "the Kingdom", "place": "", "places": "3", "deadline": "noon"}
    assert list(paragraphs(TEXT, said)) == ["Compliments to the Kingdom, in .", "Places: 3."]
    everything = {**said, "place": "Nanning", "focal_point": "Ay"}
    assert list(paragraphs(TEXT, everything)) == [
        "Compliments to the Kingdom, in Nanning.",
        "Places: 3.",
        "By noon, through Ay.",
    ]
    assert list(paragraphs("\n\n  \n", {})) == [""]
