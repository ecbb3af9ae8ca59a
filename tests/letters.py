"""Mails made for tests, the same each time, with invented names."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from forumapp.domain.access import Role
from forumapp.domain.circulars import CircularFacts
from forumapp.domain.delegations import Capacity, DelegationCategory
from forumapp.domain.events import Mode
from forumapp.domain.letters import (
    AnyLetter,
    CodeLetter,
    DelegationLetter,
    Entry,
    Invitation,
    Letter,
    NomineeLine,
    Place,
    StaffLetter,
)
from forumapp.domain.mail import MailKind
from forumapp.domain.registration import RegistrationStatus, SeatStatus
from forumapp.domain.text import Translated
from tests.programmes import a_person, a_programme

WRITTEN_AT = datetime(2027, 2, 3, 4, 5, 6, tzinfo=UTC)
FORUM = Place(
    part_id=1,
    part=Translated(en="Forum on Village Pilots", zh="乡村试点论坛"),
    mode=Mode.ROOM,
    seat=SeatStatus.HELD,
)
WORKING_GROUP = Place(
    part_id=2,
    part=Translated(en="Meeting of the working group", zh="工作组会议"),
    mode=Mode.ONLINE,
    seat=SeatStatus.WAITING,
)
REQUEST = Entry(
    method=Invitation.REQUEST,
    uid="6f1e1f8e-1d0c-4c55-9d3a-6a6f3f1f8e01",
    sequence=0,
    join_path="/me/",
)
CANCEL = Entry(method=Invitation.CANCEL, uid=REQUEST.uid, sequence=3)


def a_letter(
    kind: MailKind = MailKind.REGISTERED, *, locale: str = "en", **given: object
) -> Letter:
    """A mail to someone approved, with a seat in the room and a place in a waiting list."""
    facts: dict[str, object] = {
        "kind": kind,
        "locale": locale,
        "written_at": WRITTEN_AT,
        "recipient": "delegate@ministry.example",
        "person": a_person(2),
        "programme": a_programme(sessions=8),
        "status": RegistrationStatus.APPROVED,
        "places": (FORUM, WORKING_GROUP),
        "changes_until": datetime(2027, 3, 1, 9, 30, tzinfo=UTC),
        "may_register": True,
        "own_path": "/me/open/personal-token",
        "badge": "badge-token",
    }
    return Letter(**{**facts, **given})  # type: ignore[arg-type]  # a test gives what it names


def a_staff_letter(
    kind: MailKind = MailKind.PASSWORD_RESET, *, locale: str = "en", **given: object
) -> StaffLetter:
    facts: dict[str, object] = {
        "kind": kind,
        "locale": locale,
        "written_at": WRITTEN_AT,
        "recipient": "lin.daw@secretariat.example",
        "name": "Lin Daw",
        "path": "/reset/one-time-token",
    }
    return StaffLetter(**{**facts, **given})  # type: ignore[arg-type]  # a test gives what it names


def a_delegation_letter(
    kind: MailKind = MailKind.DELEGATION_INVITED, *, locale: str = "en", **given: object
) -> DelegationLetter:
    facts: dict[str, object] = {
        "kind": kind,
        "locale": locale,
        "written_at": WRITTEN_AT,
        "recipient": "focal@ministry.example",
        "name": "Ms. KEO Sophea",
        "delegation": "柬埔寨" if locale == "zh" else "Cambodia",
        "event": a_programme(sessions=8).event,
        "path": "/events/forum/delegation/open/focal-token",
        "until": datetime(2027, 2, 20, 9, 30, tzinfo=UTC),
        "category": DelegationCategory.OBSERVER,
        "quotas": ((Mode.ROOM, 8), (Mode.ONLINE, 4)),
        "part_quotas": ((WORKING_GROUP.part, Mode.ROOM, 2), (WORKING_GROUP.part, Mode.ONLINE, 1)),
        "nominated": 2,
    }
    return DelegationLetter(**{**facts, **given})  # type: ignore[arg-type]  # a test gives what it names


def samples(locale: str) -> dict[str, AnyLetter]:
    """Every kind of mail, and the shapes that a kind can have."""
    programme = a_programme(sessions=8)
    pending = replace(a_letter(locale=locale), status=RegistrationStatus.PENDING)
    return {
        "registered": a_letter(locale=locale, entry=REQUEST),
        "registered-pending": replace(pending, places=(FORUM,)),
        "registered-waiting": replace(
            pending, places=(replace(FORUM, seat=SeatStatus.WAITING), WORKING_GROUP)
        ),
        "approved": a_letter(MailKind.APPROVED, locale=locale, entry=REQUEST),
        "rejected": a_letter(
            MailKind.REJECTED,
            locale=locale,
            status=RegistrationStatus.REJECTED,
            places=(),
            badge="",
            reason="The delegation has named somebody else.\n\nPlease ask your focal point.",
        ),
        "promoted": a_letter(
            MailKind.PROMOTED,
            locale=locale,
            places=(FORUM, replace(WORKING_GROUP, seat=SeatStatus.HELD)),
            moved=replace(WORKING_GROUP, seat=SeatStatus.HELD),
            entry=replace(REQUEST, sequence=1),
        ),
        "code_sent": CodeLetter(
            kind=MailKind.CODE_SENT,
            locale=locale,
            written_at=WRITTEN_AT,
            recipient="delegate@ministry.example",
            name="Ms. KEO Sophea",
            event=programme.event,
            path="/events/forum/register/code/personal-code",
            until=datetime(2027, 2, 20, 9, 30, tzinfo=UTC),
        ),
        "offered": a_letter(
            MailKind.OFFERED,
            locale=locale,
            places=(FORUM, replace(WORKING_GROUP, seat=SeatStatus.OFFERED)),
            moved=replace(WORKING_GROUP, seat=SeatStatus.OFFERED),
            offered_until=datetime(2027, 2, 5, 4, 5, tzinfo=UTC),
            zone="Asia/Shanghai",
        ),
        "offer_over": a_letter(
            MailKind.OFFER_OVER,
            locale=locale,
            places=(FORUM, replace(WORKING_GROUP, seat=SeatStatus.RELEASED)),
        ),
        "mode_changed": a_letter(
            MailKind.MODE_CHANGED,
            locale=locale,
            places=(
                replace(FORUM, mode=Mode.ONLINE),
                replace(WORKING_GROUP, seat=SeatStatus.RELEASED),
            ),
            entry=replace(REQUEST, sequence=2),
        ),
        "withdrawn": a_letter(
            MailKind.WITHDRAWN,
            locale=locale,
            status=RegistrationStatus.WITHDRAWN,
            places=(),
            badge="",
            changes_until=None,
            entry=CANCEL,
        ),
        "link_again": a_letter(MailKind.LINK_AGAIN, locale=locale),
        "circular": replace(
            a_letter(MailKind.CIRCULAR, locale=locale),
            circular=CircularFacts(
                subject=Translated(en="{event}: how to reach the hall", zh="{event}：如何前往会场"),
                body=Translated(
                    en="{name}, buses leave at **eight** ({dates}, {place}).\n\n"
                    "- Bring your *badge* <b>and</b> a passport.\n- Yours: {link}\n\n{unknown}",
                    zh="{name}，班车**八点**出发（{dates}，{place}）。\n\n您的页面：{link}",
                ),
            ),
        ),
        "delegation_invited": a_delegation_letter(locale=locale),
        "delegation_reminded": a_delegation_letter(MailKind.DELEGATION_REMINDED, locale=locale),
        "delegation_nominated": a_delegation_letter(
            MailKind.DELEGATION_NOMINATED,
            locale=locale,
            nominees=(
                NomineeLine(
                    name="H.E. Ms. SOK Chanthavy",
                    capacity=Capacity.HEAD,
                    status=RegistrationStatus.APPROVED,
                    path="/me/open/personal-token",
                ),
                NomineeLine(
                    name="KEO Sophea",
                    capacity=Capacity.ADVISER,
                    status=RegistrationStatus.PENDING,
                    waits=True,
                ),
            ),
        ),
        "extension_decided": a_delegation_letter(
            MailKind.EXTENSION_DECIDED,
            locale=locale,
            granted=True,
            reason="The ministers changed.\nPlease hand the letter in as well.",
        ),
        "extension_decided-refused": a_delegation_letter(
            MailKind.EXTENSION_DECIDED, locale=locale, reason="The list is printed."
        ),
        "password_reset": a_staff_letter(locale=locale),
        "staff_invited": a_staff_letter(
            MailKind.STAFF_INVITED,
            locale=locale,
            path="/invite/one-time-token",
            by="Chen Guo",
            event=programme.event,
            role=Role.REGISTRAR,
        ),
        "staff_invited-known": a_staff_letter(
            MailKind.STAFF_INVITED,
            locale=locale,
            path="",
            by="Chen Guo",
            event=programme.event,
            role=Role.EDITOR,
        ),
    }
