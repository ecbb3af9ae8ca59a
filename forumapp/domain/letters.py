"""The facts of a mail; its words are made from them in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from forumapp.domain.access import Role
from forumapp.domain.circulars import CircularFacts
from forumapp.domain.delegations import Capacity, DelegationCategory
from forumapp.domain.events import Mode
from forumapp.domain.invitations import Answer, Told
from forumapp.domain.mail import MailKind
from forumapp.domain.people import PersonFacts
from forumapp.domain.programme import EventFacts, Programme, SessionFacts
from forumapp.domain.registration import RegistrationStatus, SeatStatus
from forumapp.domain.telling import News, Reason
from forumapp.domain.text import Translated
from forumapp.domain.volumes import Volume


class Invitation(StrEnum):
    """What a mail's calendar entry asks: to be kept, or to be struck out (RFC 5546 3.2)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A person's place in one part of the event."""

    part_id: int
    part: Translated
    mode: Mode
    seat: SeatStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The calendar entry that goes with a mail; `join_path` is below the site's own address."""

    method: Invitation
    uid: str
    sequence: int
    join_path: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEntry:
    """The calendar entry of one session; `join_path` is below the site's own address."""

    method: Invitation
    uid: str
    sequence: int
    told: Told
    answer: Answer = Answer.NEEDS_ACTION
    join_path: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionNews:
    """What a mail says of one session: what the person knew of it, if anything, and what holds.

    `before` and `after` are the session in the releases that the mail compares. `answer_path`,
    below the site's own address, is where the person says whether they come; empty when nobody
    asks.
    """

    key: str
    reason: Reason
    news: News
    was: Told | None
    now: Told
    before: SessionFacts | None = None
    after: SessionFacts | None = None
    entry: SessionEntry | None = None
    answer_path: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail to a participant.

    `programme` holds the sessions of the parts in which the person has a seat, and those in which
    they speak; its event is as it is now, or in the release that the mail is about. `moved` is the
    place that the mail is about, where it is about one; a seat that it offers is kept until
    `offered_until`. `badge` is empty for who has none. Paths
    are below the site's own address. `zone` is the person's, empty for that of their capital.

    `care_of` is set where the mail goes to the focal point of somebody without an address.

    `news` are the sessions that the mail is about, in order of time; they and who speaks in them
    stand in `released` and, as they were when the person was told last, in `before`. `elsewhere` is
    the event as it was then, where its dates or place are others now. `circular` is what the
    secretariat wrote, where the mail is one of many.
    """

    kind: MailKind
    locale: str
    written_at: datetime
    recipient: str
    person: PersonFacts
    programme: Programme
    status: RegistrationStatus | None = None
    places: tuple[Place, ...] = ()
    moved: Place | None = None
    reason: str = ""
    changes_until: datetime | None = None
    offered_until: datetime | None = None
    may_register: bool = False
    own_path: str = field(repr=False)
    badge: str = field(default="", repr=False)
    entry: Entry | None = None
    zone: str = ""
    care_of: bool = False
    news: tuple[SessionNews, ...] = ()
    released: Programme | None = None
    before: Programme | None = None
    elsewhere: EventFacts | None = None
    circular: CircularFacts | None = None

    @property
    def session_entries(self) -> tuple[SessionEntry, ...]:
        """The calendar entries of single sessions that go with the mail."""
        return tuple(one.entry for one in self.news if one.entry is not None)

    @property
    def speaks(self) -> bool:
        """Whether one of the sessions that the mail is about is one in which the person speaks."""
        return any(one.reason is Reason.SPEAKS for one in self.news)

    @property
    def event(self) -> EventFacts:
        return self.programme.event

    @property
    def waits_everywhere(self) -> bool:
        """Whether the person has a place in waiting lists alone."""
        seats = [place.seat for place in self.places if place.seat is not SeatStatus.RELEASED]
        return bool(seats) and all(seat is SeatStatus.WAITING for seat in seats)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffLetter:
    """A mail to a member of staff. `event` and `role` are None where it is about neither.

    `path`, below the site's own address, opens a door once; empty for who needs no link.
    """

    kind: MailKind
    locale: str
    written_at: datetime
    recipient: str
    name: str
    path: str = field(default="", repr=False)
    by: str = ""
    event: EventFacts | None = None
    role: Role | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NomineeLine:
    """Somebody nominated, in a mail to their focal point.

    `path`, below the site's own address, is the personal link of who has no address of their own:
    nobody else could pass it on.
    """

    name: str
    capacity: Capacity
    status: RegistrationStatus
    waits: bool = False
    path: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationLetter:
    """A mail to the focal point of a delegation, which is called `delegation` in their language.

    `name` is theirs. `path`, below the site's own address, opens the page of the delegation until
    a newer one is made. `quotas` are the people that the delegation may have in each mode, and
    `part_quotas` those in single parts, where that is limited; `until` is the deadline. `reason`
    and `granted` answer what they asked for. `nominees` are those whom they have just nominated.
    `note` is the note verbale that goes with an invitation.
    """

    kind: MailKind
    locale: str
    written_at: datetime
    recipient: str
    name: str
    delegation: str
    event: EventFacts
    category: DelegationCategory = DelegationCategory.MEMBER
    path: str = field(default="", repr=False)
    until: datetime | None = None
    quotas: tuple[tuple[Mode, int], ...] = ()
    part_quotas: tuple[tuple[Translated, Mode, int], ...] = ()
    nominated: int = 0
    granted: bool = False
    reason: str = ""
    nominees: tuple[NomineeLine, ...] = ()
    note: Volume | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLetter:
    """A mail that invites somebody to register; `path`, below the site's own address, does so once.

    `until` is when registration closes, None where it doesn't.
    """

    kind: MailKind
    locale: str
    written_at: datetime
    recipient: str
    name: str
    event: EventFacts
    path: str = field(default="", repr=False)
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note verbale to a state (`country`) or an organisation (`name`), dated `day`.

    `text` are paragraphs with placeholders in braces.
    """

    locale: str
    heading: str
    text: str
    day: date
    event: EventFacts
    country: str
    name: Translated
    category: DelegationCategory
    focal_name: str
    until: datetime | None
    quotas: tuple[tuple[Mode, int], ...] = ()
    part_quotas: tuple[tuple[Translated, Mode, int], ...] = ()


AnyLetter = Letter | StaffLetter | DelegationLetter | CodeLetter


def invitation(
    kind: MailKind,
    *,
    approved_then: bool,
    approved_now: bool,
    has_seat: bool,
    before: Sequence[Invitation],
) -> Invitation | None:
    """Which calendar entry a mail carries, after those that went out before, oldest first.

    Who is approved is invited, at once or later, and again when a place changes. A mail that comes
    late invites nobody who has withdrawn since. Only what was asked for is cancelled (RFC 5546
    3.2.5): a person of whom nothing is left, or who has lost every seat.
    """
    invited = bool(before) and before[-1] is Invitation.REQUEST
    if kind in _ENDS:
        return Invitation.CANCEL if invited else None
    if kind not in _INVITES or not approved_then:
        return None
    if approved_now and has_seat:
        return Invitation.REQUEST
    return Invitation.CANCEL if invited else None


_INVITES = frozenset(
    {
        MailKind.REGISTERED,
        MailKind.APPROVED,
        MailKind.PROMOTED,
        MailKind.MODE_CHANGED,
        MailKind.PROGRAMME_CHANGED,
    }
)
_ENDS = frozenset({MailKind.REJECTED, MailKind.WITHDRAWN})
