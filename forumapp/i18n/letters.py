"""The usual texts of letters, in place of which organisers write their own."""

from __future__ import annotations

from collections.abc import Mapping

from forumapp.domain.papers import LetterKind

Text = tuple[str, str]  # heading, Markdown with placeholders

_ENGLISH: Mapping[LetterKind, Text] = {
    LetterKind.INVITATION: (
        "Letter of invitation",
        (
            "{today}\n\n"
            "To: {honorific} **{name}**  \n{title}  \n{organisation}  \n{country}\n\n"
            "Dear {honorific} {name},\n\n"
            "It is our honour to invite you to **{event}**, to be held in {place} on {dates}.\n\n"
            "Your participation as {category} has been registered. The programme and everything "
            "you need to know on arrival are on the page of the event.\n\n"
            "We look forward to welcoming you. Please direct any question to {contact}.\n\n"
            "Please accept the assurances of our highest consideration.\n\n"
            "{secretariat}"
        ),
    ),
    LetterKind.VISA: (
        "Letter in support of a visa",
        (
            "{today}\n\n"
            "To whom it may concern\n\n"
            "We confirm that {honorific} **{name}**, {title}, {organisation}, {country}, is a "
            "registered participant of **{event}**, held in {place} on {dates} at {venue}.\n\n"
            "We would be grateful if the necessary visa could be issued in time for the "
            "participant to arrive before the opening and to leave after the closing.\n\n"
            "The validity of this letter can be checked by the code below. For any question please "
            "write to {contact}.\n\n"
            "{secretariat}"
        ),
    ),
    LetterKind.CERTIFICATE: (
        "Certificate of attendance",
        (
            "This is to certify that\n\n"
            "## {honorific} {name}\n\n"
            "{title}  \n{organisation}  \n{country}\n\n"
            "attended **{event}**, held in {place} on {dates}.\n\n"
            "{secretariat}  \n{today}"
        ),
    ),
}
_CHINESE: Mapping[LetterKind, Text] = {
    LetterKind.INVITATION: (
        "邀请函",
        (
            "{country}{organisation}{title}\n\n"
            "尊敬的 **{name}**：\n\n"
            "我们谨荣幸地邀请您出席 **{event}**。活动将于{dates}在{place}举行。\n\n"
            "您已注册为{category}。会议日程及抵达须知请见活动网页。\n\n"
            "如有任何问题，请联系：{contact}。\n\n"
            "期待您的光临。\n\n"
            "顺致崇高敬意！\n\n{secretariat}  \n{today}"
        ),
    ),
    LetterKind.VISA: (
        "签证邀请函",
        (
            "敬启者：\n\n"
            "兹证明 **{name}**（{country}，{organisation}，{title}）已注册参加 **{event}**。"
            "活动将于{dates}在{place}（{venue}）举行。\n\n"
            "请贵处协助及时签发所需签证，以便该参会者在开幕前抵达、闭幕后离境。\n\n"
            "本函真伪可凭下方验证码查询。如有疑问，请联系：{contact}。\n\n{secretariat}  \n{today}"
        ),
    ),
    LetterKind.CERTIFICATE: (
        "参会证明",
        (
            "兹证明\n\n## {name}\n\n{country}{organisation}{title}\n\n"
            "出席了{dates}在{place}举行的 **{event}**。\n\n{secretariat}  \n{today}"
        ),
    ),
}
_TEXTS = {"en": _ENGLISH, "zh": _CHINESE}


def usual(kind: LetterKind, language: str) -> Text:
    """Heading and text in this language; in English where there is none."""
    return _TEXTS.get(language, _ENGLISH)[kind]
