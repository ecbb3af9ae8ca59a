"""From the facts of a mail to the message that is handed over: words, calendar entry, picture."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import parseaddr
from urllib.parse import urlsplit

from forumapp.config import settings
from forumapp.domain.errors import Invalid
from forumapp.domain.letters import Entry, Letter, StaffLetter
from forumapp.i18n.catalogue import html_language
from forumapp.render import ical, letters, qr
from forumapp.render.mail import compose


def message(letter: Letter | StaffLetter, *, message_id: str) -> EmailMessage:
    """The same facts make the same message. Raises Invalid when its address can't be one."""
    try:
        return _composed(letter, message_id, reply_to=_contact(letter))
    except Invalid as error:
        if "reply_to" not in error.errors:
            raise
        return _composed(letter, message_id, reply_to=None)


def _composed(
    letter: Letter | StaffLetter, message_id: str, *, reply_to: str | None
) -> EmailMessage:
    chosen = settings()
    written = letters.write(letter, base_url=chosen.base_url)
    entry = letter.entry if isinstance(letter, Letter) else None
    badge = letter.badge if isinstance(letter, Letter) else ""
    shown = bool(badge) and f"cid:{letters.BADGE}" in written.html
    return compose(
        sender=chosen.mail_from,
        recipient_name=letter.person.name if isinstance(letter, Letter) else letter.name,
        recipient_address=letter.recipient,
        reply_to=reply_to,
        subject=written.subject,
        text=written.text,
        html=written.html,
        message_id=f"{message_id}@{urlsplit(chosen.base_url).hostname or 'localhost'}",
        date=letter.written_at,
        language=html_language(letter.locale),
        calendar=_calendar(letter, entry) if isinstance(letter, Letter) and entry else None,
        calendar_method=entry.method if entry else "",
        inline_images={letters.BADGE: qr.png(badge, scale=6)} if shown else {},
    )


def _contact(letter: Letter | StaffLetter) -> str | None:
    """Where answers go: to the secretariat of the event, where it is about one."""
    event = letter.event if isinstance(letter, Letter) else None
    return event.contact_email or None if event else None


def _calendar(letter: Letter, entry: Entry) -> bytes:
    """The invitation or its cancellation (RFC 5546 3.2); answers go to the secretariat."""
    event, base_url = letter.event, settings().base_url
    sender = parseaddr(settings().mail_from)[1]
    invited = ical.Invited(
        uid=entry.uid,
        sequence=entry.sequence,
        written_at=letter.written_at,
        attendee=ical.Mailbox(letter.person.name, letter.recipient),
        organizer=ical.Mailbox(
            event.contact_name or event.title.pick(letter.locale), event.contact_email or sender
        ),
        join_url=f"{base_url}{entry.join_path}" if entry.join_path else None,
    )
    return ical.invitation(
        letter.programme,
        invited,
        method=ical.Method(entry.method),
        locale=letter.locale,
        base_url=base_url,
    )
