"""The cell or lines of an agenda that say what a session is about, and who speaks in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from forumapp.domain.registration import written_in
from forumapp.domain.schedules.reading import ReadSpeaker
from forumapp.domain.speakers import SpeakingPart
from forumapp.domain.text import Translated
from forumapp.gateways.schedules.bodies import HAN
from forumapp.gateways.schedules.people import Line, begins_a_person, read_line, read_lines
from forumapp.gateways.schedules.person import part_of

_SIDE_BY_SIDE = re.compile(
    r"^(?P<latin>[^\u3400-\u9fff]*[A-Za-z][^\u3400-\u9fff]*?)\s*[/|]?\s*"
    r"(?P<han>[\u3400-\u9fff（“《].*)$"
)
_HAN_FIRST = re.compile(
    r"^(?P<han>[\u3400-\u9fff（“《][^A-Za-z]*?)\s*[/|]?\s*(?P<latin>[A-Z][^\u3400-\u9fff]*)$"
)
_NUMBERING = re.compile(
    r"^\s*(?:\d{1,2}(?:\.\d{1,2})*[.、)]|[（(]?[一二三四五六七八九十]{1,3}[、)）])\s*"
)
_TITLE_BY = re.compile(
    r"^(?P<title>.{3,120}?)(?:\s+by\s+|\s*[:：]\s*|\s+[–—-]\s+|\s*[（(])(?P<rest>(?:H\.?\s?E\.?|Mr|Mrs|Ms"
    r"|Dr|Prof|Hon|Amb|Mdm|His|Her)\b.*)$"
)


@dataclass
class Item:
    """What was read: titles by language, who speaks, texts kept, and what wasn't understood."""

    title: dict[str, str] = field(default_factory=dict)
    speakers: list[ReadSpeaker] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def item_of(lines: Iterable[str]) -> Item:
    """The first line is the title, in both languages where the second is its translation; lines
    that name people are speakers, others text.
    """
    texts = [" ".join(line.split()) for line in lines]
    texts = [text for text in texts if text]
    item = Item()
    if not texts:
        return item
    item.title, rest = _title(texts[0])
    go_on(item, [rest, *texts[1:]] if rest else texts[1:])
    return item


def go_on(item: Item, lines: Iterable[str]) -> None:
    """Read what stands below a title: maybe its translation, people, and texts."""
    texts = [" ".join(line.split()) for line in lines]
    others = [text for text in texts if text]
    if others and len(item.title) == 1 and _is_translation(item.title, others[0]):
        item.title |= _in_language(others.pop(0))
    tell_apart(item, others)


def _title(text: str) -> tuple[dict[str, str], str]:
    """The title of a line, and the people who stand on it behind the title."""
    text = _NUMBERING.sub("", text) or text
    found = _TITLE_BY.match(text)
    if found and read_line(found["rest"].rstrip(")）")).speakers:
        return titles(found["title"]), found["rest"].rstrip(")）")
    return titles(text), ""


def titles(text: str) -> dict[str, str]:
    """A title by language: `Opening ceremony 开幕式` has two, any other one of no language."""
    for pattern in (_SIDE_BY_SIDE, _HAN_FIRST):
        found = pattern.match(text)
        if found and len(found["latin"].split()) > 0 and _is_text(found["latin"], found["han"]):
            return {"en": found["latin"].strip(" /|-–—"), "zh": found["han"].strip()}
    return {"": text}


def _is_text(latin: str, han: str) -> bool:
    """Whether both halves are texts of their own, not a name or an acronym within one."""
    letters = sum(c.isalpha() for c in latin)
    return letters >= 4 and len(HAN.findall(han)) >= 2 and not re.search(r"[A-Za-z]{4}", han)


def _is_translation(title: dict[str, str], line: str) -> bool:
    """Whether the line below a title says the same in the other language."""
    text = next(iter(title.values()))
    mine, theirs = written_in(text), written_in(line)
    if "" not in title or mine == theirs or {mine, theirs} != {"en", "zh"}:
        return False
    found = read_line(line)
    return not found.speakers and found.part is None and not begins_a_person(line)


def _in_language(text: str) -> dict[str, str]:
    return {written_in(text): text}


def add_title(title: dict[str, str], language: str, words: str) -> None:
    """Add a title; of two without a language, the letters of each say it."""
    other = title.get(language, "")
    if other and words and written_in(other) != written_in(words):
        del title[language]
        title |= {written_in(other): other, written_in(words): words}
    else:
        title[language] = other or words


def settled(title: dict[str, str]) -> dict[str, str]:
    """A title of which one half has no language yet, beside one that has."""
    own = written_in(title.get("", ""))
    if len(title) < 2 or "" not in title or own in title:
        return title
    return {(language or own): text for language, text in title.items()}


def tell_apart(item: Item, lines: Sequence[str]) -> None:
    """Tell people from texts. A label opens a list of people, which the first text ends."""
    part: SpeakingPart | None = None
    listing = False
    for line in lines:
        read = read_line(line, expected=listing)
        if read.speakers:
            item.speakers += (
                one if one.part or not part else replace(one, part=part) for one in read.speakers
            )
        elif read.part is not None:
            part, listing = read.part, True
        else:
            listing = False
            item.kept.append(line)


def with_part(speakers: Iterable[ReadSpeaker], title: Iterable[str]) -> list[ReadSpeaker]:
    """People whose part only the session's title tells: `Opening remarks`."""
    part = next((found for text in title if (found := part_of(text) or _prefix(text))), None)
    return [one if one.part or not part else replace(one, part=part) for one in speakers]


_PREFIX = re.compile(
    r"^(?:opening|welcom\w+|closing|concluding) (?:remarks?|address|speech|statement)s?\b"
    r"|^keynote\b|^(?:开幕|闭幕|欢迎)(?:致辞|辞)|^主旨(?:演讲|发言|报告)",
    re.IGNORECASE,
)


def _prefix(text: str) -> SpeakingPart | None:
    found = _PREFIX.match(text)
    return part_of(found[0]) if found else None


def people_of(lines: Iterable[str]) -> tuple[list[ReadSpeaker], list[str]]:
    """The people of a column of speakers, and the lines that were not understood."""
    read: list[Line] = read_lines(lines)
    return [one for line in read for one in line.speakers], [
        line.rest for line in read if line.rest
    ]


def paired(first: list[ReadSpeaker], second: list[ReadSpeaker]) -> list[ReadSpeaker]:
    """The same people in two languages, side by side: in one, where there are as many of each."""
    if not first or not second:
        return first or second
    if len(first) != len(second):
        return [*first, *second]
    return [_merged(one, other) for one, other in zip(first, second, strict=True)]


def _merged(one: ReadSpeaker, other: ReadSpeaker) -> ReadSpeaker:
    """Someone whose second mention is in their own script or in Chinese."""
    if HAN.search(one.printed_name) and not HAN.search(other.printed_name):
        one, other = other, one
    native = other.printed_name if HAN.search(other.printed_name) else ""
    return replace(
        one,
        native_name=one.native_name or native,
        title=_both(one.title, other.title),
        organisation=_both(one.organisation, other.organisation),
        country=one.country or other.country,
        part=one.part or other.part,
        mode=one.mode or other.mode,
        topic=_both(one.topic, other.topic),
    )


def _both(one: Translated, other: Translated) -> Translated:
    texts = [*one.values(), *other.values()]
    return Translated({written_in(text): text for text in reversed(texts)})
