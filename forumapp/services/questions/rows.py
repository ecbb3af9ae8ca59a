"""Questions and forms between tables, facts and the content of an edition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from forumapp.domain.conditions import Condition, ConditionKind
from forumapp.domain.events import Mode
from forumapp.domain.questions import (
    Asking,
    BuiltIn,
    FieldFacts,
    FormFacts,
    Option,
    QuestionFacts,
    QuestionKind,
    usual,
)
from forumapp.domain.text import Translated
from forumapp.models import FormField, Question


def facts(row: Question) -> QuestionFacts:
    """A question of the table."""
    return QuestionFacts(
        id=row.id,
        code=row.code,
        kind=row.kind,
        label=row.label,
        help=row.help,
        purpose=row.purpose,
        options=_options(row.options),
        required=row.required,
        retention_days=row.retention_days,
        condition=condition(row.condition),
        categories=tuple(row.categories),
        parts=tuple(row.parts),
        modes=tuple(Mode(mode) for mode in row.modes),
        confidential=row.confidential,
    )


def fields(rows: Iterable[FormField]) -> dict[BuiltIn, FieldFacts]:
    """How each built-in field is asked, as usual where the table says nothing."""
    said = {
        row.built_in: FieldFacts(
            asking=row.asking, purpose=row.purpose, retention_days=row.retention_days
        )
        for row in rows
    }
    return {built_in: said.get(built_in) or usual(built_in) for built_in in BuiltIn}


def content(form: FormFacts) -> dict[str, Any]:
    """What an edition keeps of a form, as JSON."""
    return {
        "fields": {
            built_in.value: {
                "asking": field.asking.value,
                "purpose": field.purpose.plain(),
                "retention_days": field.retention_days,
            }
            for built_in, field in form.fields.items()
        },
        "questions": [_written(question) for question in form.questions],
    }


def form(number: int, kept: Mapping[str, Any]) -> FormFacts:
    """The form that an edition keeps; a field that is younger than the edition is as usual."""
    said = {
        BuiltIn(name): FieldFacts(
            asking=Asking(field["asking"]),
            purpose=Translated(field["purpose"]),
            retention_days=field["retention_days"],
        )
        for name, field in kept["fields"].items()
    }
    return FormFacts(
        number=number,
        fields={built_in: said.get(built_in) or usual(built_in) for built_in in BuiltIn},
        questions=tuple(_read(question) for question in kept["questions"]),
    )


def plain_options(options: Iterable[Option]) -> list[dict[str, Any]]:
    """Options as the table keeps them."""
    return [
        {"code": one.code, "label": one.label.plain(), "retired": one.retired} for one in options
    ]


def plain_condition(condition: Condition | None) -> dict[str, Any]:
    """A condition as the table keeps it; empty for none."""
    if condition is None:
        return {}
    return {
        "question": condition.question,
        "kind": condition.kind.value,
        "values": list(condition.values),
    }


def _written(question: QuestionFacts) -> dict[str, Any]:
    return {
        "id": question.id,
        "code": question.code,
        "kind": question.kind.value,
        "label": question.label.plain(),
        "help": question.help.plain(),
        "purpose": question.purpose.plain(),
        "options": plain_options(question.options),
        "required": question.required,
        "retention_days": question.retention_days,
        "condition": plain_condition(question.condition),
        "categories": list(question.categories),
        "parts": list(question.parts),
        "modes": [mode.value for mode in question.modes],
        "confidential": question.confidential,
    }


def _read(kept: Mapping[str, Any]) -> QuestionFacts:
    own = {
        "kind": QuestionKind(kept["kind"]),
        "options": _options(kept["options"]),
        "condition": condition(kept["condition"]),
        "modes": tuple(Mode(mode) for mode in kept["modes"]),
        **{name: Translated(kept[name]) for name in ("label", "help", "purpose")},
        **{name: tuple(kept[name]) for name in ("categories", "parts")},
    }
    return QuestionFacts(**{**kept, **own})


def _options(kept: Iterable[Mapping[str, Any]]) -> tuple[Option, ...]:
    return tuple(
        Option(code=one["code"], label=Translated(one["label"]), retired=one["retired"])
        for one in kept
    )


def condition(kept: Mapping[str, Any]) -> Condition | None:
    """A condition of the table."""
    if not kept:
        return None
    usual = ConditionKind.ONE_OF if kept["values"] else ConditionKind.ANSWERED
    return Condition(
        question=kept["question"],
        kind=ConditionKind(kept.get("kind", usual)),  # once there were these two only
        values=tuple(kept["values"]),
    )
