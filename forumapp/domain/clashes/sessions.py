"""Sessions that are wrong by themselves."""

from __future__ import annotations

from collections.abc import Iterator

from forumapp.domain.agenda import SessionKind
from forumapp.domain.clashes.facts import Clash, ClashKind, Plan, Planned

_WITHOUT_SPEAKERS = frozenset({SessionKind.BREAK, SessionKind.SOCIAL})


def clashes(plan: Plan) -> Iterator[Clash]:
    for session in plan.sessions:
        for kind, facts in _wrong(session, plan):
            yield Clash(kind=kind, sessions=(session.id,), facts=facts)


def _wrong(session: Planned, plan: Plan) -> Iterator[tuple[ClashKind, dict[str, object]]]:
    if session.spoken > session.minutes:
        yield ClashKind.MINUTES, {"spoken": session.spoken, "minutes": session.minutes}
    if not plan.rules.first_day <= session.day <= plan.rules.last_day:
        yield ClashKind.OUTSIDE, {"day": session.day}
    if session.kind in _WITHOUT_SPEAKERS:
        return
    if not session.confirmed:
        yield ClashKind.UNCONFIRMED, {"speaking": session.speaking}
    if session.speaking and not session.presiding:
        yield ClashKind.NO_CHAIR, {}
