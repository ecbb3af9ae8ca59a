"""Names as people write them in one line: honorific first, family name in capitals."""

from __future__ import annotations

import re
import unicodedata

# Written with or without its point, wherever it stands before a name.
_PLAIN = frozenset(
    {
        *("mr", "mrs", "ms", "miss", "mdm", "madam", "madame", "mme", "dr", "drs", "dra", "prof"),
        *("professor", "sir", "dame", "lord", "lady", "excellency", "ambassador"),
        *("honourable", "honorable", "dato", "datuk", "datin", "haji", "hajah", "pehin"),
        *("dayang", "samdech", "oknha", "khun", "bapak", "ibu", "engr", "atty", "messrs", "hrh"),
    }
)
# Also the beginning of some people's names, so an honorific only with its point.
_POINTED = frozenset(
    {
        *("h.e", "he", "hon", "rev", "ven", "amb", "gen", "lt", "maj", "col", "brig", "capt"),
        *("cdr", "adm", "eng", "ir", "ar", "fr", "sr", "sra", "hj", "assoc", "asst", "ph"),
    }
)
# Opens an honorific of several words.
_OPENING = frozenset({"his", "her", "their", "the", "tan", "major", "lieutenant", "brigadier"})
_FOLLOWING = frozenset({"excellency", "honourable", "honorable", "hon", "sri", "seri", "general"})
_AFTER_CHINESE = {"先生": "Mr.", "女士": "Ms.", "阁下": "H.E.", "博士": "Dr.", "教授": "Prof."}
_SPACED_EXCELLENCY = re.compile(r"^H\. E\.? ")
_CHINESE = re.compile(r"[\u3400-\u9fff·]{2,}")
_TWO_CHARACTERS = frozenset(
    ("欧阳", "司马", "上官", "诸葛", "皇甫", "尉迟", "司徒", "令狐", "夏侯", "慕容", "东方", "公孙")
)
# Those that nine in ten people of China have.
_ONE_CHARACTER = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任"
    "沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔"
    "向汤温康施文牛樊葛邢安齐伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮纪梅童凌毕单季裴"
)
_NOT_IN_KEYS = re.compile(r"[^\w\s]+|_")


def split_honorific(text: str) -> tuple[str, str]:
    """Honorific and name of one line: ("H.E. Mr.", "LIU Huanxin"); no honorific is empty.

    A Chinese one stands after the name and is given as its English counterpart.
    """
    name = _SPACED_EXCELLENCY.sub("H.E. ", " ".join(text.split()))
    honorific, rest = _before(name)
    if not honorific:
        return _after(name)
    return honorific, rest


def _before(name: str) -> tuple[str, str]:
    words = name.split(" ")
    count = 0
    while count < len(words) - 1 and (taken := _honorific(words, count)):
        count += taken
    if count >= len(words):
        return "", name
    return " ".join(words[:count]), " ".join(words[count:])


def _honorific(words: list[str], at: int) -> int:
    """How many words of an honorific stand at this place: 0, 1 or 2."""
    word, key = words[at], _bare(words[at])
    following = _bare(words[at + 1]) if at + 1 < len(words) else ""
    if following in _FOLLOWING and (key in _OPENING or key in _PLAIN) and at + 2 < len(words):
        return 2
    if key in _PLAIN or (key in _POINTED and word.endswith(".")):
        return 1
    return 1 if word == "H.E" or (word == "HE" and following in _PLAIN) else 0


def _bare(word: str) -> str:
    return word.casefold().strip(".,'’‘")


def _after(name: str) -> tuple[str, str]:
    """Those behind a name in Chinese, the last of several first: 李强先生阁下 is H.E. Mr."""
    for ending, honorific in _AFTER_CHINESE.items():
        rest = name.removesuffix(ending).strip()
        if rest != name and _CHINESE.fullmatch(rest):
            before, bare = _after(rest)
            return f"{honorific} {before}".strip(), bare
    return "", name


def chinese_family(name: str) -> str:
    """The family name that a name in Chinese characters begins with; empty for an unusual one."""
    if name[:2] in _TWO_CHARACTERS and 3 <= len(name) <= 4:
        return name[:2]
    return name[:1] if 2 <= len(name) <= 3 and name[:1] in _ONE_CHARACTER else ""


def family_in_capitals(name: str) -> str:
    """The words in capitals that begin or end a name: LIU of LIU Huanxin; empty where all are."""
    words = name.split(" ")
    capitals = [_is_in_capitals(word) for word in words]
    if all(capitals) or not any(capitals):
        return ""
    first = capitals.index(False)
    if first:
        return " ".join(words[:first])
    last = len(words) - capitals[::-1].index(False)
    return " ".join(words[last:])


def _is_in_capitals(word: str) -> bool:
    letters = [c for c in word if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() for c in letters)


def name_key(name: str) -> str:
    """The same for one name in any order of its words, case and width, with or without points."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(sorted(_NOT_IN_KEYS.sub(" ", text).split()))


def plain_key(text: str) -> str:
    """The same for one text in any case and width, whatever stands between its words."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
