"""The codes of a programme in words that people write into cells, English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from forumapp.domain.agenda import SessionKind, Visibility
from forumapp.domain.names import plain_key
from forumapp.domain.speakers import SpeakerMode, SpeakerStatus, SpeakingPart

Code = TypeVar("Code", bound=StrEnum)
_JOINS = re.compile(r"[\s_\-\u2010-\u2015]+")

# No two of these codes have the same value, whatever they are codes of.
_OTHERS: Mapping[StrEnum, str] = {
    SessionKind.CEREMONY: "opening ceremony|closing ceremony|signing ceremony|仪式|典礼|开幕式|"
    "闭幕式|签约仪式",
    SessionKind.PLENARY: "plenary session|plenary meeting|全体会议|全会|大会|主论坛",
    SessionKind.PARALLEL: "parallel session|parallel forum|breakout|breakout session|side event|"
    "workshop|talk|lecture|presentation|panel|平行会议|平行论坛|分论坛|边会|分会|研讨会",
    SessionKind.BREAK: "coffee break|tea break|lunch|lunch break|coffee|group photo|休息|茶歇|"
    "午餐|午休|合影|中场休息",
    SessionKind.SOCIAL: "social event|reception|dinner|banquet|excursion|field visit|社交活动|"
    "招待会|晚宴|宴会|参观|考察",
    SessionKind.CLOSED: "closed session|closed door|closed meeting|闭门会议|内部会议|闭门",
    Visibility.PUBLIC: "everyone|all|open|公开|所有人|每个人",
    Visibility.REGISTERED: "registered people|registered participants|participants|已报名者|"
    "已注册|注册人员|已注册人员|参会者|报名者",
    Visibility.SECRETARIAT: "secretariat only|internal|private|秘书处|仅秘书处|仅限秘书处|内部",
    SpeakingPart.MASTER_OF_CEREMONIES: "mc|emcee|司仪|典礼主持人",
    SpeakingPart.CHAIR: "chairperson|chairman|chairwoman|chaired by|presided by|session chair|"
    "主席|会议主席|大会主席",
    SpeakingPart.CO_CHAIR: "co chairs|cochair|co chairperson|co chaired by|联合主席|共同主席",
    SpeakingPart.MODERATOR: "moderators|moderated by|facilitator|facilitated by|host|主持人|"
    "主持|主持嘉宾",
    SpeakingPart.OPENING_REMARKS: "opening remark|opening address|opening speech|"
    "opening statement|welcome remarks|welcoming remarks|welcome address|welcome speech|"
    "开幕致辞|开幕辞|欢迎致辞|欢迎辞|开场致辞",
    SpeakingPart.ADDRESS: "remarks|speech|speeches|addresses|special address|guest remarks|致辞|"
    "讲话|嘉宾致辞|领导致辞",
    SpeakingPart.KEYNOTE: "keynote speaker|keynote speakers|keynote speech|keynote address|"
    "keynote presentation|keynotes|keynote remarks|主旨演讲|主旨发言|主旨报告|主题演讲|主旨讲话",
    SpeakingPart.PRESENTATION: "presenter|presenters|presentations|presented by|speaker|"
    "speakers|resource person|resource persons|lecturer|speaking|发言人|发言嘉宾|报告|"
    "专题报告|报告人|演讲|演讲人|演讲嘉宾|主讲人|主讲|介绍",
    SpeakingPart.PANELLIST: "panelist|panellists|panelists|panel|panel speakers|与谈人|与谈嘉宾|"
    "对话嘉宾|嘉宾|讨论嘉宾|圆桌嘉宾",
    SpeakingPart.DISCUSSANT: "discussants|commentator|commentators|respondent|讨论人|评议人|"
    "点评人|点评嘉宾|评论人",
    SpeakingPart.STATEMENT: "statements|intervention|interventions|statement by|国别发言|陈述|"
    "发言|声明|表态发言",
    SpeakingPart.CLOSING_REMARKS: "closing remark|closing address|closing speech|"
    "closing statement|concluding remarks|wrap up|闭幕致辞|闭幕辞|总结发言|总结讲话|会议总结",
    SpeakerMode.ROOM: "in the room|on site|onsite|in person|offline|现场|线下|会场",
    SpeakerMode.VIDEO_LINK: "by video link|video|online|virtual|via zoom|remote|by video|视频|"
    "线上|视频连线|在线|连线",
    SpeakerMode.RECORDED: "recorded video|pre recorded|prerecorded|video message|recording|录播|"
    "视频录像|录像|录制视频|视频致辞",
    SpeakerStatus.INVITED: "invited speaker|tbc|to be confirmed|拟邀|已邀请|待确认",
    SpeakerStatus.CONFIRMED: "yes|accepted|已确认|确认",
    SpeakerStatus.DECLINED: "no|cancelled|已婉拒|婉拒|谢绝|已谢绝",
    SpeakerStatus.REPLACED: "substituted|已替换|被替换|已更换",
}  # fmt: skip
_YES = frozenset({"yes", "y", "true", "1", "x", "✓", "✔", "是", "有", "对", "all"})
_NO = frozenset({"no", "n", "false", "0", "-", "–", "否", "无", "不", ""})


def word(code: StrEnum) -> str:
    """A code as a cell says it: Opening remarks."""
    return code.value.replace("_", " ").capitalize()


def code_of(kind: type[Code], text: str) -> Code | None:
    """The code that a text means, whatever its case; None for no word of this kind."""
    return _known(kind).get(_key(text))


def read_bool(text: str) -> bool | None:
    """Yes or no; None for anything else. An empty cell is a no."""
    key = plain_key(text)
    if key in _YES:
        return True
    return False if key in _NO else None


def _key(text: str) -> str:
    return _JOINS.sub(" ", plain_key(text)).strip(" .:：")


_tables: dict[type[StrEnum], dict[str, Any]] = {}


def _known(kind: type[Code]) -> dict[str, Code]:
    if kind not in _tables:
        _tables[kind] = {
            _key(text): code
            for code in kind
            for text in (*_OTHERS.get(code, "").split("|"), code.value)
            if text
        }
    return _tables[kind]
