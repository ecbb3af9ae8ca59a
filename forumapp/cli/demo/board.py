"""What the secretariat of the coming forum has told everyone, and what it is about to write."""

from __future__ import annotations

import uuid
from datetime import timedelta

from forumapp.cli.demo.builder import Builder
from forumapp.db import db
from forumapp.domain.circulars import Starter
from forumapp.domain.text import Translated
from forumapp.i18n.circulars import starting
from forumapp.models import Circular, Notice

T = Translated

NOTICES = (
    (
        T(en="Visas: apply before the end of the month", zh="签证：请于月底前申请"),
        T(
            en="A **visa letter** is ready for everyone approved: open *My participation*, or ask "
            "your focal point. It can be checked at its own address.",
            zh="已批准的参会者均可获得**签证函**：请打开“我的参会”页面，或向联络人索取。"
            "函件可凭核验码在线查验。",
        ),
        True,
        9,
    ),
    (
        T(en="Buses from the hotels", zh="酒店接驳班车"),
        T(
            en="Buses leave the three conference hotels at **07:45** and **08:15** on both days.",
            zh="会议期间每日**7:45**和**8:15**由三家会议酒店发车。",
        ),
        False,
        4,
    ),
    (
        T(en="Speakers: slides by the day before", zh="发言人：请提前一天提交演示文稿"),
        T(
            en="Please send slides in PDF or PowerPoint to the secretariat by the evening before.",
            zh="请于发言前一日晚前将PDF或PowerPoint演示文稿发至秘书处。",
        ),
        False,
        1,
    ),
)


def write(builder: Builder) -> None:
    """Three notices, one of them pinned, and the draft of a circular to who takes part online."""
    event, now = builder.event, builder.now
    for title, body, pinned, days in NOTICES:
        posted = now - timedelta(days=days)
        db.session.add(
            Notice(
                event_id=event.id,
                key=str(uuid.uuid4()),
                title=title,
                body=body,
                pinned=pinned,
                shows_from=posted,
                changed_at=posted,
                written_by="Secretariat",
            )
        )
    subject, text = starting(Starter.JOINING, event.languages)
    db.session.add(
        Circular(
            event_id=event.id,
            subject=subject,
            body=text,
            filters={"status": "approved", "mode": "online"},
            papers=["schedule"],
            written_by="Secretariat",
            created_at=now,
        )
    )
