"""The facts of a mail to a member of staff."""

from __future__ import annotations

from datetime import datetime

from forumapp.db import db
from forumapp.domain.access import Role
from forumapp.domain.errors import DomainError, NotFound
from forumapp.domain.letters import StaffLetter
from forumapp.models import Mail, User, UserToken
from forumapp.services import events
from forumapp.services.accounts import links


class LinkExpired(DomainError):
    """The mail is about a link that is over, so that there is nothing left to say."""


def to_staff(mail: Mail, *, now: datetime) -> StaffLetter:
    """What the mail says; LinkExpired when its link is over."""
    user = db.session.get_one(User, mail.user_id)
    role = mail.facts.get("role")
    return StaffLetter(
        kind=mail.kind,
        locale=mail.locale,
        written_at=mail.written_at,
        recipient=mail.recipient,
        name=user.name,
        path=_link(mail.facts.get("link"), now=now),
        by=str(mail.facts.get("by") or ""),
        event=events.facts(mail.event_id) if mail.event_id else None,
        role=Role(role) if role else None,
    )


def _link(link_id: int | None, *, now: datetime) -> str:
    """The path of a staff link, made anew from its number; empty for none."""
    if link_id is None:
        return ""
    row = db.session.get(UserToken, link_id, populate_existing=True)
    if row is None or row.used_at is not None or row.expires_at <= now:
        raise LinkExpired
    try:
        return links.path(link_id)
    except NotFound:
        raise LinkExpired from None
