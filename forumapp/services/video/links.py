"""Join links: one for each person and session, good for nothing by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forumapp.domain.programme import Programme
from forumapp.domain.video import Window, admits
from forumapp.models import Person
from forumapp.services import tokens
from forumapp.services.tokens import Purpose
from forumapp.services.video.guests import Standing, rules_by_session


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinLink:
    """The product's own address for one person and session, and when the gate opens."""

    path: str
    window: Window


def join_links(person: Person, programme: Programme, known: Standing) -> Mapping[int, JoinLink]:
    """A link for each session of the programme whose room's rule includes the person."""
    rules = rules_by_session(programme.event.id, [session.id for session in programme.sessions])
    if not rules:
        return {}
    links: dict[int, JoinLink] = {}
    for session in programme.sessions:
        rule = rules.get(session.id)
        if rule is None or not admits(rule, known.guest(session.id, session.part_id)):
            continue
        times = programme.starts_at(session), programme.ends_at(session)
        links[session.id] = JoinLink(path=join_path(person, session.id), window=rule.window(*times))
    return links


def join_path(person: Person, session_id: int) -> str:
    return f"/j/{tokens.sign(person, Purpose.JOIN, session_id)}"
