"""What kind of session a title tells of, English or Chinese."""

from __future__ import annotations

import re

from forumapp.domain.agenda import SessionKind

_BREAK = re.compile(
    r"\b(?:coffee|tea|lunch|health|comfort|networking|short|morning|afternoon)\b.*\bbreak\b"
    r"|^(?:[-–•]\s*)?(?:break|lunch|luncheon|coffee|tea|family photo\w*|intermission)\b"
    r"|\bgroup photo|\blunch$"
    r"|茶歇|午餐|午休|休息|合影|咖啡|用餐|工作餐",
    re.IGNORECASE,
)
_SOCIAL = re.compile(
    r"\b(?:reception|dinner|banquet|excursion|field (?:visit|trip)|study (?:visit|tour)|cocktails?"
    r"|cultural (?:evening|performance|programme))\b"
    r"|招待会|晚宴|宴会|晚餐|参观|实地考察|文艺|欢迎酒会",
    re.IGNORECASE,
)
_CEREMONY = re.compile(
    r"\b(?:ceremony|ceremonies|inauguration|inaugural)\b|仪式|典礼|开幕式|闭幕式", re.IGNORECASE
)
_CLOSED = re.compile(
    r"\bclosed(?:[- ]door)? (?:session|meeting|consultation)|\(closed(?:[- ]door)?\)|闭门|内部会议",
    re.IGNORECASE,
)
_PLENARY = re.compile(r"\bplenary|\bkeynote|全体会议|主旨|大会发言", re.IGNORECASE)
_PARALLEL = re.compile(
    r"\b(?:parallel|breakout|side event|workshop)\b|平行|分论坛|分会场|边会", re.I
)
_IN_ORDER = (
    (_BREAK, SessionKind.BREAK),
    (_CLOSED, SessionKind.CLOSED),
    (_PARALLEL, SessionKind.PARALLEL),
    (_SOCIAL, SessionKind.SOCIAL),
    (_CEREMONY, SessionKind.CEREMONY),
    (_PLENARY, SessionKind.PLENARY),
)


def kind_of(title: str) -> SessionKind | None:
    """The kind that the words of a title say, if they do."""
    return next((kind for pattern, kind in _IN_ORDER if pattern.search(title)), None)
