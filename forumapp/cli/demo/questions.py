"""What the coming forum asks beside the usual, and what those who registered have answered."""

from __future__ import annotations

import random
from typing import Any

from forumapp.cli.demo.builder import Builder
from forumapp.db import db
from forumapp.domain.access import SYSTEM
from forumapp.domain.events import Mode
from forumapp.domain.questions import YES, QuestionKind
from forumapp.domain.text import Translated
from forumapp.models import Answer, Person, Question, Registration, Seat
from forumapp.services import questions

T = Translated
_FLIGHTS = ("CZ 8342", "MU 763", "TG 664", "VN 906", "8L 9568", "AK 116")


def _options(*pairs: tuple[str, str, str]) -> list[dict[str, Any]]:
    return [
        {"code": code, "label": {"en": english, "zh": chinese}, "retired": False}
        for code, english, chinese in pairs
    ]


def _asked() -> tuple[dict[str, Any], ...]:
    """The form in its order. Nothing must be answered, save what a visa needs."""
    but_host = {"question": "@country", "kind": "none_of", "values": ["CN"]}
    visa = {"question": "visa", "kind": "one_of", "values": [YES]}
    return (
        {
            "code": "travel",
            "kind": QuestionKind.SECTION,
            "label": T(en="Your journey", zh="行程"),
            "help": T(
                en="For those who come to the hall. You may come back to it later.",
                zh="仅需现场参会者填写，可稍后补充。",
            ),
            "modes": (Mode.ROOM,),
        },
        {
            "code": "visa",
            "kind": QuestionKind.CHOICE,
            "label": T(en="Do you need a visa for China?", zh="您是否需要来华签证？"),
            "purpose": T(en="To issue your letter for the visa.", zh="用于出具签证邀请函。"),
            "options": _options((YES, "Yes", "需要"), ("no", "No", "不需要")),
            "condition": but_host,
            "retention_days": 30,
        },
        {
            "code": "consulate",
            "kind": QuestionKind.TEXT,
            "label": T(en="Where will you apply for it?", zh="您将在哪个使领馆申请？"),
            "help": T(en="The city of the embassy or consulate.", zh="使领馆所在城市。"),
            "required": True,
            "condition": visa,
            "retention_days": 30,
        },
        {
            "code": "flight",
            "kind": QuestionKind.TEXT,
            "label": T(en="Flight on which you arrive", zh="抵达航班"),
            "purpose": T(en="So that somebody meets you.", zh="用于安排接机。"),
            "retention_days": 7,
        },
        {
            "code": "arrival",
            "kind": QuestionKind.DATE,
            "label": T(en="Day of your arrival", zh="抵达日期"),
            "retention_days": 7,
        },
        {
            "code": "more",
            "kind": QuestionKind.SECTION,
            "label": T(en="At the forum", zh="论坛期间"),
        },
        {
            "code": "themes",
            "kind": QuestionKind.CHOICES,
            "label": T(en="Which themes are you most interested in?", zh="您最关注哪些议题？"),
            "options": _options(
                ("villages", "Village pilots", "村级试点"),
                ("skills", "Skills and work", "技能与就业"),
                ("digital", "Digital villages", "数字乡村"),
                ("finance", "Rural finance", "农村金融"),
            ),
        },
        {
            "code": "photographs",
            "kind": QuestionKind.CONSENT,
            "label": T(
                en="Photographs in which I can be recognised may be published",
                zh="同意公开可辨认本人的照片",
            ),
            "help": T(en="You may change your mind at any time.", zh="您可随时更改。"),
        },
        {
            "code": "illness",
            "kind": QuestionKind.LONG_TEXT,
            "label": T(
                en="What should the doctor on duty know?", zh="有无需要告知值班医生的健康情况？"
            ),
            "purpose": T(
                en="Only for an emergency, and only for the registrar.",
                zh="仅供紧急情况使用，只有注册人员可见。",
            ),
            "confidential": True,
            "modes": (Mode.ROOM,),
            "retention_days": 0,
        },
    )


def ask(builder: Builder) -> None:
    """Put the form in force, and have most people who registered answer it."""
    asked: dict[str, Question] = {}
    for position, given in enumerate(_asked(), 1):
        question = Question(event_id=builder.event.id, position=position, **given)
        asked[question.code] = question
    db.session.add_all(asked.values())
    db.session.flush()
    number = questions.publish(SYSTEM, builder.event.id, seen=1, now=builder.now)
    chance = random.Random(builder.event.slug)
    rows = db.session.query(Registration, Person).join(Person, Person.id == Registration.person_id)
    for row, person in rows.filter(Registration.event_id == builder.event.id).order_by(
        Registration.id
    ):
        in_room = db.session.query(Seat).filter_by(registration_id=row.id, mode=Mode.ROOM).count()
        answers = _answers(chance, person, in_room=bool(in_room))
        db.session.add_all(
            Answer(
                registration_id=row.id,
                question_id=asked[code].id,
                edition=number,
                values=values,
                answered_at=row.created_at,
            )
            for code, values in answers.items()
            if values
        )
    db.session.flush()


def _answers(chance: random.Random, person: Person, *, in_room: bool) -> dict[str, tuple[str, ...]]:
    """What one of them says; who follows online is asked nothing of the journey."""
    answers: dict[str, tuple[str, ...]] = {
        "themes": tuple(
            code for code in ("villages", "skills", "digital", "finance") if chance.random() < 0.45
        ),
        "photographs": ((YES,) if chance.random() < 0.7 else ("no",)),
    }
    if not in_room or person.country == "CN":
        return answers
    needs = chance.random() < 0.3
    answers["visa"] = (YES,) if needs else ("no",)
    answers["flight"] = (chance.choice(_FLIGHTS),)
    if needs:
        answers["consulate"] = (chance.choice(("Yangon", "Vientiane", "Dili", "Manila")),)
    return answers
