"""Addresses and codes that let people into a video meeting: nothing for a public text."""

from __future__ import annotations

import re

_HOSTS = (
    r"[\w.-]*zoom(?:gov)?\.(?:us|com|com\.cn)/(?:j|my|w|s|u|wc|join|webinar|meeting)\b"
    r"|[\w.-]*zhumu\.(?:com|me)/"
    r"|meeting\.tencent\.com/"
    r"|[\w.-]*voovmeeting\.com/"
    r"|teams\.(?:microsoft|live)\.com/(?:l/meetup-join|meet|dl/launcher)"
    r"|[\w-]+\.webex\.com(?:\.cn)?/"
    r"|meet\.google\.com/"
    r"|meet\.jit\.si/"
    r"|whereby\.com/"
    r"|[\w.-]*(?:gotomeet(?:ing)?|gotowebinar)\.(?:com|me)/"
    r"|(?:meetings|vc|vc-sg)\.(?:dingtalk|feishu|larksuite)\.(?:com|cn)/"
    r"|[\w.-]*(?:dingtalk|feishu|larksuite)\.(?:com|cn)/(?:j|meeting|vc)"
    r"|[\w.-]+/b/[a-z0-9]{3}-[a-z0-9]{3}-[a-z0-9]{3}"
    r"|[\w.-]+/bigbluebutton/api/join"
    r"|join\.skype\.com/|meet\.lync\.com/"
)
_ADDRESS = re.compile(
    rf"(?<![\w.-])(?:https?://|zoommtg://|zoomus://)?(?:{_HOSTS})[^\s<>\"'）)\]，。；]*",
    re.IGNORECASE,
)
_OWN_SCHEME = re.compile(r"\b(?:zoommtg|zoomus|msteams|wemeet|sip|sips|tel):\S+", re.IGNORECASE)
_SECRET_LINE = re.compile(
    r"inviting you to a scheduled|pass ?code\s*[:：]|password\s*[:：]|\bpwd\s*[:：=]"
    r"|meeting (?:id|number|key)\s*[:：]"
    r"|webinar id\s*[:：]|access code\s*[:：]|conference id\s*[:：]|\bpin\s*[:：]\s*[\d ]+#?"
    r"|one[- ]tap mobile|dial[- ]?in|dial by your location|find your local number"
    r"|join (?:the |our |a )?(?:zoom|teams|webex|voov|tencent|google meet|microsoft teams)\b"
    r"|join (?:on your computer|by (?:phone|video|sip|skype)|from (?:a|the) (?:video|pc))"
    r"|join with video|(?:video call|meeting) link\s*[:：]"
    r"|(?:会议|直播|参会)\s*(?:id|号|号码|链接|链接地址)\s*[:：]"
    r"|(?:入会|会议)?(?:密码|口令)\s*[:：]|点击(?:链接|下方链接)|手机一键拨号|\+\d[\d ]{6,},,"
    r"|加入\s*(?:zoom|腾讯|voov|teams|视频)\S*会议",
    re.IGNORECASE,
)
_REST = re.compile(r"[\s<>()\[\]（）:：,，.。;；|*_-]+")
_GAPS = re.compile(r"\n{3,}")
_LABEL = re.compile(
    r"^(?:[-•*]\s*)?(?:(?:zoom|teams|webex|voov|online|video|meeting|join|click|here|link|to|the|url"
    r"|via|at|by|on|with|using|meet|google|tencent|live|stream|room|会议|链接|腾讯|线上|视频|参会|地址)[\s:：]*)+$",
    re.IGNORECASE,
)


def without_links(text: str) -> tuple[str, int]:
    """The text without what lets people in, and in how many places that stood.

    A line with an address keeps its other words, unless they only introduce it; lines of meeting
    numbers, passcodes and telephone numbers are left out whole.
    """
    count = 0
    kept: list[str] = []
    for line in text.split("\n"):
        left, found = _without(line)
        count += found
        if left is not None:
            kept.append(left)
    return (_GAPS.sub("\n\n", "\n".join(kept)).strip(), count) if count else (text, 0)


def _without(line: str) -> tuple[str | None, int]:
    rest, addresses = _ADDRESS.subn(" ", line)
    rest, others = _OWN_SCHEME.subn(" ", rest)
    found = addresses + others
    if _SECRET_LINE.search(line):
        return None, 1
    if not found:
        return line, 0
    rest = " ".join(rest.split())
    if not _REST.sub("", rest) or _LABEL.match(_REST.sub(" ", rest).strip()):
        return None, found
    return rest, found
