"""Names written in Chinese, told apart from the bodies and titles around them."""

from __future__ import annotations

import re

from forumapp.domain.names import split_honorific
from forumapp.gateways.schedules.bodies import split_chinese
from forumapp.i18n.country_words import country_named

CHINESE_NAME = re.compile(
    r"^[\u3400-\u9fff]{2,4}$|^[\u3400-\u9fff]{1,8}(?:[·•．・][\u3400-\u9fff]{1,8})+$"
)
_SPACED_NAME = re.compile(  # 王 伟, as three-character names are aligned with
    r"(?<![\u3400-\u9fff])([\u3400-\u9fff]) +([\u3400-\u9fff])(?![\u3400-\u9fff])"
)
_HONORIFICS = frozenset({"先生", "女士", "阁下", "博士", "教授"})


def chinese_parts(text: str, *, expected: bool) -> tuple[str, list[str]] | None:
    """The name that a line begins or ends with, its honorific on it, and the pieces around it.

    Where none is `expected`, only an honorific or a body with a title beside it tells a name.
    """
    text = _SPACED_NAME.sub(r"\1\2", text)
    pieces = _with_honorifics([piece for piece in re.split(r"[\s,，;；]+", text) if piece])
    pieces = [part for piece in pieces for part in _unjoined(piece)]
    for place in {0, len(pieces) - 1} if pieces else ():
        honorific, name = split_honorific(pieces[place])
        others = pieces[:place] + pieces[place + 1 :]
        sure = bool(honorific) or expected or any(all(split_chinese(other)) for other in others)
        if sure and _is_name(name):
            return pieces[place], others
    return None


def _unjoined(piece: str) -> tuple[str, ...]:
    """A name that directly follows a body and a title, apart from them."""
    bare = split_honorific(piece)[1]
    for length in (2, 3, 4):
        before, name = bare[:-length], bare[-length:]
        if len(before) > length and all(split_chinese(before)) and _is_name(name):
            return before, piece[len(before) :]
    return (piece,)


def _with_honorifics(pieces: list[str]) -> list[str]:
    """An honorific that stands behind a space belongs to the name before it."""
    joined: list[str] = []
    for piece in pieces:
        if joined and piece in _HONORIFICS:
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def _is_name(text: str) -> bool:
    if not CHINESE_NAME.match(text):
        return False
    body, title = split_chinese(text)
    return not body and title == text and not country_named(text) and not _is_title(text)


def _is_title(text: str) -> bool:
    """Whether a word is nothing but a title, such as 局长."""
    return split_chinese(f"某{text}")[0] == "某"
