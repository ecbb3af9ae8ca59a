"""From the facts of a mail to the message that is handed over: words, calendar entries, picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.utils import parseaddr
from urllib.parse import urlsplit

from forumapp.config import settings
from forumapp.domain.errors import Invalid
from forumapp.domain.letters import (
    AnyLetter,
    DelegationLetter,
    Entry,
    Letter,
    SessionNews,
    StaffLetter,
)
from forumapp.i18n.catalogue import html_language
from forumapp.jobs.enclosures import enclosures, note_verbale
from forumapp.render import ical, letters, qr
from forumapp.render.mail import Attachment, CalendarPart, compose


def message(letter: AnyLetter, *, message_id: str) -> EmailMessage:
    """The same facts make the same message. Raises Invalid when its address can't be one."""
    try:
        return _composed(letter, message_id, reply_to=_contact(letter))
    except Invalid as error:
        if "reply_to" not in error.errors:
            raise
        return _composed(letter, message_id, reply_to=None)


def _composed(letter: AnyLetter, message_id: str, *, reply_to: str | None) -> EmailMessage:
    chosen = settings()
    written = letters.write(letter, base_url=chosen.base_url)
    calendars = list(_calendars(letter)) if isinstance(letter, Letter) else []
    badge = letter.badge if isinstance(letter, Letter) else ""
    shown = bool(badge) and f"cid:{letters.BADGE}" in written.html
    return compose(
        sender=chosen.mail_from,
        recipient_name=_name(letter),
        recipient_address=letter.recipient,
        reply_to=reply_to,
        subject=written.subject,
        text=written.text,
        html=written.html,
        message_id=f"{message_id}@{urlsplit(chosen.base_url).hostname or 'localhost'}",
        date=letter.written_at,
        language=html_language(letter.locale),
        calendar=calendars[0].data if calendars else None,
        calendar_method=calendars[0].method if calendars else "",
        further_calendars=calendars[1:],
        attachments=_attachments(letter),
        inline_images={letters.BADGE: qr.png(badge, scale=6)} if shown else {},
    )


def _attachments(letter: AnyLetter) -> list[Attachment]:
    if isinstance(letter, DelegationLetter):
        return [note_verbale(letter.note, letter.locale)] if letter.note else []
    if not isinstance(letter, Letter) or letter.circular is None:
        return []
    return enclosures(letter, letter.circular)


def _name(letter: AnyLetter) -> str:
    if not isinstance(letter, Letter):
        return letter.name
    return "" if letter.circular and letter.circular.test else letter.person.name


def _contact(letter: AnyLetter) -> str | None:
    """Where answers go: to the secretariat of the event, where it is about one."""
    event = None if isinstance(letter, StaffLetter) else letter.event
    return event.contact_email or None if event else None


def _calendars(letter: Letter) -> Iterator[CalendarPart]:
    """The entries that go with a mail: that of the event, then those of sessions, each by itself.

    All entries of one object must share a UID (RFC 5546 3.2.2), so each has a part of its own.
    """
    if letter.entry:
        yield CalendarPart(
            name="event.ics", method=letter.entry.method, data=_of_event(letter, letter.entry)
        )
    for news in letter.news:
        if news.entry:
            yield CalendarPart(
                name=f"{news.now.code}.ics",
                method=news.entry.method,
                data=_of_session(letter, news),
            )


def _of_event(letter: Letter, entry: Entry) -> bytes:
    """The invitation to the event or its cancellation (RFC 5546 3.2)."""
    return ical.invitation(
        letter.programme,
        _invited(letter, uid=entry.uid, sequence=entry.sequence, join_path=entry.join_path),
        method=ical.Method(entry.method),
        locale=letter.locale,
        base_url=settings().base_url,
    )


def _of_session(letter: Letter, news: SessionNews) -> bytes:
    entry = news.entry
    assert entry is not None
    invited = _invited(letter, uid=entry.uid, sequence=entry.sequence, join_path=entry.join_path)
    return ical.session_invitation(
        letter.released or letter.programme,
        letters.occasion(letter, news),
        replace(invited, answer=entry.answer),
        method=ical.Method(entry.method),
        locale=letter.locale,
        base_url=settings().base_url,
    )


def _invited(letter: Letter, *, uid: str, sequence: int, join_path: str) -> ical.Invited:
    """The one who is asked; answers go to where they are read, else to the secretariat."""
    event, chosen = letter.event, settings()
    sender = parseaddr(chosen.mail_from)[1]
    return ical.Invited(
        uid=uid,
        sequence=sequence,
        written_at=letter.written_at,
        attendee=ical.Mailbox(letter.person.name, letter.recipient),
        organizer=ical.Mailbox(
            (event.contact_name or event.title).pick(letter.locale),
            chosen.mail_in_address or event.contact_email or sender,
        ),
        join_url=f"{chosen.base_url}{join_path}" if join_path else None,
    )
