"""Texts of a file as they are kept: clean, within bounds, and without what lets people in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from forumapp.domain.schedules.findings import Code, Place
from forumapp.domain.schedules.reading import ReadSession, ReadSpeaker
from forumapp.domain.text import Translated, many_lines, one_line
from forumapp.gateways.schedules.links import without_links
from forumapp.gateways.schedules.markup import is_markup, plain

NAME, TEXT = 200, 20_000  # characters that a line and a text may have
LONGEST_HONORIFIC = 60
LONGEST_CODE, LONGEST_IDENTITY = 20, 500
MOST_SPEAKERS = 200  # of one session
_UNENCODABLE = dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF))


class Teller(Protocol):
    """Takes what is found of a row."""

    def __call__(self, code: Code, place: Place, name: str = "", /, **facts: object) -> None: ...


class Cleaner:
    """Cleans the sessions of a file, and tells what it takes away; `markup`: texts may be HTML."""

    def __init__(self, tell: Teller, *, markup: bool) -> None:
        self._tell, self._markup = tell, markup
        self.unmarked = 0

    def session(self, session: ReadSession) -> ReadSession:
        place = session.place
        return replace(
            session,
            identity=clean(session.identity)[:LONGEST_IDENTITY],
            code=clean(session.code)[: LONGEST_CODE + 1],
            title=self._texts(session.title, "title", place),
            description=self._description(session),
            speakers=self._speakers(session),
            part=self._name(session.part, "part", place),
            track=self._name(session.track, "track", place),
            room=self._name(session.room, "room", place),
            video_room=self._name(session.video_room, "video_room", place),
        )

    def _description(self, session: ReadSession) -> Mapping[str, str] | None:
        if session.description is None:
            return None
        place = session.place
        return {
            language: self._cut(many_lines(self._public(text, place)), TEXT, "description", place)
            for language, text in session.description.items()
        }

    def _speakers(self, session: ReadSession) -> tuple[ReadSpeaker, ...] | None:
        if session.speakers is None:
            return None
        place = session.place
        if len(session.speakers) > MOST_SPEAKERS:
            self._tell(Code.TEXT_CUT, place, column="speakers", longest=MOST_SPEAKERS)
        read = (self._speaker(one, place) for one in session.speakers[:MOST_SPEAKERS])
        return tuple(one for one in read if one.printed_name)

    def _speaker(self, speaker: ReadSpeaker, place: Place) -> ReadSpeaker:
        name = self._line(speaker.printed_name, "speakers", place)
        family = clean(speaker.family_name)
        return replace(
            speaker,
            printed_name=name,
            honorific=clean(speaker.honorific)[:LONGEST_HONORIFIC],
            family_name=family if family in name else "",
            native_name=self._line(speaker.native_name, "speakers", place),
            title=Translated(self._texts(speaker.title, "speakers", place)),
            organisation=Translated(self._texts(speaker.organisation, "speakers", place)),
            topic=Translated(self._texts(speaker.topic, "speakers", place)),
        )

    def _texts(self, texts: Mapping[str, str], column: str, place: Place) -> dict[str, str]:
        return {language: self._line(text, column, place) for language, text in texts.items()}

    def _name(self, text: str | None, column: str, place: Place) -> str | None:
        return None if text is None else self._line(text, column, place)

    def _line(self, text: str, column: str, place: Place) -> str:
        return self._cut(one_line(self._public(text, place)), NAME, column, place)

    def _public(self, text: str, place: Place) -> str:
        """Without markup, and without what lets people into a video meeting."""
        text = text.translate(_UNENCODABLE).replace("\r\n", "\n").replace("\r", "\n")
        if self._markup and is_markup(text):
            self.unmarked += 1
            text = plain(text)
        public, count = without_links(text)
        if count:
            self._tell(Code.LINK_LEFT_OUT, place, count=count)
        return public

    def _cut(self, text: str, longest: int, column: str, place: Place) -> str:
        if len(text) <= longest:
            return text
        self._tell(Code.TEXT_CUT, place, column=column, longest=longest)
        return text[: longest - 1].rstrip() + "…"


def clean(text: str) -> str:
    """One line that UTF-8 can carry."""
    return one_line(text.translate(_UNENCODABLE))


def quoted(text: str) -> str:
    """A piece of the file as findings quote it, without what lets people in."""
    return clean(without_links(text[: 4 * NAME])[0])[:NAME]
