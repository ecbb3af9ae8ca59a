"""Programmes made for tests: small or large, the same facts each time, with invented names."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from math import ceil
from uuid import NAMESPACE_OID, uuid5

from forumapp.domain.agenda import SessionKind, Visibility
from forumapp.domain.events import EventFormat, EventKind, OrganisationRole
from forumapp.domain.people import PersonFacts
from forumapp.domain.programme import (
    EventFacts,
    OrganisationFacts,
    PartFacts,
    Programme,
    ReleaseFacts,
    ReleaseStatus,
    RoomFacts,
    SessionFacts,
    TrackFacts,
)
from forumapp.domain.speakers import SpeakerFacts, SpeakerMode, SpeakerStatus, SpeakingPart
from forumapp.domain.text import Translated

FIRST_DAY = date(2027, 3, 9)
ISSUED_AT = datetime(2027, 2, 1, 8, 30, tzinfo=UTC)
SLOTS = (time(9), time(10, 15), time(11, 30), time(14), time(15, 15), time(16, 30))
LENGTH = timedelta(minutes=60)
KINDS = (SessionKind.CEREMONY, SessionKind.PLENARY, SessionKind.PARALLEL, SessionKind.BREAK)
PARTS_PLAYED = (SpeakingPart.CHAIR, SpeakingPart.KEYNOTE, SpeakingPart.PANELLIST)

# Honorific, printed name, family name, name in its own script, country.
NAMES = (
    ("H.E. Mr.", "Sokdara Veasna", "Veasna", "វាសនា សុខដារ៉ា", "KH"),
    ("Ms.", "ZHANG Wenhuilan", "ZHANG", "张文慧兰", "CN"),
    ("H.E.", "Aye Thandar Nwe", "", "အေးသန္တာနွယ်", "MM"),
    ("Dr.", "Bounmala Keolavong", "Keolavong", "ບຸນມາລາ ແກ້ວລາວົງ", "LA"),
    ("Assoc. Prof.", "Somrudee Wattanasin", "Wattanasin", "สมฤดี วัฒนสินธุ์", "TH"),
    ("Mr.", "Đặng Thế Nghiêm", "Đặng", "", "VN"),
)

# A session's title in English, in Chinese, and in the region's scripts.
TITLES = (
    ("Opening ceremony", "开幕式", {"km": "ពិធីបើកសម្ពោធ"}),
    ("Plenary: what village pilots have shown", "全体会议：乡村试点的经验", {"my": "စုံညီအစည်းအဝေး"}),
    ("Parallel session: water, power and roads", "平行会议：水、电、路", {"lo": "ກອງປະຊຸມຂະໜານ"}),
    ("Tea break", "茶歇", {"th": "พักรับประทานอาหารว่าง", "vi": "Giải lao"}),
)  # fmt: skip

LONG_NAME = (
    "His Excellency the Permanent Secretary of State for Rural Development, Cooperatives and "
    "the Advancement of Remote and Highland Communities, ព្រះរាជាណាចក្រកម្ពុជា သမ္မတမြန်မာနိုင်ငံတော် "
    "ສາທາລະນະລັດ ประเทศไทย 中华人民共和国"
)[:200]


def a_key(*names: object) -> str:
    """A UUID that these names always give."""
    return str(uuid5(NAMESPACE_OID, "/".join(map(str, names))))


def a_person(number: int = 1) -> PersonFacts:
    """The nth invented person; the names take turns."""
    honorific, printed, family, native, country = NAMES[(number - 1) % len(NAMES)]
    return PersonFacts(
        id=number,
        key=a_key("person", number),
        honorific=honorific,
        printed_name=printed,
        family_name=family,
        native_name=native,
        title=Translated(en=f"Director, Division {number}", zh=f"第{number}司司长"),
        organisation=Translated(en="Ministry of Rural Affairs", zh="农村事务部"),
        country=country,
        biography=Translated(en="Worked in villages for twenty years."),
    )


def a_speaker(number: int = 1, *, person: int = 1) -> SpeakerFacts:
    """The nth line of a speaker list, spoken by a person; the parts and the modes take turns."""
    return SpeakerFacts(
        id=number,
        person_id=person,
        part=PARTS_PLAYED[number % len(PARTS_PLAYED)],
        minutes=15,
        mode=SpeakerMode.VIDEO_LINK if number % 4 == 0 else SpeakerMode.ROOM,
        status=SpeakerStatus.CONFIRMED,
        topic=Translated(en=f"Topic {number}", zh=f"议题{number}"),
    )


def a_session(
    number: int = 1,
    *,
    starts: datetime | None = None,
    ends: datetime | None = None,
    room: int | None = 1,
    part: int = 1,
    online: bool = True,
    visibility: Visibility = Visibility.PUBLIC,
    speakers: tuple[SpeakerFacts, ...] = (),
) -> SessionFacts:
    """The nth session, an hour long; without `starts` at nine on the first day."""
    starts = starts or datetime.combine(FIRST_DAY, SLOTS[0])
    english, chinese, others = TITLES[(number - 1) % len(TITLES)]
    return SessionFacts(
        id=number,
        key=a_key("session", number),
        code=f"S{number:03d}",
        title=Translated({"en": english, "zh": chinese, **others}),
        kind=KINDS[(number - 1) % len(KINDS)],
        part_id=part,
        track_id=1 + number % 2,
        room_id=room,
        starts=starts,
        ends=ends or starts + LENGTH,
        languages=("en", "zh"),
        interpretation=("en", "zh"),
        description=Translated(
            en="What was tried, what it cost; what others can use.\n\nQuestions follow.",
            zh="试了什么，花了多少，别处能用什么。\n\n随后提问。",
        ),
        visibility=visibility,
        online=online,
        speakers=speakers,
    )


def an_event(
    *,
    zone: str = "Asia/Yangon",
    starts_on: date = FIRST_DAY,
    days: int = 1,
    event_format: EventFormat = EventFormat.HYBRID,
) -> EventFacts:
    """The third edition of an invented forum."""
    return EventFacts(
        id=1,
        key=a_key("event"),
        slug="forum-test",
        series=Translated(en="Forum on Village Pilots", zh="乡村试点论坛"),
        edition=3,
        kind=EventKind.FORUM,
        title=Translated(en="Third Forum on Village Pilots", zh="第三届乡村试点论坛"),
        theme=Translated(en="From pilots to practice", zh="从试点到实践"),
        description=Translated(en="For those who do the work."),
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=days - 1),
        zone=zone,
        place=Translated(en="Riverside", zh="河畔市"),
        venue=Translated(en="Riverside Hall", zh="河畔会堂"),
        format=event_format,
        languages=("en", "zh"),
        capitals=("Asia/Shanghai", "Asia/Phnom_Penh"),
        contact_name=Translated(en="The secretariat", zh="秘书处"),
        contact_email="secretariat@forum.example",
        organisations=(
            OrganisationFacts(
                id=1, name=Translated(en="Ministry of Villages"), role=OrganisationRole.HOST
            ),
            OrganisationFacts(
                id=2,
                name=Translated(en="Institute of Rural Practice", zh="乡村实践研究院"),
                role=OrganisationRole.SUPPORTER,
                url="https://institute.example/",
            ),
        ),
    )


def a_release(number: int = 1) -> ReleaseFacts:
    return ReleaseFacts(
        id=number,
        number=number,
        status=ReleaseStatus.PROVISIONAL if number == 1 else ReleaseStatus.REVISED,
        symbol=f"FVP/3/{number}",
        issued_at=ISSUED_AT + timedelta(days=number - 1),
    )


def a_programme(
    *,
    sessions: int = 3,
    zone: str = "Asia/Yangon",
    parts: int = 1,
    event_format: EventFormat = EventFormat.HYBRID,
    starts_on: date = FIRST_DAY,
) -> Programme:
    """A programme of so many sessions, two speakers each; days and rooms follow from the number.

    Six sessions fill a room's day, twenty more open another room, ten rooms at most. An online
    event has no rooms, and its sessions follow one another.
    """
    rooms = 0 if event_format is EventFormat.ONLINE else min(10, 1 + sessions // 20)
    a_day = len(SLOTS) * max(1, rooms)
    days = max(1, ceil(sessions / a_day))
    people = min(400, max(len(NAMES), sessions))
    return Programme(
        event=an_event(zone=zone, starts_on=starts_on, days=days, event_format=event_format),
        release=a_release(),
        parts=tuple(
            PartFacts(id=n, name=Translated(en=f"Part {n}", zh=f"第{n}部分"))
            for n in range(1, parts + 1)
        ),
        rooms=tuple(
            RoomFacts(id=n, name=Translated(en=f"Hall {n}", zh=f"{n}号厅"), capacity=100 * n)
            for n in range(1, rooms + 1)
        ),
        tracks=(
            TrackFacts(id=1, name=Translated(en="Livelihoods", zh="生计")),
            TrackFacts(id=2, name=Translated(en="Infrastructure", zh="基础设施")),
        ),
        sessions=tuple(
            _scheduled(n, a_day=a_day, rooms=rooms, parts=parts, people=people, first=starts_on)
            for n in range(1, sessions + 1)
        ),
        people=tuple(a_person(n) for n in range(1, people + 1)) if sessions else (),
    )


def _scheduled(
    number: int, *, a_day: int, rooms: int, parts: int, people: int, first: date
) -> SessionFacts:
    day, place = divmod(number - 1, a_day)
    slot, room = divmod(place, max(1, rooms))
    return a_session(
        number,
        starts=datetime.combine(first + timedelta(days=day), SLOTS[slot]),
        room=room + 1 if rooms else None,
        part=1 + (number - 1) % parts,
        online=not rooms or number % 2 == 1,
        speakers=tuple(
            a_speaker(2 * number - 1 + turn, person=1 + (number - 1 + turn) % people)
            for turn in (0, 1)
        ),
    )
