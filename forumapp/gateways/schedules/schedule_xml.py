"""frab and pentabarf schedule.xml, read as a stream, so that no file takes much memory."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import Locator

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from forumapp.domain.schedules.findings import Code, Place, Unreadable
from forumapp.domain.schedules.reading import Ask, FileKind, ReadSchedule
from forumapp.gateways.schedules.collector import MOST_ROWS, TooManyRows
from forumapp.gateways.schedules.frab import Event, Frab, schedule

_DEEPEST = 50
_LONGEST = 200_000  # characters of one text


def read(data: bytes, ask: Ask) -> ReadSchedule:
    """Read a schedule; raise Unreadable for broken XML, entities or another document.

    A file that breaks off is read up to there, which is told.
    """
    handler = _Handler()
    parser: Any = make_parser()
    parser.setContentHandler(handler)
    try:
        parser.parse(io.BytesIO(data))
    except DefusedXmlException:
        raise Unreadable(Code.ENTITIES) from None
    except (SAXException, ValueError, LookupError, RecursionError):
        if not handler.file.events:
            raise Unreadable(Code.DAMAGED, kind="schedule.xml") from None
        handler.file.broken_off = True
    if handler.root != "schedule":
        raise Unreadable(Code.UNKNOWN_KIND)
    return schedule(handler.file, ask, FileKind.FRAB_XML)


class _Handler(ContentHandler):
    """Keeps the texts of the conference and of each event; what else there is, is passed over."""

    def __init__(self) -> None:
        super().__init__()
        self.file = Frab()
        self.root = ""
        self._path: list[str] = []
        self._text: list[str] = []
        self._day: dict[str, str] = {}
        self._room = ""
        self._texts: dict[str, str] = {}
        self._persons: list[str] = []
        self._named = ""  # the person, where its name is an element of its own
        self._line = 0
        self._locator: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802  SAX's own name
        self._locator = locator

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802  SAX's own name
        self.root = self.root or name
        self._path.append(name)
        self._text = []
        if len(self._path) > _DEEPEST:
            raise ValueError("nested too deeply")
        given = dict(attrs.items())
        if name == "day":
            self._day, self._room = given, ""
        elif name == "room" and "event" not in self._path:
            self._room = given.get("name", "")
            self.file.rooms[self._room] = given.get("guid", "")
        elif name == "event":
            self._begin(given)
        elif name == "generator":
            self.file.generator = given.get("name", "")
        elif name == "color":
            self.file.conference["accent"] = given.get("primary", "")

    def characters(self, content: str) -> None:
        self._text.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802  SAX's own name
        text = "".join(self._text)[:_LONGEST].strip()
        self._text = []
        self._path.pop()
        above = self._path[-1] if self._path else ""
        if name == "event":
            self._end()
        elif name == "person":
            self._persons.append(self._named or text)
            self._named = ""
        elif above == "person":
            self._named = text if name in ("name", "public_name") else self._named
        elif above == "event":
            self._texts[name] = text
        elif above == "conference":
            self.file.conference.setdefault(name, text)

    def _begin(self, attributes: Mapping[str, str]) -> None:
        self._texts = {key: attributes[key] for key in ("id", "guid") if attributes.get(key)}
        self._persons = []
        self._line = self._locator.getLineNumber() or 0 if self._locator else 0
        if len(self.file.events) >= MOST_ROWS:
            raise TooManyRows

    def _end(self) -> None:
        self.file.events.append(
            Event(
                place=Place(0, self._line),
                day=self._day.get("date", ""),
                day_start=self._day.get("start", ""),
                room=self._room,
                texts=self._texts,
                persons=tuple(self._persons),
            )
        )
