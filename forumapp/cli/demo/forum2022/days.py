"""When it was, who came, and its breaks."""

from __future__ import annotations

from datetime import date

from forumapp.cli.demo.builder import Builder
from forumapp.domain.agenda import SessionKind
from forumapp.domain.text import Translated
from forumapp.models import Part

COUNTRIES = ("CN", "BN", "KH", "ID", "LA", "MY", "MM", "PH", "SG", "TH", "VN")
D1, D2, D3 = date(2022, 6, 28), date(2022, 6, 29), date(2022, 6, 30)


def pause(
    builder: Builder,
    part: Part,
    code: str,
    at: str,
    minutes: int,
    day: date,
    *,
    words: Translated | None = None,
) -> None:
    """A break across all rooms: lunch when it is long, tea when it is short."""
    lunch = minutes > 60
    default = Translated(en="Lunch", zh="午餐") if lunch else Translated(en="Tea break", zh="茶歇")
    builder.session(
        code, words or default, SessionKind.BREAK, day=day, at=at, minutes=minutes, part=part
    )
