"""Each event's own questions: edited, published as editions of the form, and answered."""

from forumapp.services.questions.answers import answered, of_registration, of_registrations
from forumapp.services.questions.editing import (
    QuestionRow,
    add,
    arrange,
    bring_back,
    drop,
    get,
    listed,
    move,
    save,
)
from forumapp.services.questions.editions import (
    EditionRow,
    draft,
    edition,
    editions,
    in_force,
    publish,
)
from forumapp.services.questions.fields import FieldRow, field, save_field

__all__ = [
    "EditionRow",
    "FieldRow",
    "QuestionRow",
    "add",
    "answered",
    "arrange",
    "bring_back",
    "draft",
    "drop",
    "edition",
    "editions",
    "field",
    "get",
    "in_force",
    "listed",
    "move",
    "of_registration",
    "of_registrations",
    "publish",
    "save",
    "save_field",
]
