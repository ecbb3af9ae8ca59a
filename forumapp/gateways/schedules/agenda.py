"""An agenda as a list of drafts, and the sessions they come to: days, ends and halves of the day.

Word agendas and spreadsheets of secretariats say a time where they must; the rest is understood.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from forumapp.domain.schedules.findings import Code, Place
from forumapp.domain.schedules.reading import ReadSession, ReadSpeaker
from forumapp.domain.sheets import later
from forumapp.gateways.schedules.collector import WHOLE, Collector
from forumapp.gateways.schedules.items import settled, with_part

LONG_NIGHT = timedelta(hours=12)  # past it, an end before the start is rather a mistake
USUAL = timedelta(minutes=30)  # of the last one of a day, where nothing says when it ends

_EARLY, _VERY_EARLY = time(8), time(7)


@dataclass
class Draft:
    """A session as it stands in an agenda; `fields` are those of a ReadSession that it carries."""

    place: Place
    day: date | None = None
    starts: time | None = None
    ends: time | None = None
    days_later: int = 0
    minutes: int | None = None
    title: dict[str, str] = field(default_factory=dict)
    speakers: list[ReadSpeaker] = field(default_factory=list)
    has_speakers: bool = False
    description: dict[str, str] = field(default_factory=dict)
    has_description: bool = False
    kept: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    headings: list[tuple[Place, str]] = field(default_factory=list)
    fields: Mapping[str, Any] = field(default_factory=dict)
    wrong: bool = False  # told already
    beside: Draft | None = None  # whose times it has
    twelve_hours: bool = False  # whether the file writes times without telling morning from evening

    @property
    def name(self) -> str:
        return next((text for text in self.title.values() if text), "")

    @property
    def stream(self) -> str:
        """What runs beside others: its room, or its track."""
        return str(self.fields.get("room") or self.fields.get("track") or "")

    def take_times_of(self, other: Draft) -> None:
        """Run when another session does."""
        self.day, self.starts, self.ends = other.day, other.starts, other.ends
        self.days_later, self.minutes = other.days_later, other.minutes


def settle(drafts: list[Draft], collector: Collector) -> None:
    """Give the drafts their days and ends, and hand them to the collector."""
    _assume_days(drafts, collector)
    usable = [draft for draft in drafts if _is_usable(draft, collector)]
    _tell_afternoons(usable, collector)
    for place, draft in enumerate(usable):
        open_ = draft.ends is None and draft.minutes is None
        _add(draft, _next(usable, place) if open_ else None, collector)


def _assume_days(drafts: list[Draft], collector: Collector) -> None:
    """Without any day in the file, it is about the event's only or first one."""
    first = collector.ask.first_day
    if first is None or any(draft.day for draft in drafts):
        return
    if drafts:
        collector.tell(Code.DAY_ASSUMED, WHOLE, day=first.isoformat())
    for draft in drafts:
        draft.day = first


def _is_usable(draft: Draft, collector: Collector) -> bool:
    code = None
    if draft.wrong:
        return False
    if not draft.name:
        code = Code.NO_TITLE
    elif draft.starts is None:
        code = Code.NO_TIME
    elif draft.day is None:
        code = Code.NO_DAY
    if code is not None:
        collector.tell(code, draft.place, draft.name)
    return code is None


def _tell_afternoons(drafts: list[Draft], collector: Collector) -> None:
    """After 11:30-12:30, 2:00 is in the afternoon, unless the file tells morning from evening."""
    before: dict[tuple[date | None, str | None], time] = {}
    for draft in drafts:
        if draft.beside is not None:
            draft.take_times_of(draft.beside)
        elif draft.twelve_hours:
            _tell_afternoon(draft, before, collector)
        assert draft.starts is not None
        before[draft.day, None] = before[draft.day, draft.stream] = draft.starts


def _tell_afternoon(
    draft: Draft, before: Mapping[tuple[date | None, str | None], time], collector: Collector
) -> None:
    """Whether it starts before what stands above it: in its own room, or, if very early, in any."""
    starts, ends = draft.starts, draft.ends
    assert starts is not None
    own, any_ = before.get((draft.day, draft.stream)), before.get((draft.day, None))
    if (own and starts < min(own, _EARLY)) or (any_ and starts < min(any_, _VERY_EARLY)):
        draft.starts, draft.ends = _later_half(starts), _later_half(ends)
        collector.tell(
            Code.AFTERNOON_ASSUMED, draft.place, draft.name, starts=f"{draft.starts:%H:%M}"
        )
    elif ends and ends <= starts:  # 12:00-2:00
        afternoon = _later_half(ends)
        draft.ends = afternoon if afternoon and afternoon > starts else ends


def _later_half(moment: time | None) -> Any:
    """The same time in the afternoon; one that is there already stays."""
    return moment.replace(hour=moment.hour + 12) if moment and moment.hour < 12 else moment


def _next(drafts: list[Draft], place: int) -> Draft | None:
    """The next one of the same day and stream that starts later."""
    one = drafts[place]
    assert one.starts is not None
    for other in drafts[place + 1 : place + 200]:
        if (other.day, other.stream) != (one.day, one.stream):
            continue
        if other.starts is not None and other.starts > one.starts:
            return other
    return None


def _add(draft: Draft, following: Draft | None, collector: Collector) -> None:
    assert draft.day is not None
    assert draft.starts is not None
    starts = datetime.combine(draft.day, draft.starts)
    session = ReadSession(
        place=draft.place,
        title=settled(draft.title),
        starts=starts,
        ends=_end(draft, starts, following, collector),
        description=_description(draft, collector),
        speakers=_speakers(draft),
    )
    collector.add(replace(session, **draft.fields))


def _end(draft: Draft, starts: datetime, following: Draft | None, collector: Collector) -> datetime:
    if draft.ends is not None:
        return _given_end(draft, starts, draft.ends, collector)
    if draft.minutes is not None:
        return collector.after(starts, draft.minutes)
    if following is not None and following.starts is not None:
        return datetime.combine(starts.date(), following.starts)
    ends = starts + USUAL
    collector.tell(Code.END_ASSUMED, draft.place, draft.name, ends=f"{ends:%H:%M}")
    return ends


def _given_end(draft: Draft, starts: datetime, end: time, collector: Collector) -> datetime:
    ends = later(starts, end, draft.days_later)
    if not draft.days_later and ends.date() > starts.date() and ends - starts > LONG_NIGHT:
        said = {"starts": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}"}
        collector.tell(Code.NIGHT_ASSUMED, draft.place, draft.name, **said)
    return ends


def _description(draft: Draft, collector: Collector) -> dict[str, str] | None:
    """The description with what was not understood behind it, which is told."""
    for place, text in draft.headings:
        collector.tell(Code.HEADING_KEPT, place, text, text=text)
    for text in draft.unread:
        collector.tell(Code.SPEAKER_KEPT_AS_TEXT, draft.place, draft.name, text=text)
    for text in draft.kept:
        collector.tell(Code.TEXT_KEPT, draft.place, draft.name, text=text)
    headings = [text for _place, text in draft.headings]
    kept = "\n\n".join((*headings, *draft.kept, *draft.unread))
    if not kept:
        return draft.description if draft.has_description else None
    language = next(iter(draft.description), "")
    before = draft.description.get(language, "")
    whole = f"{before}\n\n{kept}" if before else kept
    return {**draft.description, language: whole}


def _speakers(draft: Draft) -> tuple[ReadSpeaker, ...] | None:
    if not draft.speakers and not draft.has_speakers:
        return None
    return tuple(with_part(draft.speakers, draft.title.values()))
