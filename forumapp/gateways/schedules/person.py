"""One speaker taken out of the text that names them: name, title, organisation, country, part."""

from __future__ import annotations

import re
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
_BRACKETS = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
_MINUTES = re.compile(r"^(\d{1,3})\s*(?:min(?:ute)?s?\.?|'|’|′|分钟|分)$", re.IGNORECASE)
COMMAS = re.compile(r"\s*[,，;；]\s*|\s+[-–—/|]\s+|\t+")
_TRAILING_MODE = re.compile(
    r"[\s,，–—-]+(?P<mode>by video link|via video link|via zoom|online|virtual(?:ly)?|by video"
    r"|recorded|pre-?recorded(?: video)?|video message|视频|线上|录播|视频致辞|视频连线)\s*\.?$",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(r"^[^\W\d_][\w.'’\-]*$")
_SMALL = frozenset({"de", "da", "dos", "la", "van", "von", "bin", "binti", "al", "el", "y", "del"})
_NATIVE_NAME = re.compile(r"^[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\uaa60-\uaa7f\s\u200b]+$")
_NO_NAMES = re.compile(
    r"^(?:tbc|tbd|n/?a|all|to be (?:confirmed|determined|announced)|待定|待确认|无|暂缺)\.?$"
    r"|\b(?:representatives?|participants|delegat(?:es|ions)|members|countries|states|speakers"
    r"|everyone|experts|officials|all|each|heads|guests|session|discussion|break|lunch|q\s?&\s?a)\b"
    r"|代表|全体|各国|嘉宾|与会|领导|成员|专家们|茶歇|午餐|讨论|问答",
    re.IGNORECASE,
)
# Somebody who stands for others, no group of people.
_ONE_OF_MANY = re.compile(r"驻[\u3400-\u9fff]{1,8}代表|(?:首席|常驻|全权|总)代表|代表团团长|代表处")


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


def speaker(text: str, *, expected: bool) -> ReadSpeaker | None:
    """Who is named, or None where it is nobody; `expected` where a name must stand."""
    said = _Found()
    bare = _without_mode(_without_brackets(text, said), said)
    pieces = [piece for piece in COMMAS.split(bare) if piece]
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
        if family_in_capitals(name) and looks_like_name(name):
            return place
    if not (expected and pieces) or HAN.search(pieces[0]):
        return None
    return 0 if looks_like_name(pieces[0]) else None


def _may_be_name(text: str) -> bool:
    _honorific, name = split_honorific(text)
    return bool(name) and not _NO_NAMES.search(name)


def looks_like_name(text: str) -> bool:
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
        said.pieces += [piece for piece in COMMAS.split(text) if piece]
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
    if looks_like_name(split_honorific(text)[1]) and not _known_word(text):
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
