"""Lines that name a speaker, as secretariats write them, taken apart.

`H.E. Mr. LIU Huanxin, Administrator, National Rural Revitalization Administration of China`,
`Moderator: Ms. SOK Dara (Director, Ministry of Interior, Cambodia) – by video link`,
`国家乡村振兴局局长 刘焕鑫先生`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from forumapp.domain.names import family_in_capitals, split_honorific
from forumapp.domain.schedules.reading import ReadSpeaker
from forumapp.domain.sheets import code_of
from forumapp.domain.speakers import SpeakingPart
from forumapp.domain.text import Translated
from forumapp.gateways.schedules.bodies import HAN, names_a_body, names_a_title, split_chinese
from forumapp.gateways.schedules.chinese import CHINESE_NAME
from forumapp.gateways.schedules.person import COMMAS, looks_like_name, part_of, speaker
from forumapp.i18n.country_words import country_named

_BULLET = re.compile(
    r"^\s*(?:[-–—•·▪●○◦■□◆➢➤*‣∙o]\s+|[•·▪●○◦■□◆➢➤‣∙]\s*|\(?\d{1,2}[.)、]\s*|[①-⑳]\s*|\([a-z]\)\s+"
    r"|（[一二三四五六七八九十]{1,3}）\s*|[a-z]\)\s+)+"
)
_LABEL = re.compile(r"^(?P<label>[^:：,，;；|]{2,60}?)\s*[:：]\s*(?P<rest>.*)$")
_BY = re.compile(r"^(?P<label>[\w\s-]{3,40}?)\s+by\s+(?P<rest>\S.*)$", re.IGNORECASE)
_MORE = re.compile(
    r"\s*(?:;|；|、|\band\b|&|,)\s*(?=(?:H\.?\s?E\.?|Mr|Mrs|Ms|Mdm|Dr|Prof|Hon|Amb|Assoc)\b)"
)
_TOPIC = re.compile(r"^[“\"「《](?P<topic>[^“”\"「」《》]+)[”\"」》]$")
_NOBODY = re.compile(r"^(?:tbc|tbd|n/?a|to be \w+|待定|待确认|暂缺)\.?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was understood: who speaks, or, without anybody, the part that it announces.

    `rest` is what was not understood.
    """

    speakers: tuple[ReadSpeaker, ...] = ()
    part: SpeakingPart | None = None
    rest: str = ""


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
        found = speaker(one, expected=expected or part is not None)
        if found is None:
            return Line(rest=text.strip())
        speakers.append(found if found.part or not part else replace(found, part=part))
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
            one if one.part or not part else replace(one, part=part) for one in line.speakers
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
    first = COMMAS.split(rest, maxsplit=1)[0]
    honorific, name = split_honorific(first)
    return bool(honorific) or (looks_like_name(name) and bool(family_in_capitals(name)))


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
    first = COMMAS.split(line, maxsplit=1)[0]
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


def _all_named(pieces: list[str]) -> bool:
    """Whether each of several pieces begins with a name of its own."""
    return len(pieces) > 1 and all(begins_a_person(piece) for piece in pieces)
