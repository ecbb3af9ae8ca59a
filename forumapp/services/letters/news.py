"""What a mail says of single sessions, and which of their calendar entries still go with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.invitations import Answer, Method, Told, all_told, may_go
from forumapp.domain.letters import Invitation as Asks
from forumapp.domain.letters import SessionEntry, SessionNews
from forumapp.domain.mail import MailState
from forumapp.domain.telling import News, Reason
from forumapp.models import Invitation, Mail, Person
from forumapp.services import tokens, video
from forumapp.services.letters.releases import Releases, by_key, some
from forumapp.services.tokens import Purpose

# In these states a mail has, or may have, reached its reader.
OUT = (MailState.HANDING_OVER, MailState.SENT, MailState.UNCONFIRMED)
Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Where the links of each session lead, by its key; below the site's own address."""

    join: Mapping[str, str] = field(default_factory=dict, repr=False)
    answer: Mapping[str, str] = field(default_factory=dict, repr=False)


def news_of(
    items: Iterable[Plain], found: Releases, *, going: Iterable[Plain], links: Links
) -> Iterator[SessionNews]:
    """The items of a mail's facts as news; of their entries only those that are `going` stay."""
    old, new = all_told(found.before), all_told(found.after)
    before, after = by_key(found.before), by_key(found.after)
    kept = {entry["uid"] for entry in going}
    for item in items:
        key, entry = item["key"], item["entry"]
        was, now = _sides(entry) if entry else (old.get(key), new.get(key))
        told = now or was
        if told is None:
            continue
        goes = entry is not None and entry["uid"] in kept
        yield SessionNews(
            key=key,
            reason=Reason(item["reason"]),
            news=News(item["news"]),
            was=was,
            now=told,
            before=before.get(key),
            after=after.get(key),
            entry=_entry(entry, links.join.get(key, "")) if goes else None,
            answer_path=links.answer.get(key, ""),
        )


def entries_that_go(mail: Mail) -> tuple[Plain, ...]:
    """The entries that still go with a mail: not those that a later one has told otherwise."""
    entries = [item["entry"] for item in mail.facts.get("items", ()) if item["entry"]]
    if not entries:
        return ()
    live = set(
        db.session.scalars(
            sa.select(Invitation.id).where(
                Invitation.id.in_([entry["id"] for entry in entries]),
                Invitation.method == Method.REQUEST,
            )
        )
    )
    out = _out(mail)
    return tuple(
        entry
        for entry in entries
        if may_go(
            Method(entry["method"]),
            entry["sequence"],
            live=entry["id"] in live,
            out=out.get(entry["uid"], ()),
        )
    )


def links_of(person: Person, found: Releases, going: Iterable[Plain]) -> Links:
    """The links of the sessions that the person is asked to come to, and hasn't answered about."""
    asked = [entry for entry in going if Method(entry["method"]) is Method.REQUEST]
    about = some(found.after, (entry["key"] for entry in asked))
    assert about is not None
    ways = video.join_links(person, about, video.standing(person.id))
    return Links(
        join={s.key: ways[s.id].path for s in about.sessions if s.id in ways},
        answer={
            entry["key"]: f"/answer/{tokens.sign(person, Purpose.ANSWER, entry['id'])}"
            for entry in asked
            if Answer(entry["answer"]) is Answer.NEEDS_ACTION
        },
    )


def _sides(entry: Plain) -> tuple[Told | None, Told]:
    return Told.of(entry["was"]) if entry["was"] else None, Told.of(entry["now"])


def _entry(entry: Plain, join_path: str) -> SessionEntry:
    return SessionEntry(
        method=Asks(entry["method"].upper()),
        uid=entry["uid"],
        sequence=entry["sequence"],
        answer=Answer(entry["answer"]),
        told=Told.of(entry["now"]),
        join_path=join_path,
    )


def _out(mail: Mail) -> dict[str, list[tuple[Method, int]]]:
    """What other mails have told the person's calendar, by UID, in order of SEQUENCE."""
    others: Iterable[Any] = db.session.scalars(
        sa.select(Mail.facts).where(
            Mail.person_id == mail.person_id, Mail.id != mail.id, Mail.state.in_(OUT)
        )
    )
    told = sorted(
        (sequence, uid, method)
        for facts in others
        for uid, method, sequence in facts.get("sessions", ())
    )
    found: dict[str, list[tuple[Method, int]]] = {}
    for sequence, uid, method in told:
        found.setdefault(uid, []).append((Method(method), sequence))
    return found
