"""What somebody would be written about the next release, to be read before it is published."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import NotFound
from forumapp.domain.letters import Letter, SessionNews
from forumapp.domain.programme import ReleaseFacts
from forumapp.domain.telling import Notice
from forumapp.models import Event, Mail, Registration
from forumapp.services import invitations
from forumapp.services.access import require
from forumapp.services.events import EventRow
from forumapp.services.letters.news import Links, news_of
from forumapp.services.letters.participants import written
from forumapp.services.letters.releases import Releases, some
from forumapp.services.publications import Proposal
from forumapp.services.rows import read

NEXT = 2**62  # greater than the number of any mail that was written
HIDDEN = "…"  # stands for what only the reader of a mail may know


def preview(
    actor: Actor,
    event_id: int,
    plan: Proposal,
    person_id: int,
    *,
    release: ReleaseFacts,
    now: datetime,
) -> Letter:
    """The mail that publishing this would send to a person, its personal links hidden.

    Raises NotFound for somebody whom it wouldn't tell.
    """
    require(actor, Action.PUBLISH, event_id=event_id)
    notice = plan.telling.of(person_id)
    if notice is None:
        raise NotFound
    event = read(EventRow, db.session.get_one(Event, event_id))
    found = Releases(after=replace(plan.after, release=release), before=plan.telling.before)
    mail = _mail(plan, notice, event_id=event_id, now=now)
    entries = (item["entry"] for item in mail.facts["items"] if item["entry"])
    return hidden(written(mail, event, found, going=tuple(entries), now=now))


def news(plan: Proposal, notice: Notice) -> tuple[SessionNews, ...]:
    """What a notice says of each session, without a query."""
    keys = {item.key for item in notice.items}
    after = some(plan.after, keys)
    assert after is not None
    found = Releases(after=after, before=some(plan.telling.before, keys))
    items = invitations.facts(notice, {})["items"]
    return tuple(news_of(items, found, going=(), links=Links()))


def _mail(plan: Proposal, notice: Notice, *, event_id: int, now: datetime) -> Mail:
    """The mail as it would be written; it stays out of the database."""
    reader = plan.telling.readers[notice.person_id]
    status = db.session.scalar(sa.select(Registration.status).filter_by(person_id=reader.id))
    return Mail(
        id=NEXT,
        kind=invitations.kind(notice),
        person_id=reader.id,
        event_id=event_id,
        locale=reader.locale,
        recipient=reader.email,
        facts={**invitations.facts(notice, {}), "status": status},
        written_at=now,
    )


def hidden(letter: Letter) -> Letter:
    """The same letter for other eyes: where its links lead, but not into whose hands."""
    entry = letter.entry
    return replace(
        letter,
        own_path=f"/me/open/{HIDDEN}",
        badge="",
        entry=entry and replace(entry, join_path=_masked(entry.join_path)),
        news=tuple(map(_masked_news, letter.news)),
    )


def _masked_news(news: SessionNews) -> SessionNews:
    entry = news.entry
    return replace(
        news,
        answer_path=_masked(news.answer_path),
        entry=entry and replace(entry, join_path=_masked(entry.join_path)),
    )


def _masked(path: str) -> str:
    """`/j/token` as `/j/…`; what names nobody stays."""
    head, slash, token = path.rpartition("/")
    return f"{head}/{HIDDEN}" if slash and token else path
