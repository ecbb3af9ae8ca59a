"""Objects for tests, written to the database as plainly as can be; each has every default."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, TypeVar

import sqlalchemy as sa
from flask.testing import FlaskClient

from forumapp.config import settings
from forumapp.db import Base, db, unit_of_work
from forumapp.domain.access import SYSTEM, Actor, Role
from forumapp.domain.agenda import SessionKind
from forumapp.domain.checkin.doors import DoorScope, code_hash
from forumapp.domain.delegations import CredentialStatus, DelegationCategory
from forumapp.domain.events import EventFormat, EventKind, EventState, Mode
from forumapp.domain.mail import MailKind
from forumapp.domain.programme import ReleaseStatus
from forumapp.domain.questions import QuestionKind
from forumapp.domain.registration import Approval, RegistrationStatus, SeatStatus
from forumapp.domain.speakers import SpeakerStatus, SpeakingPart
from forumapp.domain.text import Translated
from forumapp.domain.video import Provider
from forumapp.gateways.files import LocalFiles
from forumapp.models import (
    Category,
    Circular,
    CircularFile,
    Credential,
    Delegation,
    Door,
    Event,
    Job,
    Notice,
    Part,
    PartQuota,
    Person,
    Question,
    Registration,
    Room,
    Seat,
    Session,
    Speaker,
    Track,
    User,
    VideoRoom,
    VideoRoomSession,
)
from forumapp.services import accounts, publications, questions, tokens
from forumapp.services.accounts import passwords

PASSWORD = "a long enough passphrase"
NOW = datetime.now(UTC).replace(microsecond=0)
DAY = (NOW + timedelta(days=21)).date()

Row = TypeVar("Row", bound=Base)


def _own() -> str:
    """Forty-eight bits by chance: no two rows of one test ever get the same."""
    return uuid.uuid4().hex[:12]


def _add(row: Row, **given: Any) -> Row:
    for name, value in given.items():
        setattr(row, name, value)
    with unit_of_work() as session:
        session.add(row)
    return row


def an_event(**given: Any) -> Event:
    """A published hybrid forum of one day in three weeks, in Shanghai's zone."""
    first: date = given.get("starts_on", DAY)
    defaults: dict[str, Any] = {
        "key": str(uuid.uuid4()),
        "slug": f"forum-{_own()}",
        "kind": EventKind.FORUM,
        "title": Translated(en="A Forum on Rural Development"),
        "starts_on": first,
        "ends_on": first,
        "zone": "Asia/Shanghai",
        "format": EventFormat.HYBRID,
        "languages": ("en", "zh"),
        "state": EventState.PUBLISHED,
        "contact_name": Translated(en="The secretariat"),
        "contact_email": "secretariat@forum.example",
        "created_at": NOW,
    }
    return _add(Event(), **{**defaults, **given})


def a_part(event: Event, **given: Any) -> Part:
    defaults = {"event_id": event.id, "name": Translated(en="The Forum"), "position": 1}
    return _add(Part(), **{**defaults, **given})


def a_room(event: Event, **given: Any) -> Room:
    defaults = {"event_id": event.id, "name": Translated(en="Hall A"), "capacity": 200}
    return _add(Room(), **{**defaults, **given})


def a_track(event: Event, **given: Any) -> Track:
    defaults = {"event_id": event.id, "name": Translated(en="Services")}
    return _add(Track(), **{**defaults, **given})


def a_category(event: Event, **given: Any) -> Category:
    defaults = {
        "event_id": event.id,
        "name": Translated(en="Government official", zh="政府官员"),
        "approval": Approval.AUTOMATIC,
    }
    return _add(Category(), **{**defaults, **given})


def a_delegation(event: Event, **given: Any) -> Delegation:
    defaults = {"event_id": event.id, "category": DelegationCategory.MEMBER, "country": "KH"}
    return _add(Delegation(), **{**defaults, **given})


def a_quota(delegation: Delegation, part: Part, mode: Mode, seats: int) -> PartQuota:
    return _add(PartQuota(), delegation_id=delegation.id, part_id=part.id, mode=mode, seats=seats)


def a_credential(event: Event, delegation: Delegation, **given: Any) -> Credential:
    """A letter that was handed in and waits to be checked."""
    defaults = {
        "event_id": event.id,
        "delegation_id": delegation.id,
        "status": CredentialStatus.PROVISIONAL,
        "file": LocalFiles(settings().files).put(b"%PDF-1.7 %%EOF", suffix=".pdf"),
        "media_type": "application/pdf",
        "received_at": NOW,
    }
    return _add(Credential(), **{**defaults, **given})


def a_person(event: Event, **given: Any) -> Person:
    defaults = {
        "event_id": event.id,
        "key": str(uuid.uuid4()),
        "honorific": "Ms.",
        "printed_name": "SOK Chanthavy",
        "family_name": "SOK",
        "native_name": "សុខ ចាន់ថាវី",
        "title": Translated(en="Deputy Director"),
        "organisation": Translated(en="Ministry of Rural Development"),
        "country": "KH",
        "email": f"{_own()}@ministry.example",
        "created_at": NOW,
    }
    return _add(Person(), **{**defaults, **given})


def a_registration(
    event: Event,
    person: Person,
    *,
    category: Category,
    parts: tuple[Part, ...] = (),
    mode: Mode = Mode.ONLINE,
    **given: Any,
) -> Registration:
    """An approved registration with a held seat in each of the parts."""
    defaults = {
        "event_id": event.id,
        "person_id": person.id,
        "category_id": category.id,
        "status": RegistrationStatus.APPROVED,
        "idempotency_key": uuid.uuid4().hex,
        "same_as": uuid.uuid4().hex,
        "created_at": NOW,
    }
    row: Registration = _add(Registration(), **{**defaults, **given})
    for part in parts:
        _add(
            Seat(),
            registration_id=row.id,
            part_id=part.id,
            mode=mode,
            status=SeatStatus.HELD,
            asked_at=NOW,
        )
    return row


def a_session(
    event: Event, part: Part, *, hour: int = 9, minutes: int = 60, **given: Any
) -> Session:
    """A plenary on the event's first day, at a whole hour of the venue's clock."""
    starts = datetime.combine(event.starts_on, datetime.min.time()) + timedelta(hours=hour)
    defaults = {
        "event_id": event.id,
        "key": str(uuid.uuid4()),
        "code": f"S{_own().upper()}",
        "title": Translated(en="Opening plenary", zh="开幕全体会议"),
        "kind": SessionKind.PLENARY,
        "part_id": part.id,
        "starts": starts,
        "ends": starts + timedelta(minutes=minutes),
    }
    return _add(Session(), **{**defaults, **given})


def a_speaker(session: Session, person: Person, **given: Any) -> Speaker:
    defaults = {
        "session_id": session.id,
        "person_id": person.id,
        "part": SpeakingPart.PRESENTATION,
        "minutes": 15,
        "status": SpeakerStatus.CONFIRMED,
    }
    return _add(Speaker(), **{**defaults, **given})


def a_video_room(event: Event, *sessions: Session, **given: Any) -> VideoRoom:
    """A plain video room with every secret filled in, serving these sessions."""
    defaults = {
        "event_id": event.id,
        "key": str(uuid.uuid4()),
        "name": "Main line",
        "provider": Provider.PLAIN,
        "address": "https://video.example/planted-address",
        "passcode": "planted-passcode-771",
        "dial_in": "+95 1 555 0100 planted-dial-in",
        "host_link": "https://video.example/planted-host-link",
        "backup_address": "https://video.example/planted-backup",
    }
    row: VideoRoom = _add(VideoRoom(), **{**defaults, **given})
    for session in sessions:
        _add(VideoRoomSession(), video_room_id=row.id, session_id=session.id)
    return row


# Mails to staff, to focal points and to who isn't registered yet.
NOT_TO_PEOPLE = frozenset(
    {
        MailKind.PASSWORD_RESET,
        MailKind.STAFF_INVITED,
        MailKind.DELEGATION_INVITED,
        MailKind.DELEGATION_REMINDED,
        MailKind.DELEGATION_NOMINATED,
        MailKind.EXTENSION_DECIDED,
        MailKind.CODE_SENT,
    }
)


def a_circular(event_id: int, **given: Any) -> Circular:
    """A draft to everyone who is approved, in two languages and with a placeholder."""
    defaults = {
        "event_id": event_id,
        "subject": Translated(en="Buses to {event}", zh="前往{event}的班车"),
        "body": Translated(en="{name}, they leave at **eight**. {link}", zh="{name}，八点发车。"),
        "filters": {"status": "approved"},
        "created_at": NOW,
    }
    row: Circular = _add(Circular(), **{**defaults, **given})
    return row


def a_circular_file(circular_id: int, data: bytes) -> CircularFile:
    """A PDF that goes with every mail of a circular."""
    return _add(
        CircularFile(),
        circular_id=circular_id,
        file=LocalFiles(settings().files).put(data, suffix=".pdf"),
        name="Map.pdf",
        media_type="application/pdf",
        size=len(data),
    )


DOOR_CODE = "K7QM-4XWP-2BCD"


def a_door(event: Event, **given: Any) -> Door:
    """A door to the whole event on its first day, which DOOR_CODE opens."""
    defaults = {
        "event_id": event.id,
        "key": str(uuid.uuid4()),
        "name": "Main entrance",
        "scope": DoorScope.EVENT,
        "day": event.starts_on,
        "code_hash": code_hash(DOOR_CODE),
        "code_given_at": NOW,
    }
    return _add(Door(), **{**defaults, **given})


def a_question(event: Event, code: str, **given: Any) -> Question:
    """A line of text that may be left open, in the draft of the form."""
    defaults = {
        "event_id": event.id,
        "code": code,
        "kind": QuestionKind.TEXT,
        "label": Translated(en=code.replace("_", " ").capitalize()),
        "position": db.session.scalar(sa.select(sa.func.count(Question.id))) or 0,
    }
    return _add(Question(), **{**defaults, **given})


def options(*names: str) -> list[dict[str, Any]]:
    """Options of a question, called as their codes."""
    return [{"code": one, "label": {"en": one.capitalize()}, "retired": False} for one in names]


def publish_form(event: Event) -> int:
    """Put the questions of the event in force."""
    with unit_of_work():
        seen = questions.draft(SYSTEM, event.id).number
        return questions.publish(SYSTEM, event.id, seen=seen, now=NOW)


def publish(event: Event, **given: Any) -> publications.ReleaseRow:
    """Publish the event's programme as its next release, without the PDFs that it would build.

    Nobody is told of it, unless it is not `quiet`.
    """
    with unit_of_work() as session:
        release = publications.publish(
            SYSTEM,
            event.id,
            status=given.pop("status", ReleaseStatus.PROVISIONAL),
            quiet=given.pop("quiet", True),
            now=given.pop("now", NOW),
            **given,
        )
        session.execute(sa.delete(Job).filter_by(event_id=event.id, name="build_publication"))
    publications.forget(event.slug)
    return release


def a_user(*, email: str = "", administrator: bool = False) -> int:
    """An account with the password PASSWORD."""
    with unit_of_work() as session:
        user_id = accounts.add_user(
            SYSTEM,
            email=email or f"{_own()}@secretariat.example",
            name="Lin Daw",
            administrator=administrator,
            now=NOW,
        )
        session.get_one(User, user_id).password_hash = _hash_of_the_password()
    return user_id


@cache
def _hash_of_the_password() -> str:
    """Made once a process: hashing is slow on purpose."""
    return passwords.hashed(PASSWORD)


def afresh() -> None:
    """End what was read, so that the next reading sees what others have written meanwhile.

    A rollback alone forgets nothing when no transaction is open.
    """
    db.session.rollback()
    db.session.expire_all()


def sign_in(
    client: FlaskClient,
    *,
    event: Event | None = None,
    role: Role | None = None,
    administrator: bool = False,
) -> int:
    """Sign a new user in, with a role in the event; return the user's number."""
    user_id = a_user(administrator=administrator)
    with unit_of_work():
        if event is not None and role is not None:
            accounts.grant(SYSTEM, event.id, user_id, role)
        token = accounts.start(user_id, address="127.0.0.1", agent="tests", now=datetime.now(UTC))
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    return user_id


def open_delegation(client: FlaskClient, event: Event, delegation_id: int) -> str:
    """Have this browser open the focal point's link, and return it."""
    with unit_of_work() as session:
        row = session.get_one(Delegation, delegation_id, populate_existing=True)
        row.link_version = row.link_version or 1
        link = f"/events/{event.slug}/delegation/open/{tokens.sign_for_delegation(row)}"
    assert client.get(link).status_code == 303
    return link


def open_participation(client: FlaskClient, person: Person) -> None:
    """Let the client act for the person, as the personal link would."""
    db.session.refresh(person)
    until = int((datetime.now(UTC) + timedelta(days=1)).timestamp())
    with client.session_transaction() as session:
        session["participant"] = (person.id, person.link_version, until)


def token(person: Person, purpose: tokens.Purpose, *more: int) -> str:
    db.session.refresh(person)
    return tokens.sign(person, purpose, *more)


def an_actor(role: Role, *events: Event) -> Actor:
    """A member of staff with this role in these events."""
    return Actor(user_id=a_user(), name="Lin Daw", roles={event.id: role for event in events})


def registrations(event: Event) -> list[Registration]:
    """Those of the event as they are now, in the order in which they came."""
    afresh()
    return list(
        db.session.scalars(
            sa.select(Registration).filter_by(event_id=event.id).order_by(Registration.id)
        )
    )


def a_notice(event: Event, **given: Any) -> Notice:
    """A notice of the whole event, on the board since yesterday."""
    defaults = {
        "event_id": event.id,
        "key": str(uuid.uuid4()),
        "title": Translated(en="The hall has changed", zh="会场变更"),
        "body": Translated(en="Come to **Hall B**.", zh="请到**B厅**。"),
        "shows_from": NOW - timedelta(days=1),
        "changed_at": NOW - timedelta(days=1),
    }
    return _add(Notice(), **{**defaults, **given})
