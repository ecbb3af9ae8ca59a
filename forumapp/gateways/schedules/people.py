"""Lines that name a speaker, as secretariats write them, taken apart.

`H.E. Mr. LIU Huanxin, Administrator, National Rural Revitalization Administration of China`,
`Moderator: Ms. SOK Dara (Director, Ministry of Interior, Cambodia) – by video link`,
`国家乡村振兴局局长 刘焕鑫先生`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from forumapp.domain.names import chinese_family, family_in_capitals, split_honorific
from forumapp.domain.schedules.reading import ReadSpeaker
from forumapp.domain.sheets import code_of
from forumapp.domain.speakers import SpeakerMode, SpeakerStatus, SpeakingPart
from forumapp.domain.text import Translated
from forumapp.gateways.schedules.bodies import (
    HAN,
    country_of,
    first_title_word,
    is_acronym,
    names_a_body,
    names_a_title,
    split_chinese,
)
from forumapp.gateways.schedules.chinese import CHINESE_NAME, chinese_parts
from forumapp.i18n.country_words import country_in, country_named

_CHINESE_STATES = ("", "CN", "SG", "MY")  # whose people write their names in Chinese themselves
_BULLET = re.compile(
    r"^\s*(?:[-–—•·▪●○◦■□◆➢➤*‣∙o]\s+|[•·▪●○◦■□◆➢➤‣∙]\s*|\(?\d{1,2}[.)、]\s*|[①-⑳]\s*|\([a-z]\)\s+"
    r"|（[一二三四五六七八九十]{1,3}）\s*|[a-z]\)\s+)+"
)
_LABEL = re.compile(r"^(?P<label>[^:：,，;；|]{2,60}?)\s*[:：]\s*(?P<rest>.*)$")
_BY = re.compile(r"^(?P<label>[\w\s-]{3,40}?)\s+by\s+(?P<rest>\S.*)$", re.IGNORECASE)
_BRACKETS = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
_MINUTES = re.compile(r"^(\d{1,3})\s*(?:min(?:ute)?s?\.?|'|’|′|分钟|分)$", re.IGNORECASE)
_COMMAS = re.compile(r"\s*[,，;；]\s*|\s+[-–—/|]\s+|\t+")
_MORE = re.compile(
    r"\s*(?:;|；|、|\band\b|&|,)\s*(?=(?:H\.?\s?E\.?|Mr|Mrs|Ms|Mdm|Dr|Prof|Hon|Amb|Assoc)\b)"
)
_TRAILING_MODE = re.compile(
    r"[\s,，–—-]+(?P<mode>by video link|via video link|via zoom|online|virtual(?:ly)?|by video"
    r"|recorded|pre-?recorded(?: video)?|video message|视频|线上|录播|视频致辞|视频连线)\s*\.?$",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(r"^[^\W\d_][\w.'’\-]*$")
_SMALL = frozenset({"de", "da", "dos", "la", "van", "von", "bin", "binti", "al", "el", "y", "del"})
_NATIVE_NAME = re.compile(r"^[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\uaa60-\uaa7f\s\u200b]+$")
_TOPIC = re.compile(r"^[“\"「《](?P<topic>[^“”\"「」《》]+)[”\"」》]$")
_NO_NAMES = re.compile(
    r"^(?:tbc|tbd|n/?a|all|to be (?:confirmed|determined|announced)|待定|待确认|无|暂缺)\.?$"
    r"|\b(?:representatives?|participants|delegat(?:es|ions)|members|countries|states|speakers"
    r"|everyone|experts|officials|all|each|heads|guests|session|discussion|break|lunch|q\s?&\s?a)\b"
    r"|代表|全体|各国|嘉宾|与会|领导|成员|专家们|茶歇|午餐|讨论|问答",
    re.IGNORECASE,
)


# Somebody who stands for others, no group of people.
_ONE_OF_MANY = re.compile(r"驻[\u3400-\u9fff]{1,8}代表|(?:首席|常驻|全权|总)代表|代表团团长|代表处")
_NOBODY = re.compile(r"^(?:tbc|tbd|n/?a|to be \w+|待定|待确认|暂缺)\.?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was understood: who speaks, or, without anybody, the part that it announces.

    `rest` is what was not understood.
    """

    speakers: tuple[ReadSpeaker, ...] = ()
    part: SpeakingPart | None = None
    rest: str = ""


@dataclass
class _Found:
    """What brackets and endings of a line say about its speaker."""

    part: SpeakingPart | None = None
    minutes: int | None = None
    mode: SpeakerMode | None = None
    status: SpeakerStatus | None = None
    country: str = ""
    pieces: list[str] = field(default_factory=list)
    native_name: str = ""
    latin_name: str = ""


def read_line(text: str, *, expected: bool = False) -> Line:
    """The people of a line; `expected` where it stands in a column or under a heading of speakers.

    Without that, only an honorific, a family name in capitals or a known part tells a name.
    """
    line = _BULLET.sub("", " ".join(text.replace("\u3000", " ").split(" ")).strip())
    part, rest = _labelled(line)
    if part is not None and not rest:
        return Line(part=part)
    speakers: list[ReadSpeaker] = []
    for one in _MORE.split(rest) if _all_named(_MORE.split(rest)) else [rest]:
        speaker = _speaker(one, expected=expected or part is not None)
        if speaker is None:
            return Line(rest=text.strip())
        speakers.append(speaker if speaker.part or not part else replace(speaker, part=part))
    return Line(speakers=tuple(speakers), part=part)


def read_lines(lines: Iterable[str], *, part: SpeakingPart | None = None) -> list[Line]:
    """The lines of a column: somebody may take several of them, a label may stand above."""
    found: list[Line] = []
    for text in _joined(lines):
        if (topic := _TOPIC.match(text)) and found and found[-1].speakers:
            found[-1] = _about(found[-1], topic["topic"].strip())
            continue
        line = read_line(text, expected=True)
        if line.part is not None and not line.speakers:
            part = line.part
            continue
        speakers = tuple(
            speaker if speaker.part or not part else replace(speaker, part=part)
            for speaker in line.speakers
        )
        found.append(replace(line, speakers=speakers))
    return found


def _about(line: Line, topic: str) -> Line:
    """A line whose last speaker speaks about this topic."""
    *others, last = line.speakers
    return replace(line, speakers=(*others, replace(last, topic=Translated({"": topic}))))


def begins_a_person(text: str) -> bool:
    """Whether a line begins with a name, by its honorific or its family name in capitals."""
    line = _BULLET.sub("", text.strip())
    _part, rest = _labelled(line)
    first = _COMMAS.split(rest, maxsplit=1)[0]
    honorific, name = split_honorific(first)
    return bool(honorific) or (_looks_like_name(name) and bool(family_in_capitals(name)))


def _joined(lines: Iterable[str]) -> list[str]:
    """Lines with those that go on with somebody's title or organisation put behind the name."""
    joined: list[str] = []
    open_ = False  # whether the last line began with a name and may go on
    for text in lines:
        line = " ".join(text.split())
        if not line:
            open_ = False
        elif joined and open_ and _goes_on(line):
            joined[-1] = f"{joined[-1].rstrip(',，')}, {line}"
        else:
            joined.append(line)
            open_ = begins_a_person(line)
    return joined


def _goes_on(line: str) -> bool:
    """Whether a line says more of the person before: a title or a body, and no name or label."""
    if (
        _TOPIC.match(line)
        or _NOBODY.match(line)
        or _BULLET.match(line)
        or begins_a_person(line)
        or _labelled(line)[0] is not None
    ):
        return False
    first = _COMMAS.split(line, maxsplit=1)[0]
    if HAN.search(first):
        body, title = split_chinese(first)
        return not CHINESE_NAME.match(first) and bool(title or body)
    return names_a_title(first) or names_a_body(first) or bool(country_named(first))


def _labelled(line: str) -> tuple[SpeakingPart | None, str]:
    """The part that stands before a colon, in one language or two, and what follows it."""
    for pattern in (_LABEL, _BY):
        found = pattern.match(line)
        part = part_of(found["label"]) if found else None
        if found and part:
            return part, found["rest"].strip()
    part = code_of(SpeakingPart, line)
    return (part, "") if part else (None, line)


def part_of(label: str) -> SpeakingPart | None:
    """The part that a label means: `Moderator`, `主持人`, `Moderator 主持人`, `Keynote speech`."""
    label = _BRACKETS.sub("", label).strip(" -–—*")
    whole = code_of(SpeakingPart, label)
    if whole:
        return whole
    pieces = [label.replace(" & ", " ")]
    pieces += re.split(r"\s*/\s*|\s+(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])\s+", label)
    pieces.append(re.sub(r"\s*\d+$", "", label))
    return next((part for piece in pieces if (part := code_of(SpeakingPart, piece))), None)


def _all_named(pieces: list[str]) -> bool:
    """Whether each of several pieces begins with a name of its own."""
    return len(pieces) > 1 and all(begins_a_person(piece) for piece in pieces)


def _speaker(text: str, *, expected: bool) -> ReadSpeaker | None:
    said = _Found()
    bare = _without_mode(_without_brackets(text, said), said)
    pieces = [piece for piece in _COMMAS.split(bare) if piece]
    place = _name_place(pieces, expected=expected)
    if place is None:
        return _chinese(bare, said, expected=expected)
    name, more = _apart(pieces[place])
    others = [*pieces[:place], *more, *pieces[place + 1 :], *said.pieces]
    return _made(name, others, said)


def _name_place(pieces: list[str], *, expected: bool) -> int | None:
    """Which piece is the name: the first with an honorific, with a family name in capitals, or
    else the very first where a name is expected.
    """
    for place, piece in enumerate(pieces):
        honorific, name = split_honorific(piece)
        if honorific and not HAN.search(piece) and _may_be_name(_apart(piece)[0]):
            return place
        if family_in_capitals(name) and _looks_like_name(name):
            return place
    if not (expected and pieces) or HAN.search(pieces[0]):
        return None
    return 0 if _looks_like_name(pieces[0]) else None


def _may_be_name(text: str) -> bool:
    _honorific, name = split_honorific(text)
    return bool(name) and not _NO_NAMES.search(name)


def _looks_like_name(text: str) -> bool:
    """Two to six words, each as a name's, none that tells of a title, a body or of many."""
    words = text.split()
    if not 2 <= len(words) <= 6 or _NO_NAMES.search(text):
        return False
    if names_a_title(text) or names_a_body(text) or country_named(text):
        return False
    return all(_is_name_word(word) for word in words)


def _is_name_word(word: str) -> bool:
    if word.casefold() in _SMALL:
        return True
    return bool(_NAME_WORD.match(word)) and (word[0].isupper() or not word.isascii())


def _apart(piece: str) -> tuple[str, list[str]]:
    """A name, and a title behind it that no comma parts from it."""
    honorific, name = split_honorific(piece)
    words = name.split()
    place = first_title_word(words)
    if place is None:
        return piece, []
    return f"{honorific} {' '.join(words[:place])}".strip(), [" ".join(words[place:])]


def _without_brackets(text: str, said: _Found) -> str:
    def take(found: re.Match[str]) -> str:
        return " " if _understood(found[1].strip(), said) else found[0]

    return " ".join(_BRACKETS.sub(take, text).split())


def _understood(text: str, said: _Found) -> bool:
    """Whether what stands in brackets is a country, a mode, a part, minutes, or more of a title."""
    if _is_a_name(text, said):
        return True
    minutes = _MINUTES.match(text)
    mode, status = code_of(SpeakerMode, text), code_of(SpeakerStatus, text)
    part = code_of(SpeakingPart, text)
    if minutes:
        said.minutes = int(minutes[1])
    elif mode:
        said.mode = mode
    elif status and text.casefold() not in ("yes", "no"):
        said.status = status
    elif part:
        said.part = part
    elif country := country_named(text):
        said.country = country
    elif not is_acronym(text) and ("," in text or names_a_title(text) or names_a_body(text)):
        said.pieces += [piece for piece in _COMMAS.split(text) if piece]
    else:
        return False
    return True


def _is_a_name(text: str, said: _Found) -> bool:
    """Whether what stands in brackets is the name in other letters."""
    if country_named(text):
        return False
    if CHINESE_NAME.match(text) or _NATIVE_NAME.match(text):
        said.native_name = "" if _known_word(text) else text
        return bool(said.native_name)
    if _looks_like_name(split_honorific(text)[1]) and not _known_word(text):
        said.latin_name = text
    return bool(said.latin_name)


def _known_word(text: str) -> bool:
    """Whether a text is the word of a mode, an answer or a part: 线上, Video message."""
    return any(code_of(kind, text) for kind in (SpeakerMode, SpeakerStatus, SpeakingPart))


def _without_mode(text: str, said: _Found) -> str:
    found = _TRAILING_MODE.search(text)
    if found is None:
        return text
    word = found["mode"].casefold().replace("via", "by").replace("virtually", "virtual")
    said.mode = said.mode or code_of(SpeakerMode, word)
    return text[: found.start()]


def _made(name: str, pieces: list[str], said: _Found) -> ReadSpeaker:
    honorific, printed = split_honorific(name)
    title, organisation, country = _sorted(pieces)
    return ReadSpeaker(
        printed_name=printed,
        honorific=honorific,
        family_name=family_in_capitals(printed),
        native_name=said.native_name,
        title=Translated({"": title}),
        organisation=Translated({"": organisation}),
        country=said.country or country or country_of(organisation) or country_in(title),
        part=said.part,
        minutes=said.minutes,
        mode=said.mode,
        status=said.status,
        guessed=True,
    )


def _sorted(pieces: list[str]) -> tuple[str, str, str]:
    """Title, organisation and country of the pieces around a name.

    The first that names a body begins the organisation, and what follows belongs to it; what
    stands before it is the title. A state alone is the country.
    """
    titles: list[str] = []
    bodies: list[str] = []
    country = ""
    for piece in pieces:
        if named := country_named(piece):
            country = named
        elif names_a_title(piece) and (not bodies or not titles):
            titles.append(piece)
        elif bodies or names_a_body(piece):
            bodies.append(piece)
        else:
            titles.append(piece)
    return ", ".join(titles), ", ".join(bodies), country


def _chinese(text: str, said: _Found, *, expected: bool) -> ReadSpeaker | None:
    """A line in Chinese: the name first or last, organisation and title in one word or several."""
    if not HAN.search(text) or _NO_NAMES.search(_ONE_OF_MANY.sub("", text)):
        return None
    found = chinese_parts(text, expected=expected)
    return _made_chinese(found[0], [*found[1], *said.pieces], said) if found else None


def _made_chinese(name: str, pieces: list[str], said: _Found) -> ReadSpeaker:
    titles: list[str] = []
    bodies: list[str] = []
    country = ""
    for piece in pieces:
        if named := country_named(piece):
            country = named
            continue
        body, title = split_chinese(piece)
        bodies += [body] if body else []
        titles += [title] if title else []
    made = _made(name, [], said)
    organisation, title = "，".join(bodies), "，".join(titles)
    country = made.country or country or country_of(organisation) or country_in(title)
    made = replace(
        made,
        title=Translated({"": title}),
        organisation=Translated({"": organisation}),
        country=country,
        family_name=chinese_family(made.printed_name) if country in _CHINESE_STATES else "",
    )
    return _with_latin_name(made, said.latin_name)


def _with_latin_name(made: ReadSpeaker, name: str) -> ReadSpeaker:
    """Somebody whose name in Latin letters stands in brackets behind that in Chinese."""
    if not name:
        return made
    honorific, printed = split_honorific(name)
    return replace(
        made,
        honorific=made.honorific or honorific,
        printed_name=printed,
        native_name=made.printed_name,
        family_name=family_in_capitals(printed),
    )
