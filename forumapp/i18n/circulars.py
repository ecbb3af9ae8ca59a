"""Texts to begin a circular from, in every language of the interface."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from forumapp.domain.circulars import Starter
from forumapp.domain.text import Translated
from forumapp.i18n import catalogue
from forumapp.i18n.catalogue import gettext
from forumapp.i18n.catalogue import message as _

_SUBJECTS: Mapping[Starter, str] = {
    Starter.REMINDER: _("We look forward to seeing you: {event}"),
    Starter.PRACTICAL: _("Practical information: {event}"),
    Starter.JOINING: _("How to join online: {event}"),
    Starter.THANKS: _("Thank you for taking part: {event}"),
    Starter.LETTER: _("Your letter: {event}"),
}
_BODIES: Mapping[Starter, tuple[str, ...]] = {
    Starter.REMINDER: (
        _("{event} will be held on {dates} in {place}, and your place is kept."),
        _(
            "Please look over your registration and your schedule on your own page: {link} "
            "If you cannot come, withdraw there, so that somebody else may have the place."
        ),
        _("The programme is at {programme}. Questions are answered by {contact}."),
    ),
    Starter.PRACTICAL: (
        _("{event} begins soon: {dates}, {venue}, {place}."),
        _("**Arrival.** The registration desk opens an hour before the first session."),
        _("**At the door.** Show the code on your badge, on paper or on your phone: {link}"),
        _("**Transport and hotels.** …"),
        _("Questions are answered by {contact}."),
    ),
    Starter.JOINING: (
        _("You take part in {event} online, on {dates}."),
        _(
            "On your own page there is a button for each session that you may join; it opens a "
            "quarter of an hour before the start: {link}"
        ),
        _(
            "Please test your microphone and your camera the day before, and join under your name "
            "and country. The link is yours alone."
        ),
        _("If something does not work, write to {contact}."),
    ),
    Starter.THANKS: (
        _("Thank you for taking part in {event}."),
        _("The programme, and soon the proceedings, are at {programme}."),
        _("Your certificate, where one is issued, is on your own page: {link}"),
        _("With the best wishes of the secretariat."),
    ),
    Starter.LETTER: (
        _("Your letter for {event}, {dates}, is attached."),
        _("Anyone can check it by the code that it carries. It is also on your own page: {link}"),
        _("Questions are answered by {contact}."),
    ),
}


def starting(starter: Starter, languages: Iterable[str]) -> tuple[Translated, Translated]:
    """Subject and text in those of the languages that the interface speaks."""
    spoken = [code for code in languages if code in catalogue.locales()]
    bodies = {
        code: "\n\n".join(gettext(text, code) for text in _BODIES[starter]) for code in spoken
    }
    return Translated({code: gettext(_SUBJECTS[starter], code) for code in spoken}), Translated(
        bodies
    )
