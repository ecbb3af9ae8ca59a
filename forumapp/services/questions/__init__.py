"""Each event's own questions: edited, published as editions of the form, and answered."""

from forumapp.services.questions.answers import of_registration, of_registrations
from forumapp.services.questions.checking import answered
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
from forumapp.services.questions.placeholders import placeholders, printable, printed
from forumapp.services.questions.reading import (
    ANY,
    NONE,
    Answered,
    Lines,
    answers_of,
    editions_of,
    file_of,
    fulfils,
    known,
    lines,
    own_file,
    shared_file,
)
from forumapp.services.questions.rows import condition

__all__ = [
    "ANY",
    "NONE",
    "Answered",
    "EditionRow",
    "FieldRow",
    "Lines",
    "QuestionRow",
    "add",
    "answered",
    "answers_of",
    "arrange",
    "bring_back",
    "condition",
    "draft",
    "drop",
    "edition",
    "editions",
    "editions_of",
    "field",
    "file_of",
    "fulfils",
    "get",
    "in_force",
    "known",
    "lines",
    "listed",
    "move",
    "of_registration",
    "of_registrations",
    "own_file",
    "placeholders",
    "printable",
    "printed",
    "publish",
    "save",
    "save_field",
    "shared_file",
]
