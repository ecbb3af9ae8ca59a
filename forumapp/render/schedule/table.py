"""A programme as the table that `domain.sheets` states, for spreadsheets and for taking it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

from forumapp.domain.agenda import Visibility
from forumapp.domain.people import PersonFacts
from forumapp.domain.programme import Programme, SessionFacts
from forumapp.domain.sheets import (
    Column,
    Heading,
    Say,
    SheetRow,
    SpeakerLine,
    cells,
    layout,
    word,
)
from forumapp.domain.speakers import SpeakerFacts
from forumapp.domain.text import Translated
from forumapp.i18n.catalogue import SOURCE, gettext
from forumapp.i18n.catalogue import message as _
from forumapp.i18n.words import label
from forumapp.render.sheets import Cell, Table

_HEADINGS = {
    Column.CODE: _("Code"),
    Column.TITLE: _("Title"),
    Column.KIND: _("Kind"),
    Column.DAY: _("Day"),
    Column.START: _("Start"),
    Column.END: _("End"),
    Column.ROOM: _("Room"),
    Column.VIDEO_ROOM: _("Video room"),
    Column.ALL_ROOMS: _("All rooms"),
    Column.PART: _("Part"),
    Column.TRACK: _("Track"),
    Column.LANGUAGES: _("Languages"),
    Column.INTERPRETATION: _("Interpretation"),
    Column.VISIBILITY: _("Visibility"),
    Column.DESCRIPTION: _("Description"),
    Column.SPEAKERS: _("Speakers"),
    Column.ID: _("Id"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """What only organisers know of their programme: the video room's name of a session's number."""

    video_rooms: Mapping[int, str] = field(default_factory=dict)


def table(programme: Programme, *, locale: str, working: Working | None = None) -> Table:
    """A row a session: of the public ones, as everyone may know them; of all for `working`.

    Texts have a column for each language of the event, the reader's first; names of rooms, posts
    and the like are in that one.
    """
    shown = programme if working else programme.visible_to(Visibility.PUBLIC)
    return _Sheet(shown, locale, working).table()


class _Sheet:
    """The sheet of one programme in one language."""

    def __init__(self, programme: Programme, locale: str, working: Working | None) -> None:
        self._programme, self._locale, self._working = programme, locale, working
        self._languages = languages(programme, locale)
        self._first = self._languages[0]
        self._people = {person.id: person for person in programme.people}
        self._parts = {part.id: self._pick(part.name) for part in programme.parts}
        self._tracks = {track.id: self._pick(track.name) for track in programme.tracks}
        self._rooms = {room.id: self._pick(room.name) for room in programme.rooms}

    def table(self) -> Table:
        kept = [place for place, one in enumerate(layout(self._languages)) if self._keeps(one)]
        written = [layout(self._languages)[place] for place in kept]
        return Table(
            title=gettext(_("Programme"), self._locale),
            headings=[heading_words(heading, self._locale) for heading in written],
            rows=[self._row(session, kept, written) for session in self._programme.sessions],
        )

    def _keeps(self, heading: Heading) -> bool:
        """The public isn't told what a video room is called."""
        return self._working is not None or heading.column is not Column.VIDEO_ROOM

    def _row(
        self, session: SessionFacts, kept: Iterable[int], written: Iterable[Heading]
    ) -> list[Cell]:
        row = self._session(session)
        texts = cells(row, self._languages, say=sayer(self._locale))
        return [
            typed(row, heading, texts[place], locale=self._locale)
            for place, heading in zip(kept, written, strict=True)
        ]

    def _session(self, session: SessionFacts) -> SheetRow:
        return SheetRow(
            key=session.key,
            code=session.code,
            title=session.title,
            kind=session.kind,
            starts=session.starts,
            ends=session.ends,
            room=self._rooms.get(session.room_id or 0, ""),
            video_room=self._working.video_rooms.get(session.id, "") if self._working else "",
            all_rooms=session.all_rooms,
            part=self._parts.get(session.part_id, ""),
            track=self._tracks.get(session.track_id or 0, ""),
            languages=session.languages,
            interpretation=session.interpretation,
            visibility=session.visibility,
            description=session.description,
            speakers=tuple(self._speakers(session)),
        )

    def _speakers(self, session: SessionFacts) -> Iterator[SpeakerLine]:
        """Those who speak; organisers see who declined as well."""
        for speaker in session.speakers:
            person = self._people.get(speaker.person_id)
            if person is not None and (self._working or speaker.status.speaks):
                yield self._line(speaker, person)

    def _line(self, speaker: SpeakerFacts, person: PersonFacts) -> SpeakerLine:
        """How far an invitation has come is the organisers' own affair."""
        return SpeakerLine(
            printed_name=person.printed_name,
            honorific=person.honorific,
            family_name=person.family_name,
            part=speaker.part,
            title=self._pick(person.title),
            organisation=self._pick(person.organisation),
            country=person.country,
            minutes=speaker.minutes,
            mode=speaker.mode,
            status=speaker.status if self._working else None,
        )

    def _pick(self, text: Translated) -> str:
        return text.pick(self._first)


def heading_words(heading: Heading, locale: str) -> str:
    """A column's heading; one in a further language of the event names it."""
    name = gettext(_HEADINGS[heading.column], locale)
    return f"{name} ({heading.language})" if heading.language else name


def sayer(locale: str) -> Say:
    """The words of codes: the format's own in English, the interface's in another language."""
    return word if locale == SOURCE else lambda code: label(code, locale)


def typed(row: SheetRow, heading: Heading, text: str, *, locale: str) -> Cell:
    """Days and times as such; an end on another day stays a text, which says so."""
    starts, ends = row.starts, row.ends
    match heading.column:
        case Column.DAY:
            return starts.date()
        case Column.START:
            return _clock(starts)
        case Column.END if ends.date() == starts.date():
            return _clock(ends)
        case Column.ALL_ROOMS:
            return gettext(_("yes") if row.all_rooms else _("no"), locale)
    return text


def languages(programme: Programme, locale: str) -> tuple[str, ...]:
    """Those of the event, the reader's first where it is one of them."""
    return reader_first(programme.event.languages, locale)


def reader_first(languages: tuple[str, ...], locale: str) -> tuple[str, ...]:
    """An event's languages, the reader's before the others; that one alone where it has none."""
    own = languages or (locale,)
    return (locale, *(code for code in own if code != locale)) if locale in own else own


def _clock(moment: datetime) -> time:
    return moment.time().replace(second=0, microsecond=0)
