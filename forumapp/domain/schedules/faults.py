"""Rows of a file that say again what another says, and those that run beside others."""

from __future__ import annotations

from collections.abc import Sequence

from forumapp.domain.names import plain_key
from forumapp.domain.schedules.findings import Code, Finding, Place
from forumapp.domain.schedules.matching import titles
from forumapp.domain.schedules.reading import ReadSession


def found(code: Code, session: ReadSession, **facts: str) -> Finding:
    return Finding(code=code, place=session.place, name=str(session.called), facts=facts)


def same(session: ReadSession, seen: dict[object, Place]) -> Finding | None:
    """What an earlier row was already: by identity, code, or by start, title and room."""
    if session.identity or session.code:
        key: object = session.identity or session.code.casefold()
        code = Code.SAME_IDENTITY
    else:
        key = (session.starts, titles(session), plain_key(session.room or ""))
        code = Code.SAME_SESSION
    other = seen.setdefault(key, session.place)
    if other is session.place:
        return None
    return found(code, session, other=str(other.number))


def beside_others(sessions: Sequence[ReadSession]) -> set[int]:
    """Which of them overlap another: the next one in order, or the longest that came before."""
    order = sorted(range(len(sessions)), key=lambda place: sessions[place].starts)
    crowded: set[int] = set()
    longest: int | None = None
    for place in order:
        if longest is None or sessions[place].starts >= sessions[longest].ends:
            longest = place
            continue
        crowded |= {longest, place}
        if sessions[place].ends > sessions[longest].ends:
            longest = place
    return crowded
