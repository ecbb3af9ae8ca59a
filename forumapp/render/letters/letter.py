"""From the facts of a mail to its subject, its plain text and its HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from forumapp.domain.letters import AnyLetter, Invitation, Letter, StaffLetter
from forumapp.domain.mail import MailKind
from forumapp.domain.registration import RegistrationStatus
from forumapp.i18n import catalogue
from forumapp.i18n.catalogue import message as _
from forumapp.render.letters import circulars, news, pieces
from forumapp.render.letters.templates import page
from forumapp.render.wording import Wording, line

BADGE = "badge"  # the content id of the picture of the code
OWN_ACCENT = "#7a1f2b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A mail in words. `text` and `html` say the same."""

    subject: str
    text: str
    html: str


_SUBJECTS: Mapping[MailKind, str] = {
    MailKind.REGISTERED: _("You are registered: %(event)s"),
    MailKind.APPROVED: _("Your registration is approved: %(event)s"),
    MailKind.REJECTED: _("Your registration could not be accepted: %(event)s"),
    MailKind.PROMOTED: _("You have a seat: %(event)s"),
    MailKind.CODE_SENT: _("You are invited to register: %(event)s"),
    MailKind.OFFERED: _("A seat is offered to you: %(event)s"),
    MailKind.OFFER_OVER: _("The offer of a seat has run out: %(event)s"),
    MailKind.MODE_CHANGED: _("How you take part has changed: %(event)s"),
    MailKind.WITHDRAWN: _("Your registration is withdrawn: %(event)s"),
    MailKind.LINK_AGAIN: _("Your personal link: %(event)s"),
    MailKind.INVITED: _("You are invited: %(event)s"),
    MailKind.PROGRAMME_CHANGED: _("The programme has changed for you: %(event)s"),
    MailKind.DELEGATION_INVITED: _("Nominate your delegation: %(event)s"),
    MailKind.DELEGATION_REMINDED: _("Nominations close soon: %(event)s"),
    MailKind.DELEGATION_NOMINATED: _("Your nominations are received: %(event)s"),
    MailKind.EXTENSION_DECIDED: _("About your delegation after the deadline: %(event)s"),
    MailKind.CIRCULAR: _("From the secretariat: %(event)s"),
    MailKind.PASSWORD_RESET: _("Set a new password"),
    MailKind.STAFF_INVITED: _("You are invited to the secretariat's workspace"),
}
_RECEIVED = _("We have your registration: %(event)s")
_WAITING = _("You are on the waiting list: %(event)s")
_TEAM = _("You are in the team of %(event)s")
_TO_SPEAK = _("You are asked to speak: %(event)s")
_ELSEWHERE = _("New dates or another place: %(event)s")


def write(letter: AnyLetter, *, base_url: str) -> Written:
    """The mail in words. What people typed is text in it, never markup."""
    base_url = base_url.rstrip("/")
    facts = {
        "letter": letter,
        "event": letter.event,
        "subject": subject(letter),
        "base_url": base_url,
        "host": urlsplit(base_url).netloc,
        "accent": letter.event.accent if letter.event else OWN_ACCENT,
        "lang": catalogue.html_language(letter.locale),
        **(_of_participant(letter, base_url) if isinstance(letter, Letter) else {}),
    }
    text, html = (page(f"{letter.kind}.{face}", letter.locale, facts) for face in ("txt", "html"))
    return Written(subject=subject(letter), text=text, html=html)


def subject(letter: AnyLetter) -> str:
    """The subject on one line."""
    if isinstance(letter, Letter) and letter.circular is not None:
        return line(circulars.subject(letter, letter.circular))
    text = _SUBJECTS[letter.kind]
    if isinstance(letter, StaffLetter):
        text = _TEAM if letter.kind is MailKind.STAFF_INVITED and letter.event else text
    elif isinstance(letter, Letter):
        text = _more_exactly(letter) or text
    title = letter.event.title.pick(letter.locale) if letter.event else ""
    return line(catalogue.gettext(text, letter.locale) % {"event": title})


def _more_exactly(letter: Letter) -> str:
    """The subject where the facts call for another one than the kind's own."""
    if letter.kind is MailKind.REGISTERED and letter.waits_everywhere:
        return _WAITING
    if letter.kind is MailKind.REGISTERED and letter.status is not RegistrationStatus.APPROVED:
        return _RECEIVED
    if letter.kind is MailKind.INVITED and letter.speaks:
        return _TO_SPEAK
    return _ELSEWHERE if letter.elsewhere is not None else ""


def _of_participant(letter: Letter, base_url: str) -> dict[str, Any]:
    """What the templates say of the person's days, and where their links lead."""
    said = Wording(letter.programme, locale=letter.locale, base_url=base_url)
    method = letter.entry.method if letter.entry else None
    methods = [method, *(entry.method for entry in letter.session_entries)]
    return {
        "said": said,
        "name": pieces.addressed(letter.person, letter.locale),
        # The page opens in the language of the mail.
        "own_url": f"{base_url}{letter.own_path}?lang={letter.locale}",
        "event_url": f"{said.event_url}/",
        "approved": letter.status is RegistrationStatus.APPROVED,
        "waits": letter.waits_everywhere,
        "in_room": pieces.in_room(letter),
        "places": pieces.places(letter),
        "answer_until": pieces.answer_until(letter),
        "days": pieces.days(letter, said),
        "turns": pieces.turns(letter, said),
        "badge": BADGE if letter.badge else "",
        "invited": method is Invitation.REQUEST,
        "cancelled": methods.count(Invitation.CANCEL),
        "calendar_note": news.calendar_note(letter),
        "groups": news.groups(letter, base_url=base_url),
        "moved_event": news.moved_event(letter),
        "body": circulars.body(letter, base_url=base_url),
        "attached": circulars.attached(letter),
    }
