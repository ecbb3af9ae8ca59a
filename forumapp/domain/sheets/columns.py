"""The columns of a programme's sheet: their order, their headings, and headings of others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from forumapp.domain.names import plain_key


class Column(StrEnum):
    """What a column holds. Those from `TIME` on are read in sheets of others, and never written."""

    CODE = "code"
    TITLE = "title"
    KIND = "kind"
    DAY = "day"
    START = "start"
    END = "end"
    ROOM = "room"
    VIDEO_ROOM = "video_room"
    ALL_ROOMS = "all_rooms"
    PART = "part"
    TRACK = "track"
    LANGUAGES = "languages"
    INTERPRETATION = "interpretation"
    VISIBILITY = "visibility"
    DESCRIPTION = "description"
    SPEAKERS = "speakers"
    ID = "id"
    TIME = "time"
    MINUTES = "minutes"
    POSITION = "position"
    ORGANISATION = "organisation"
    COUNTRY = "country"

    @property
    def translated(self) -> bool:
        """Whether there is a column for each language of the event."""
        return self in (Column.TITLE, Column.DESCRIPTION)


WRITTEN = tuple(Column)[: tuple(Column).index(Column.TIME)]
_ENGLISH = {Column.VIDEO_ROOM: "Video room", Column.ALL_ROOMS: "All rooms"}
# The English heading of our own sheets, then those of others, English and Chinese.
_NAMES: Mapping[Column, str] = {
    Column.CODE: "session code|代码|编号|会议代码",
    Column.TITLE: "item|agenda item|agenda|session|session title|topic|subject|activity|"
    "programme|program|event|theme|content|contents|标题|议程|议题|主题|内容|会议内容|议程内容|"
    "名称|环节|活动|会议标题|事项|会议议程|议程事项",
    Column.KIND: "type|session type|format|类型|类别|形式|会议类型",
    Column.DAY: "date|days|start date|日期|日|会议日期",
    Column.START: "start time|starts|begin|begins|from|starting time|开始|开始时间|起始时间|起",
    Column.END: "end time|ends|to|until|finish|ending time|结束|结束时间|终止时间|止",
    Column.ROOM: "venue|hall|place|location|meeting room|where|会场|会议室|地点|房间|场地|"
    "会议地点|厅",
    Column.VIDEO_ROOM: "video|online room|virtual room|视频会议室|线上会议室|视频会场",
    Column.ALL_ROOMS: "takes all rooms|all halls|所有会场|全部会场|占用所有会场|占用全部会议室|"
    "所有会议室|所有房间",
    Column.PART: "part of the event|forum|meeting|部分|分项活动|所属部分|会议|论坛|"
    "所属会议|所属论坛",
    Column.TRACK: "stream|strand|thread|专题|主线|分题|专题线",
    Column.LANGUAGES: "language|languages spoken|spoken languages|working language|语言|"
    "发言语言|使用语言|工作语言",
    Column.INTERPRETATION: "interpreted into|interpretation into|interpreting|translation|口译|"
    "同传|传译|同声传译|口译语言",
    Column.VISIBILITY: "who reads of it|audience|access|可见范围|公开范围|可见性|谁可以看到",
    Column.DESCRIPTION: "abstract|details|summary|说明|描述|简介|摘要|内容简介",
    Column.SPEAKERS: "speaker|speaker(s)|speaker/s|presenter|presenters|presenter(s)|"
    "speakers/presenters|who|name|names|moderator/speakers|moderator / speakers|person|persons|"
    "发言人|演讲人|嘉宾|主讲人|发言嘉宾|演讲嘉宾|报告人|姓名|出席嘉宾|主持人/发言人|主持人",
    Column.ID: "uuid|guid|uid|session id|key|标识|唯一标识|会议标识",
    Column.TIME: "time slot|timing|hours|hour|schedule|时间|时段|会议时间|起止时间",
    Column.MINUTES: "duration|length|minutes|min|mins|duration (min)|时长|分钟|时长（分钟）|用时",
    Column.POSITION: "designation|job title|speaker title|function|职务|职位|职称|头衔|职务/职称",
    Column.ORGANISATION: "organization|affiliation|institution|agency|company|ministry|"
    "organisation/country|单位|机构|组织|所属单位|工作单位|所在单位",
    Column.COUNTRY: "country/region|nationality|country code|国家|国别|国家/地区|国籍",
}  # fmt: skip
_BRACKETED = re.compile(r"^(?P<name>.*?)\s*[(（\[【]\s*(?P<language>[^()（）]+?)\s*[)）\]】]$")
_ENDING = re.compile(r"^(?P<name>.+?)[\s_\-/]+(?P<language>[a-z]{2,3})$")
_LANGUAGES: Mapping[str, str] = {
    "en": "english|eng|英文|英语|英",
    "zh": "chinese|chn|cn|zh cn|zh hans|中文|汉语|中|华文",
    "km": "khmer|高棉语|柬文|柬埔寨语",
    "lo": "lao|老挝语|老挝文",
    "my": "burmese|myanmar|缅语|缅甸语|缅文",
    "th": "thai|泰语|泰文",
    "vi": "vietnamese|viet|越南语|越文|越语",
    "id": "indonesian|bahasa indonesia|印尼语|印度尼西亚语",
    "ms": "malay|bahasa melayu|马来语",
    "fil": "filipino|tagalog|菲律宾语",
    "pt": "portuguese|葡萄牙语|葡语",
    "ta": "tamil|泰米尔语",
    "fr": "french|法语|法文",
    "es": "spanish|西班牙语|西语",
    "ru": "russian|俄语|俄文",
    "ar": "arabic|阿拉伯语",
    "ja": "japanese|日语|日文",
    "ko": "korean|韩语|韩文|朝鲜语",
    "hi": "hindi|印地语",
    "bn": "bengali|bangla|孟加拉语",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a sheet. The language of a text beyond the event's first stands in brackets."""

    column: Column
    language: str = ""

    @property
    def words(self) -> str:
        name = _english(self.column)
        return f"{name} ({self.language})" if self.language else name


def layout(languages: Iterable[str]) -> tuple[Heading, ...]:
    """The columns of an event in these languages, in order; the first one is not named."""
    _first, *others = tuple(languages) or ("en",)
    return tuple(
        Heading(column, language)
        for column in WRITTEN
        for language in ("", *(others if column.translated else ()))
    )


def headings(languages: Iterable[str]) -> tuple[str, ...]:
    """The first row of a sheet."""
    return tuple(heading.words for heading in layout(languages))


def recognised(text: str) -> Heading | None:
    """The column that a heading means, English or Chinese, in any case and width; else None."""
    key = _key(text)
    if column := _known().get(key):
        return Heading(column)
    for pattern in (_BRACKETED, _ENDING):
        found = pattern.match(key)
        column = _known().get(found["name"].strip()) if found else None
        language = language_of(found["language"]) if found else ""
        if column and column.translated and language:
            return Heading(column, language)
    return None


def language_of(text: str) -> str:
    """The code of a language that is given by code or name; empty for none that is known."""
    return _codes().get(_key(text).replace("-", " ").replace("_", " "), "")


def language_codes() -> tuple[str, ...]:
    """The languages that are known by name."""
    return tuple(_LANGUAGES)


def _english(column: Column) -> str:
    return _ENGLISH.get(column, column.value.capitalize())


def _key(text: str) -> str:
    return plain_key(text).strip(" *:：.")


@cache
def _known() -> dict[str, Column]:
    return {
        _key(name): column
        for column, names in _NAMES.items()
        for name in (*names.split("|"), _english(column))
    }


@cache
def _codes() -> dict[str, str]:
    return {name: code for code, names in _LANGUAGES.items() for name in (code, *names.split("|"))}
