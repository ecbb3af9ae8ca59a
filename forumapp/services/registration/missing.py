"""What registered people must still say, by the form in force."""

from __future__ import annotations

from collections.abc import Sequence

from forumapp.domain.answers import open_questions
from forumapp.domain.questions import Asking, BuiltIn, FormFacts, QuestionFacts, Who
from forumapp.services import questions
from forumapp.services.registration.rows import RegistrationRow

Missing = tuple[BuiltIn | QuestionFacts, ...]


def missing(event_id: int, rows: Sequence[RegistrationRow]) -> dict[int, Missing]:
    """By registration, the fields and questions that lack an answer; two queries for all of them.

    A country never does, nor an address: who comes for an organisation of many has no country, and
    the mails of who has no address go to their focal point.
    """
    form = questions.in_force(event_id)
    given = questions.of_registrations([row.id for row in rows]) if form.number else {}
    return {
        row.id: (
            *_fields(form, row),
            *open_questions(
                form,
                Who(category_id=row.category_id, parts=row.parts, country=row.person.country),
                given.get(row.id, {}),
            ),
        )
        for row in rows
    }


def _fields(form: FormFacts, row: RegistrationRow) -> list[BuiltIn]:
    return [
        built_in
        for built_in, facts in form.fields.items()
        if facts.asking is Asking.REQUIRED
        and built_in not in (BuiltIn.COUNTRY, BuiltIn.EMAIL)
        and not (getattr(row, built_in, "") or getattr(row.person, built_in, ""))
    ]
