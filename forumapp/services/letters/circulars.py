"""What a circular says to one reader, with the papers that are the reader's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.circulars import CircularFacts, Enclosed, Own, OwnPaper
from forumapp.models import Circular, CircularFile, Mail
from forumapp.services import papers, questions
from forumapp.services.rows import read


def circular_of(mail: Mail, *, approved: bool) -> CircularFacts:
    """The circular of a mail as it is sent to its person, who may have the papers if approved."""
    row = db.session.get_one(Circular, mail.facts["circular"])
    files = db.session.scalars(
        sa.select(CircularFile).filter_by(circular_id=row.id).order_by(CircularFile.id)
    )
    facts = CircularFacts(
        subject=row.subject,
        body=row.body,
        papers=tuple(_papers(mail, row)) if approved else (),
        files=tuple(read(Enclosed, file) for file in files),
    )
    if not facts.asks_answers or mail.person_id is None:
        return facts
    answers = questions.printed(row.event_id, [mail.person_id])
    return replace(facts, answers=answers.get(mail.person_id, {}))


def _papers(mail: Mail, row: Circular) -> Iterator[OwnPaper]:
    """Those that the circular is to have and that there are of this person."""
    assert mail.person_id is not None
    for what in map(Own, row.papers):
        volume = None
        if what.letter is not None:
            letter = papers.good_letter(mail.person_id, what.letter)
            volume = papers.letter_volume(letter) if letter else None
        elif what is Own.BADGE:
            volume = papers.badge_of(row.event_id, mail.person_id, locale=mail.locale)
        if volume is not None or what is Own.SCHEDULE:
            yield OwnPaper(what=what, volume=volume)
