"""What stands on the cover of any volume: the event, its organisers, symbol, date and status."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from forumapp.domain.agenda import SessionKind
from forumapp.domain.events import OrganisationRole, ordinal
from forumapp.domain.programme import EventFacts, OrganisationFacts, Programme, ReleaseStatus
from forumapp.i18n.catalogue import gettext
from forumapp.i18n.catalogue import message as _
from forumapp.i18n.words import label
from forumapp.render import qr
from forumapp.render.volumes.language import date_in, days, long_date

PAUSES = frozenset({SessionKind.BREAK, SessionKind.SOCIAL})

CONVENING = (OrganisationRole.HOST, OrganisationRole.CO_HOST, OrganisationRole.ORGANISER)
_ROLES = tuple(OrganisationRole)

STATUS = {
    ReleaseStatus.PROVISIONAL: _("Provisional programme"),
    ReleaseStatus.REVISED: _("Programme, revised %(number)s"),
    ReleaseStatus.ADOPTED: _("Programme as adopted"),
}

# An organisation's number to the name of its logo among the assets.
Logos = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Front:
    """The cover's facts in one language; `languages` holds for every session that says no other.

    `convening` are those of the organisers who invite, by role.
    """

    event: EventFacts
    edition: str
    dates: str
    organisers: tuple[tuple[str, tuple[OrganisationFacts, ...]], ...]
    convening: tuple[tuple[str, tuple[OrganisationFacts, ...]], ...]
    logos: Logos
    languages: tuple[str, ...]
    interpretation: tuple[str, ...]


def front(programme: Programme, *, locale: str, logos: Logos) -> Front:
    """The facts of a cover."""
    event = programme.event
    languages, interpretation = usual_languages(programme)
    return Front(
        event=event,
        edition=edition(event, locale=locale),
        dates=days(event.starts_on, event.ends_on, locale),
        organisers=_by_role(event.organisations, locale),
        convening=_by_role((one for one in event.organisations if one.role in CONVENING), locale),
        logos=logos,
        languages=languages,
        interpretation=interpretation,
    )


def _by_role(
    organisations: Iterable[OrganisationFacts], locale: str
) -> tuple[tuple[str, tuple[OrganisationFacts, ...]], ...]:
    ordered = sorted(organisations, key=lambda one: _ROLES.index(one.role))
    return tuple(
        (label(role, locale), tuple(group))
        for role, group in groupby(ordered, key=lambda one: one.role)
    )


def status(programme: Programme, *, locale: str) -> str:
    """How the programme is issued; without its history the second release is the first revision."""
    release = programme.release
    words = gettext(STATUS[release.status], locale)
    return words % {"number": release.revision or max(1, release.number - 1)}


def issued(programme: Programme, *, locale: str) -> str:
    """The day on which the programme was issued, by the venue's calendar."""
    return long_date(date_in(programme.release.issued_at, programme.event.zone), locale)


def edition(event: EventFacts, *, locale: str) -> str:
    """The series' edition: 16th edition."""
    if not event.edition:
        return ""
    number = ordinal(event.edition) if locale == "en" else str(event.edition)
    return gettext(_("%(number)s edition"), locale) % {"number": number}


def usual_languages(programme: Programme) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The languages and the interpretation that most sessions have."""
    said = Counter(
        (session.languages, session.interpretation)
        for session in programme.sessions
        if session.kind not in PAUSES and (session.languages or session.interpretation)
    )
    return said.most_common(1)[0][0] if said else ((), ())


def running_title(title: str, *, symbol: str) -> str:
    """What stands at the top of a page: symbol and title."""
    return f"{symbol} · {title}" if symbol else title


def qr_image(address: str) -> str:
    """A QR code as the address of an inline picture."""
    return "data:image/png;base64," + base64.b64encode(qr.png(address)).decode()
