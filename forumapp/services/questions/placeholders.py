"""Answers as letters and circulars print them, under `{answer:code}`."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.questions import QuestionFacts, QuestionKind
from forumapp.domain.text import Translated
from forumapp.i18n import catalogue
from forumapp.i18n.answers import answer_words
from forumapp.models import Registration
from forumapp.services.questions.answers import of_registrations
from forumapp.services.questions.editions import in_force


def printable(event_id: int) -> tuple[QuestionFacts, ...]:
    """The questions in force whose answers a text may print: no files, nothing confidential."""
    return tuple(
        question
        for question in in_force(event_id).questions
        if not (
            question.kind is QuestionKind.SECTION or question.kind.is_file or question.confidential
        )
    )


def placeholders(event_id: int) -> tuple[str, ...]:
    """What a text of this event may have in braces for them."""
    return tuple(question.placeholder for question in printable(event_id))


def printed(event_id: int, people: Collection[int]) -> dict[int, dict[str, Translated]]:
    """By person, then by placeholder, what they answered, in every language of the interface."""
    owners = dict(
        db.session.execute(
            sa.select(Registration.id, Registration.person_id).where(
                Registration.event_id == event_id, Registration.person_id.in_(people)
            )
        ).all()
    )
    asked = printable(event_id)
    answered = of_registrations(owners) if asked else {}
    return {
        owners[key]: {
            question.placeholder: Translated(
                {
                    locale: answer_words(question, given[question.code], locale)
                    for locale in catalogue.locales()
                }
            )
            for question in asked
            if question.code in given
        }
        for key, given in answered.items()
    }
