"""Which part of a line is somebody's title, and which names a body: words that tell, both ways."""

from __future__ import annotations

import re

from forumapp.i18n.country_words import country_in

_BODIES = (
    "ministry|department|administration|agency|authority|bureau|office|commission|committee|council"
    "|university|institute|institution|centre|center|bank|association|foundation|organization"
    "|organisation|programme|union|secretariat|embassy|consulate|government|academy|college|school"
    "|company|corporation|group|fund|society|federation|confederation|cooperative|mission|board"
    "|court|parliament|assembly|division|section|unit|directorate|faculty|laboratory|alliance"
    "|network|chamber|enterprise|enterprises|inc|ltd|limited|llc|co|gmbh|plc|initiative|facility"
    "|partnership|service|services|province|municipality|prefecture|delegation|forum|conference"
    "|headquarters|branch|hospital|press|media|news|station|think tank|consortium|party|cabinet"
)
_TITLES = (
    "director|minister|secretary|deputy|vice|chief|head|president|chairman|chairperson|chairwoman"
    "|chair|professor|adviser|advisor|officer|manager|representative|ambassador|governor|assistant"
    "|administrator|commissioner|expert|researcher|fellow|coordinator|co-ordinator|counsellor"
    "|counselor|attaché|attache|ceo|cfo|coo|founder|co-founder|dean|lecturer|specialist|consultant"
    "|mayor|executive|senior|junior|principal|lead|leader|associate|acting|permanent|under-secretary"
    "|director-general|secretary-general|minister-counsellor|general manager|spokesperson|member"
    "|rector|chancellor|provost|analyst|scientist|economist|engineer|editor|journalist|student|phd"
    "|candidate|board member|partner|owner|farmer|official|staff|inspector|consul|envoy|premier"
    "|prime minister|first|second|third|managing|former|honorary|special|resident|regional|national"
    "|country|programme|project|policy|technical|research|communications|chargé|charge|delegate"
)
_BODY = re.compile(rf"\b(?:{_BODIES})s?\b", re.IGNORECASE)
_TITLE_FIRST = re.compile(rf"^(?:the\s+)?(?:{_TITLES})s?\b", re.IGNORECASE)
_NOUNS = (
    r"\b(?:director|minister|secretary|chief|head|president|chair\w*|professor|advis[eo]r|officer"
    r"|manager|representative|ambassador|governor|administrator|commissioner|expert|researcher"
    r"|fellow|co-?ordinator|counsell?or|attach[ée]|ceo|founder|dean|lecturer|specialist|consultant"
    r"|mayor|executive|leader|member|analyst|scientist|economist|engineer|delegate|consul|envoy)\b"
)
_TITLE_NOUN = re.compile(_NOUNS, re.IGNORECASE)
_TITLE_LAST = re.compile(_NOUNS + "$", re.IGNORECASE)
_ACRONYM = re.compile(r"^(?:the\s+)?[A-Z][A-Z&/\-]{1,9}s?(?:\s+[A-Z][\w.-]+){0,3}$")

_CHINESE_TITLE = (
    "局长|部长|司长|厅长|处长|科长|主任|院长|所长|校长|会长|行长|省长|市长|县长|区长|州长|主席|总理|首相"
    "|总干事|秘书长|秘书|大使|公使|参赞|领事|代表|专员|顾问|专家|研究员|教授|讲师|博士|总裁|总经理|经理"
    "|董事长|董事|理事长|理事|主管|主编|记者|组长|队长|书记|委员|署长|大臣|国务秘书|国务卿|官员|负责人"
    "|协调员|协调人|工程师|总工程师|创始人|首席执行官|站长|台长|社长|馆长|干事|常委|执行主任|总监|学者|员"
)
_CHINESE_SPLIT = re.compile(
    r"^(?P<body>.*?)(?P<title>(?:驻[\u3400-\u9fff]{1,8})?(?:常务|执行|高级|首席|名誉|代理|前|原|第一|助理|总)*副?(?:总)?"
    rf"(?:{_CHINESE_TITLE}))$"
)
_CHINESE_BODY = re.compile(
    "(?:部|局|委员会|委|办公室|办|中心|研究院|院|所|大学|学院|学校|公司|集团|银行|协会|学会|基金会|组织|署|厅"
    "|司|处|机构|秘书处|使馆|领馆|理事会|政府|联盟|研究会|商会|联合会|合作社|论坛|党|内阁|代表处|办事处|社|网)$"
)
_INTERNATIONAL = re.compile(
    r"^(?:the )?(?:UN|UNDP|UNICEF|UNESCO|UNESCAP|ESCAP|UNEP|UNFPA|UNHCR|FAO|WFP|IFAD|WHO|ILO|IOM"
    r"|ADB|AIIB|IMF|GIZ|JICA|KOICA|USAID|ASEAN|APEC|SCO|World Bank|United Nations"
    r"|Asian Development Bank"
    r"|Food and Agriculture Organi[sz]ation|World (?:Food|Health)|International|Mekong)\b"
    r"|^(?:联合国|东盟|世界银行|世界粮食|世界卫生|亚洲开发|亚洲基础|国际货币|国际劳工)",
)
HAN = re.compile(r"[\u3400-\u9fff]")


def names_a_title(text: str) -> bool:
    """Whether a piece between commas begins as a title does."""
    if _TITLE_LAST.search(text) and " of " not in text:
        return True
    if not _TITLE_FIRST.match(text):
        return False
    return bool(_TITLE_NOUN.search(text)) or not _BODY.search(text)


def names_a_body(text: str) -> bool:
    """Whether a piece between commas is that of an organisation."""
    if names_a_title(text):
        return False
    return bool(_BODY.search(text) or _ACRONYM.match(text) or _CHINESE_BODY.search(text))


def country_of(organisation: str) -> str:
    """The state that an organisation is of; an international one is of none."""
    return "" if _INTERNATIONAL.match(organisation) else country_in(organisation)


def is_acronym(text: str) -> bool:
    """Whether a text is nothing but capitals, as bodies are called for short."""
    return bool(_ACRONYM.match(text)) and " " not in text


def first_title_word(words: list[str]) -> int | None:
    """Where, after at least two words of a name, a title begins that no comma parts from it."""
    for place in range(2, len(words)):
        if _TITLE_FIRST.match(words[place]) and words[place][:1].isupper():
            return place
    return None


def split_chinese(text: str) -> tuple[str, str]:
    """Body and title of 国家乡村振兴局副局长; either may be empty."""
    found = _CHINESE_SPLIT.match(text)
    if found is None:
        return (text, "") if _CHINESE_BODY.search(text) else ("", text)
    return found["body"], found["title"]
